const NUMBER_BYTES = 32
const [SEQUENCE, INTEGER] = [0x30, 0x02]
// Three headers of two bytes, and a zero in front of each number.
const MOST_BYTES = 2 * NUMBER_BYTES + 8

// OpenSSL works on DER. To have Node 24 turn one form into the other takes as long as to sign.

/** An ES256 signature of 64 bytes, r then s (RFC 7518, 3.4), as DER (RFC 3279, 2.2.3). */
export function derOf(signature: Uint8Array): Uint8Array {
  const der = new Uint8Array(MOST_BYTES)
  const next = writeNumber(signature.subarray(0, NUMBER_BYTES), der, 2)
  const end = writeNumber(signature.subarray(NUMBER_BYTES), der, next)
  der[0] = SEQUENCE
  der[1] = end - 2
  return der.subarray(0, end)
}

/** The 64 bytes of an ES256 signature that OpenSSL wrote as DER. */
export function rawOf(der: Uint8Array): Uint8Array {
  const raw = new Uint8Array(2 * NUMBER_BYTES)
  // Behind the tag and the length of the sequence.
  const next = readNumber(der, 2, raw.subarray(0, NUMBER_BYTES))
  readNumber(der, next, raw.subarray(NUMBER_BYTES))
  return raw
}

// DER has no zero in front but the one that keeps a number from being negative.
function writeNumber(number: Uint8Array, der: Uint8Array, at: number): number {
  const first = number.findIndex((byte) => byte !== 0)
  const digits = number.subarray(first < 0 ? NUMBER_BYTES - 1 : first)
  const from = at + ((digits[0] ?? 0) < 0x80 ? 2 : 3)
  const end = from + digits.length
  der[at] = INTEGER
  der[at + 1] = end - at - 2
  der.set(digits, from)
  return end
}

function readNumber(der: Uint8Array, at: number, place: Uint8Array): number {
  const from = at + 2
  const end = from + (der[at + 1] ?? 0)
  const digits = der.subarray(Math.max(from, end - NUMBER_BYTES), end)
  place.set(digits, NUMBER_BYTES - digits.length)
  return end
}

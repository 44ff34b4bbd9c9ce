/** Order of the group of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The other signature (DER) that verifies just as well: `s` is the higher one of the two, which Fabric refuses. */
export function highS(signature: Uint8Array): Uint8Array {
  const [r, s] = integersOf(signature)
  return sequence(r, s > ORDER / 2n ? s : ORDER - s)
}

/** A signature whose last bit is flipped. */
export function spoiled(signature: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(signature)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return bytes
}

function integersOf(der: Uint8Array): readonly [bigint, bigint] {
  const bytes = Buffer.from(der)
  const lengthR = bytes.readUInt8(3)
  const r = bytes.subarray(4, 4 + lengthR)
  const s = bytes.subarray(6 + lengthR)
  return [BigInt(`0x${r.toString('hex')}`), BigInt(`0x${s.toString('hex')}`)]
}

function sequence(...values: readonly bigint[]): Uint8Array {
  const body = Buffer.concat(values.map(integer))
  return Buffer.concat([Buffer.of(0x30, body.length), body])
}

function integer(value: bigint): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  const padded = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes
  return Buffer.concat([Buffer.of(0x02, padded.length), padded])
}

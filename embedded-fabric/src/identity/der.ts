/** Takes apart and puts together again the few forms of ASN.1's DER (X.690) that a certificate's signature stands in. */

const [BIT_STRING, SEQUENCE] = [0x03, 0x30]

function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content])
}

function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length]
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return [0x80 | bytes.length, ...bytes]
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => element(SEQUENCE, ...parts)

/** A bit string of whole bytes. */
export const bits = (bytes: Uint8Array): Buffer => element(BIT_STRING, Buffer.from([0]), bytes)

/** Where the content of the element at this place starts and ends. */
export function contentAt(der: Buffer, at: number): { start: number; end: number } {
  const first = der.readUInt8(at + 1)
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  const size = first & 0x7f
  const start = at + 2 + size
  return { start, end: start + der.readUIntBE(at + 2, size) }
}

/** The elements inside an element, whole. */
export function partsOf(der: Buffer): readonly Buffer[] {
  const parts: Buffer[] = []
  let { start } = contentAt(der, 0)
  for (const { end: last } = contentAt(der, 0); start < last;) {
    const { end } = contentAt(der, start)
    parts.push(der.subarray(start, end))
    start = end
  }
  return parts
}

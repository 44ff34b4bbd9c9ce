/** Writes and reads the few forms of ASN.1's DER (X.690) that certificates need. */

const TAG = { boolean: 0x01, integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utf8: 0x0c, sequence: 0x30, set: 0x31 }
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
/** X.509 (RFC 5280, 4.1.2.5) writes dates from this year on with four digits. */
const LONG_YEARS_FROM = 2050

/** An element with this tag; its parts stand one after the other. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  if (length > 0xffff) throw new RangeError(`DER element of ${length} bytes: at most 65535 are supported`)
  return Buffer.concat([Buffer.from([tag, ...header]), content])
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => element(TAG.sequence, ...parts)
export const set = (...parts: readonly Uint8Array[]): Buffer => element(TAG.set, ...parts)
export const octets = (...parts: readonly Uint8Array[]): Buffer => element(TAG.octets, ...parts)
export const utf8 = (text: string): Buffer => element(TAG.utf8, Buffer.from(text))
export const yes = (): Buffer => element(TAG.boolean, Buffer.from([0xff]))

/** A bit string; the last byte's `unused` lowest bits do not count. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => element(TAG.bits, Buffer.from([unused]), bytes)

/** A positive integer from its bytes, the highest first. */
export function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const magnitude = first < 0 ? Buffer.from([0]) : bytes.subarray(first)
  return element(TAG.integer, Buffer.from(magnitude.readInt8(0) < 0 ? [0] : []), magnitude)
}

/** An object identifier from its usual form, `2.5.29.15`. */
export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...others] = text.split('.').map(Number)
  const bytes = [first * 40 + second, ...others].flatMap((number) => {
    const digits = [number & 0x7f]
    for (let rest = number >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80)
    return digits
  })
  return element(TAG.oid, Buffer.from(bytes))
}

/** A date in whole seconds. */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+Z$|\D/g, '')
  const isLong = date.getUTCFullYear() >= LONG_YEARS_FROM
  return element(isLong ? GENERALIZED_TIME : UTC_TIME, Buffer.from(`${isLong ? digits : digits.slice(2)}Z`))
}

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

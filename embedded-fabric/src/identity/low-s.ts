/** Curves whose signatures Fabric's MSPs check; named as OpenSSL does. */
const ORDERS: Readonly<Record<string, bigint>> = {
  prime256v1: BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
  secp384r1: BigInt(
    '0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  ),
}

const HALF_ORDERS = new Map(Object.entries(ORDERS).map(([curve, order]) => [curve, bytesOf(order / 2n)]))

/** True if signatures with keys on this curve can be checked. */
export function isKnownCurve(curve: string | undefined): curve is string {
  return curve !== undefined && HALF_ORDERS.has(curve)
}

/** True for a DER pair of positive integers whose `s` is the lower of the two that fit: Fabric takes no other. */
export function isLowS(signature: Uint8Array, curve: string): boolean {
  const pair = readPair(asBuffer(signature))
  return pair !== undefined && !isHigh(pair.s, curve)
}

/** The same signature with the lower `s`; unchanged if it has it already or is no DER pair of integers. */
export function toLowS(signature: Buffer, curve: string): Buffer {
  const pair = readPair(signature)
  const order = ORDERS[curve]
  if (pair === undefined || order === undefined || !isHigh(pair.s, curve)) return signature
  const body = Buffer.concat([derInteger(pair.r), derInteger(bytesOf(order - BigInt(`0x${pair.s.toString('hex')}`)))])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

function isHigh(s: Buffer, curve: string): boolean {
  const half = HALF_ORDERS.get(curve)
  if (half === undefined) return true
  return s.length === half.length ? Buffer.compare(s, half) > 0 : s.length > half.length
}

/** Both integers without leading zeros. Lengths are one byte, which P-384's 104 bytes still fit. */
function readPair(signature: Buffer): { r: Buffer; s: Buffer } | undefined {
  if (signature[0] !== 0x30 || signature[1] !== signature.length - 2 || signature.length > 0x81) return undefined
  const r = readInteger(signature, 2)
  const s = r === undefined ? undefined : readInteger(signature, r.end)
  return r !== undefined && s?.end === signature.length ? { r: r.magnitude, s: s.magnitude } : undefined
}

function readInteger(bytes: Buffer, at: number): { magnitude: Buffer; end: number } | undefined {
  const length = bytes[at + 1]
  if (bytes[at] !== 0x02 || length === undefined || length === 0 || at + 2 + length > bytes.length) return undefined
  const end = at + 2 + length
  const content = bytes.subarray(at + 2, end)
  if (content.readInt8(0) < 0) return undefined
  const magnitude = content[0] === 0 ? content.subarray(1) : content
  return magnitude.length === 0 || (content[0] === 0 && magnitude.readInt8(0) >= 0) ? undefined : { magnitude, end }
}

function derInteger(magnitude: Buffer): Buffer {
  const content = magnitude.readInt8(0) < 0 ? Buffer.concat([Buffer.from([0]), magnitude]) : magnitude
  return Buffer.concat([Buffer.from([0x02, content.length]), content])
}

function bytesOf(value: bigint): Buffer {
  const text = value.toString(16)
  return Buffer.from(text.padStart(text.length + (text.length % 2), '0'), 'hex')
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

import { verify } from 'node:crypto'
import type { X509Certificate } from 'node:crypto'

/**
 * The serial numbers that a revocation list (X.509, PEM or DER) revokes, without leading zeros. As in Fabric a list that
 * none of the authorities has signed revokes nothing, and its dates do not matter.
 */
export function revokedSerials(list: Uint8Array, authorities: readonly X509Certificate[]): readonly string[] {
  const [body, , signature] = partsOf(derOf(list))
  if (body === undefined || signature === undefined) throw new Error('a revocation list that cannot be read')
  // A bit string begins with how many of its last bits do not count.
  const bits = contentOf(signature).subarray(1)
  const isOwn = authorities.some(({ publicKey }) => verify('sha256', body, publicKey, bits))
  return isOwn ? serialsIn(body) : []
}

/** A serial number as `revokedSerials` writes it. */
export function plainSerial(digits: string): string {
  return digits.toLowerCase().replace(/^0+(?=.)/, '')
}

const [INTEGER, SEQUENCE, UTC_TIME, GENERALIZED_TIME] = [0x02, 0x30, 0x17, 0x18]

// The entries are the sequence that follows the last of the one or two times; a list that revokes nothing has none.
function serialsIn(body: Buffer): readonly string[] {
  const parts = partsOf(body)
  const lastTime = parts.findLastIndex(({ 0: tag }) => tag === UTC_TIME || tag === GENERALIZED_TIME)
  const entries = parts[lastTime + 1]
  if (entries?.[0] !== SEQUENCE) return []
  return partsOf(entries).flatMap((entry) => {
    const [serial] = partsOf(entry)
    return serial?.[0] === INTEGER ? [plainSerial(contentOf(serial).toString('hex'))] : []
  })
}

function derOf(list: Uint8Array): Buffer {
  const body = /-----BEGIN [^-]+-----([^-]+)-----END/.exec(Buffer.from(list).toString('latin1'))?.[1]
  return body === undefined ? Buffer.from(list) : Buffer.from(body, 'base64')
}

function contentOf(element: Buffer): Buffer {
  const { start, end } = contentAt(element, 0)
  return element.subarray(start, end)
}

/** The elements inside an element, whole. */
function partsOf(element: Buffer): readonly Buffer[] {
  const { start, end } = contentAt(element, 0)
  const parts: Buffer[] = []
  for (let at = start; at < end;) {
    const { end: next } = contentAt(element, at)
    parts.push(element.subarray(at, next))
    at = next
  }
  return parts
}

function contentAt(der: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = der.readUInt8(at + 1)
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  const size = first & 0x7f
  const start = at + 2 + size
  return { start, end: start + der.readUIntBE(at + 2, size) }
}

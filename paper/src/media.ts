/** What bytes are, by their first ones; never by a name or a header that somebody else chose. */
export type Media = 'pdf' | 'png' | 'jpeg' | 'text' | 'other'

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const JPEG = [0xff, 0xd8, 0xff]
const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d]

/** Tells what bytes are. */
export function mediaOf(bytes: Uint8Array): Media {
  if (beginsWith(bytes, PDF)) return 'pdf'
  if (beginsWith(bytes, PNG)) return 'png'
  if (beginsWith(bytes, JPEG)) return 'jpeg'
  // No text of ours has control characters but white space.
  const isText = bytes.length > 0 && bytes.subarray(0, 512).every((byte) => byte >= 0x20 || [9, 10, 13].includes(byte))
  return isText ? 'text' : 'other'
}

function beginsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}

/** How many pixels a PNG or JPEG says to have, before anything is decoded; undefined if it does not say so. */
export function pixelsOf(bytes: Uint8Array, media: 'png' | 'jpeg'): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (media === 'png') return bytes.length < 24 ? undefined : view.getUint32(16) * view.getUint32(20)
  return jpegPixels(view)
}

// Segments follow each other, each with its length, until the one with the dimensions (SOF).
function jpegPixels(view: DataView): number | undefined {
  for (let at = 2; at + 9 < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return view.getUint16(at + 5) * view.getUint16(at + 7)
  }
  return undefined
}

import { createHash, hash } from 'node:crypto'

/** SHA-256 of the parts, one after the other. */
export function sha256(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const [first = '', ...others] = parts
  if (others.length === 0) return hash('sha256', first, 'buffer')
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest()
}

/** True if both hold the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

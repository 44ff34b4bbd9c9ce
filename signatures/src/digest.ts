import { hash } from 'node:crypto'

/** SHA-256 in base64url. */
export function digest(input: Uint8Array): string {
  return hash('sha256', input, 'base64url')
}

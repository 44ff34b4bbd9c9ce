import { base64urlBytes } from './base64url'
import { SALT_BYTES } from './profile'

/** True for the salt that blinds quantities: 128 bits in base64url. */
export function isSalt(salt: unknown): salt is string {
  return typeof salt === 'string' && base64urlBytes(salt)?.length === SALT_BYTES
}

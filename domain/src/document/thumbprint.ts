import { canonicalText } from '../canonical'
import { utf8 } from '../hash'
import type { Cryptography, PublicJwk } from './cryptography'

/** The thumbprint of a key by SHA-256, base64url (RFC 7638, 3). */
export function jwkThumbprint({ kty, crv, x, y }: PublicJwk, { digest }: Pick<Cryptography, 'digest'>): string {
  return digest(utf8(canonicalText({ kty, crv, x, y })))
}

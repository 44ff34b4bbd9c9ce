import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalText } from '../canonical'
import { base64url, base64urlBytes } from '../document/base64url'
import { utf8 } from '../hash'
import type { MemberCode } from '../member'
import { malformed } from '../shape'

const TAG = 'eco/declaration/1'
const SALT_BYTES = 16

/** What of a declaration the register's use records stand for. */
export interface DeclarationIdentity {
  readonly importingMember: MemberCode
  readonly reference: string
}

/**
 * How a declaration is named in the register: HMAC-SHA-256 under a salt (128 bits, base64url) of its own for each
 * certificate, 43 digits of base64url. Without the salt no reference can be tried, and no two certificates of one
 * declaration be told to belong together.
 */
export function declarationDigest({ importingMember, reference }: DeclarationIdentity, salt: string): string {
  const key = base64urlBytes(salt)
  if (key?.length !== SALT_BYTES) throw malformed('salt', 'must be 128 bits in base64url')
  return base64url(hmac(sha256, key, utf8(canonicalText([TAG, importingMember, reference]))))
}

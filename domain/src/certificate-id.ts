import { canonicalText } from './canonical'
import { HASH_PATTERN, sha256Hex } from './hash'
import { LIMITS } from './limits'
import type { MemberCode } from './member'
import { Refusal } from './refusal'

/** 32 opaque bytes as 64 lower-case hex digits. Nothing but `certificateId` knows how they are made. */
export type CertificateId = string & { readonly __brand: 'CertificateId' }

/** What names a certificate among people: numbers are unique per issuing authority, not per member. */
export interface CertificateReference {
  readonly issuingMember: MemberCode
  readonly authority: string
  readonly number: string
}

const TAG = 'eco/certificate-id/1'
const NUMBER_PATTERN = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/
const AUTHORITY_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

/** The id under which the register keeps the certificate with this reference. */
export function certificateId(reference: CertificateReference): CertificateId {
  const { issuingMember, authority, number } = reference
  // A canonical JSON list is unambiguous: no two references have the same text. The tag keeps other hashes apart.
  return sha256Hex(
    canonicalText([TAG, issuingMember, parseAuthorityId(authority), parseCertificateNumber(number)]),
  ) as CertificateId
}

/** Accepts a certificate id, nothing else; `field` names the place in the refusal. */
export function parseCertificateId(input: unknown, field = 'id'): CertificateId {
  if (typeof input === 'string' && HASH_PATTERN.test(input)) return input as CertificateId
  throw new Refusal('MALFORMED_INPUT', `${field}: must be 64 lower-case hex digits`)
}

/** Accepts a certificate number: printable ASCII, so that one number has one spelling. */
export function parseCertificateNumber(input: unknown, field = 'certificateNumber'): string {
  const limit = LIMITS.certificateNumberLength
  if (typeof input === 'string' && input.length <= limit && NUMBER_PATTERN.test(input)) return input
  throw new Refusal(
    'MALFORMED_INPUT',
    `${field}: must be 1 to ${limit} printable ASCII characters, no space at the ends`,
  )
}

/** Accepts the id of an issuing authority. */
export function parseAuthorityId(input: unknown, field = 'authority'): string {
  const limit = LIMITS.authorityIdLength
  if (typeof input === 'string' && input.length <= limit && AUTHORITY_PATTERN.test(input)) return input
  throw new Refusal('MALFORMED_INPUT', `${field}: must be 1 to ${limit} letters, digits, dots, hyphens or underscores`)
}

import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { canonicalText } from './canonical'
import { HASH_PATTERN, utf8 } from './hash'
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

/** A member and the key of it, by its RFC 7638 thumbprint, that took part in agreeing on a secret. */
export interface KeyHolder {
  readonly member: MemberCode
  readonly thumbprint: string
}

const KEY_TAG = 'eco/certificate-id-key/1'
const KEY_BYTES = 32
const TAG = 'eco/certificate-id/2'
const NUMBER_PATTERN = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/
const AUTHORITY_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

/** The secret by which two members make the ids of certificates between them. It is never printed, logged or sent. */
export class CertificateIdKey {
  // Private to the language, so that no logger or serializer can reach it.
  readonly #bytes: Uint8Array

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** From what both members get out of ECDH (the x coordinate); the same for both, whichever is named first. */
  static derive(agreed: Uint8Array, holders: readonly [KeyHolder, KeyHolder]): CertificateIdKey {
    const named = holders.map(({ member, thumbprint }) => [member, thumbprint])
    // The pair is part of it: one secret never serves two pairs of members or keys.
    const info = canonicalText(named.sort(([one = ''], [other = '']) => (one < other ? -1 : 1)))
    return new CertificateIdKey(hkdf(sha256, agreed, utf8(KEY_TAG), utf8(info), KEY_BYTES))
  }

  /** HMAC-SHA-256 of a text, in lower-case hex. */
  authenticate(text: string): string {
    return bytesToHex(hmac(sha256, this.#bytes, utf8(text)))
  }
}

/** The id under which the register keeps the certificate with this reference, between the two members of the key. */
export function certificateId(reference: CertificateReference, key: CertificateIdKey): CertificateId {
  const { issuingMember, authority, number } = reference
  // A canonical JSON list is unambiguous: no two references have the same text. The tag keeps other texts apart.
  return key.authenticate(
    canonicalText([TAG, issuingMember, parseAuthorityId(authority), parseCertificateNumber(number)]),
  ) as CertificateId
}

/** True for two references to one certificate. */
export function isSameReference(one: CertificateReference, other: CertificateReference): boolean {
  return one.issuingMember === other.issuingMember && one.authority === other.authority && one.number === other.number
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

import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { Refusal } from './refusal'
import { utf8Bytes } from './utf8'

/** SHA-256 of a document's ASCII, as 64 lower-case hex digits. Branded so that plain text is not passed by mistake. */
export type DocumentHash = string & { readonly __brand: 'DocumentHash' }

/** 64 lower-case hex digits: what SHA-256 looks like everywhere in the product. */
export const HASH_PATTERN = /^[0-9a-f]{64}$/

/** 32 bytes in base64url: SHA-256 as documents write it, and how a key is named (RFC 7638). */
export const DIGEST_PATTERN = /^[A-Za-z0-9_-]{43}$/

/** SHA-256 of bytes, or of text as UTF-8, in lower-case hex. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(typeof data === 'string' ? utf8(data) : data))
}

/** The hash under which a document (compact JWS) is registered. */
export function documentHash(document: string): DocumentHash {
  return sha256Hex(document) as DocumentHash
}

/** Accepts a document hash, nothing else; `field` names the place in the refusal. */
export function parseDocumentHash(input: unknown, field = 'documentHash'): DocumentHash {
  if (typeof input === 'string' && HASH_PATTERN.test(input)) return input as DocumentHash
  throw new Refusal('MALFORMED_INPUT', `${field}: must be 64 lower-case hex digits`)
}

/** Text as UTF-8 bytes; refuses text that has no UTF-8 form, which would otherwise be replaced silently. */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new Refusal('MALFORMED_INPUT', 'text: must be well-formed Unicode')
  return utf8Bytes(text)
}

import { bytesToHex } from '@noble/hashes/utils.js'
import type { DocumentHash } from '../hash'
import { base64urlBytes } from './base64url'
import type { Cryptography } from './cryptography'

/** The hash under which a document is registered: SHA-256 of what its authority signed, given as ASCII bytes. */
export function documentHashBy({ digest }: Pick<Cryptography, 'digest'>, signed: Uint8Array): DocumentHash {
  return bytesToHex(base64urlBytes(digest(signed)) ?? new Uint8Array()) as DocumentHash
}

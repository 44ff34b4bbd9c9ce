import { canonicalText } from '../canonical'
import { DIGEST_PATTERN, utf8 } from '../hash'
import { isObject } from '../shape'
import type { Unjudged } from '../shape'
import { JsonProblem, parseStrictJson } from '../strict-json'
import { utf8Bytes } from '../utf8'
import { base64url, base64urlBytes } from './base64url'
import type { Signer } from './cryptography'
import { NotADocument } from './not-a-document'
import { SEALED_LIMITS } from './profile'

const SIGNATURE_BYTES = 64
const DOT = 46

/** A compact JWS (RFC 7515) that was taken apart; nothing of it is checked yet but its form. */
export interface CompactJws {
  readonly keyId: string
  readonly certificateChain: readonly string[]
  readonly payload: Unjudged
  /** The same as it is written. */
  readonly payloadJson: Uint8Array
  /** What was signed. */
  readonly signingInput: Uint8Array
  readonly signature: Uint8Array
}

/** Signs a payload (canonical text) under a header of alg ES256, kid, typ and, if there is one, the chain. */
export async function signCompact(typ: string, payload: unknown, signer: Signer): Promise<string> {
  const { keyId, certificateChain } = signer
  const header = {
    alg: 'ES256',
    kid: keyId,
    typ,
    ...(certificateChain.length > 0 && { x5c: certificateChain }),
  }
  const input = `${encode(canonicalText(header))}.${encode(canonicalText(payload))}`
  return `${input}.${base64url(await signer.sign(utf8(input)))}`
}

/** Takes a compact JWS of that type apart, given as ASCII bytes, strictly: one text, one meaning. */
export function readCompact(text: Uint8Array, typ: string): CompactJws {
  const first = text.indexOf(DOT)
  const second = text.indexOf(DOT, first + 1)
  if (first < 0 || second < 0) throw new NotADocument('The text is not a compact JWS of three parts.')
  const signature = decode(text.subarray(second + 1))
  const payload = decode(text.subarray(first + 1, second))
  if (signature.length !== SIGNATURE_BYTES) throw new NotADocument('An ES256 signature has 64 bytes.')
  return {
    ...readHeader(readJson(decode(text.subarray(0, first)), 'header'), typ),
    payload: readJson(payload, 'payload'),
    payloadJson: payload,
    signingInput: text.subarray(0, second),
    signature,
  }
}

/** Text as ASCII bytes, one for each of its units; what is not ASCII becomes a sign that no part of a document has. */
export function asciiBytes(text: string): Uint8Array {
  return utf8Bytes(ASCII.test(text) ? text : text.replace(NOT_ASCII, '?'))
}

const ASCII = /^[\x20-\x7e]*$/
// Without the flag that would take two units of a pair for one sign.
const NOT_ASCII = /[^\x20-\x7e]/g

function readHeader(header: Unjudged, expected: string): Pick<CompactJws, 'keyId' | 'certificateChain'> {
  const { alg, kid, typ, x5c, ...more } = header
  const known = alg === 'ES256' && typ === expected && Object.keys(more).length === 0
  if (!known || typeof kid !== 'string' || !DIGEST_PATTERN.test(kid)) {
    throw new NotADocument(`The header must hold alg ES256, typ ${expected}, kid (RFC 7638), x5c, and nothing else.`)
  }
  return { keyId: kid, certificateChain: x5c === undefined ? [] : readChain(x5c) }
}

function readChain(x5c: unknown): readonly string[] {
  const { chain, certificateCharacters } = SEALED_LIMITS
  const isChain =
    Array.isArray(x5c) &&
    x5c.length > 0 &&
    x5c.length <= chain &&
    x5c.every((entry) => typeof entry === 'string' && entry.length <= certificateCharacters)
  if (isChain) return x5c as readonly string[]
  throw new NotADocument(`x5c must hold 1 to ${chain} certificates in base64.`)
}

/** The bytes of a part of a document. */
export function decode(part: Uint8Array): Uint8Array {
  const bytes = base64urlBytes(part)
  if (bytes === undefined) throw new NotADocument('A part of the document is not base64url in its one spelling.')
  return bytes
}

/** A part of a document as an object. */
export function readJson(bytes: Uint8Array, name: string): Unjudged {
  try {
    const value = parseStrictJson(bytes, SEALED_LIMITS.depth)
    if (isObject(value)) return value
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error
    throw new NotADocument(`The ${name} is not strict JSON: ${error.message}`)
  }
  throw new NotADocument(`The ${name} is not an object.`)
}

/** JSON text as a part of a document. */
export function encode(text: string): string {
  return base64url(utf8(text))
}

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { calculateJwkThumbprint, CompactSign, compactVerify, exportJWK, importPKCS8 } from 'jose'
import type { CryptoKey } from 'jose'
import type { CertificateId } from '@eco/domain'
import { canonicalText, parseCertificateId } from '@eco/domain'
import { JsonProblem, parseStrictJson } from '../strict-json'
import type { Trust, TrustedKey } from './trust'

/** What the `typ` header of a document says. */
const DOCUMENT_TYPE = 'eco+jws'
/** Characters of a document: the largest dataset in base64, with its signature. */
export const DOCUMENT_LIMIT = 400_000
const DEPTH = 40
const SALT_BYTES = 16

/** What an e-CO document says. */
export interface DocumentContent {
  readonly id: CertificateId
  /** 128 random bits, base64url: without it nobody can test guesses against the register. */
  readonly salt: string
  readonly dataset: unknown
}

/** A document as it was found; `signer` is absent if no known key made the signature. */
export interface ReadDocument {
  readonly content: DocumentContent
  readonly keyId: string
  readonly signer: TrustedKey | undefined
  readonly signatureHolds: boolean
}

/** The text is no e-CO document at all; `rule` says which rule it breaks. */
export class NotADocument extends Error {
  override readonly name = 'NotADocument'
}

/** Signs documents in the name of one authority. */
export interface DocumentSigner {
  readonly authority: string
  readonly sign: (content: DocumentContent) => Promise<string>
}

/** Reads an authority's key (PKCS #8 PEM, P-256) and signs with it: compact JWS, ES256, `kid` = RFC 7638 thumbprint. */
export async function openSigner(authority: string, keyFile: string): Promise<DocumentSigner> {
  const key: CryptoKey = await importPKCS8(await readFile(keyFile, 'utf8'), 'ES256', { extractable: true })
  const { kty, crv, x, y } = await exportJWK(key)
  const kid = await calculateJwkThumbprint({
    ...(kty && { kty }),
    ...(crv && { crv }),
    ...(x && { x }),
    ...(y && { y }),
  })
  return {
    authority,
    sign: ({ id, salt, dataset }) =>
      new CompactSign(Buffer.from(canonicalText({ id, salt, dataset })))
        .setProtectedHeader({ alg: 'ES256', kid, typ: DOCUMENT_TYPE })
        .sign(key),
  }
}

/** A salt for a new document. */
export function newSalt(): string {
  return randomBytes(SALT_BYTES).toString('base64url')
}

/** The salt as the item account takes it. */
export function saltHex(salt: string): string {
  return Buffer.from(salt, 'base64url').toString('hex')
}

/** Takes a document apart, strictly: one text, one meaning. Says whether a known key signed it, and leaves the verdict to others. */
export async function readDocument(document: string, trust: Trust): Promise<ReadDocument> {
  const [header = '', payload = '', signature = '', ...more] = document.split('.')
  if (more.length > 0 || signature === '') throw new NotADocument('The text is not a compact JWS of three parts.')
  const { kid } = readHeader(header)
  decode(signature)
  const content = readPayload(payload)
  const signer = trust.key(kid)
  return { content, keyId: kid, signer, signatureHolds: signer !== undefined && (await holds(document, signer)) }
}

async function holds(document: string, { key }: TrustedKey): Promise<boolean> {
  return compactVerify(document, key, { algorithms: ['ES256'] }).then(
    () => true,
    () => false,
  )
}

function readHeader(part: string): { readonly kid: string } {
  const header = readJson(decode(part), 'header')
  const names = Object.keys(header).sort().join(' ')
  const { alg, kid, typ } = header
  if (names !== 'alg kid typ' || alg !== 'ES256' || typ !== DOCUMENT_TYPE || typeof kid !== 'string') {
    throw new NotADocument(`The header must hold alg ES256, typ ${DOCUMENT_TYPE} and kid, nothing else.`)
  }
  return { kid }
}

function readPayload(part: string): DocumentContent {
  const bytes = decode(part)
  const { id, salt, dataset, ...more } = readJson(bytes, 'payload')
  if (typeof salt !== 'string' || !isSalt(salt) || Object.keys(more).length > 0) {
    throw new NotADocument('The payload must hold id, salt (128 bits) and dataset, nothing else.')
  }
  try {
    const content = { id: parseCertificateId(id), salt, dataset }
    if (canonicalText(content) === bytes.toString('utf8')) return content
  } catch {
    throw new NotADocument('The payload must hold a certificate id and a dataset that JSON can represent.')
  }
  throw new NotADocument('The payload is not in canonical form.')
}

function isSalt(salt: string): boolean {
  const bytes = Buffer.from(salt, 'base64url')
  return bytes.length === SALT_BYTES && bytes.toString('base64url') === salt
}

/** base64url has several spellings of the same bytes; only the one without spare bits counts. */
function decode(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (bytes.toString('base64url') !== part) throw new NotADocument('A part of the document is not base64url.')
  return bytes
}

function readJson(bytes: Buffer, name: string): Readonly<Record<string, unknown>> {
  try {
    const value = parseStrictJson(bytes, DEPTH)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error
    throw new NotADocument(`The ${name} is not strict JSON: ${error.message}`)
  }
  throw new NotADocument(`The ${name} is not an object.`)
}

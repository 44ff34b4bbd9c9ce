import type { CertificateId } from '../certificate-id'
import { parseAuthorityId, parseCertificateId, parseCertificateNumber } from '../certificate-id'
import type { DocumentHash } from '../hash'
import { parseMemberCode } from '../member'
import { Refusal } from '../refusal'
import { malformed, parseObject, parseText, parseWholeNumber } from '../shape'
import type { Unjudged } from '../shape'
import { asciiBytes, readCompact } from './compact-jws'
import { documentHashBy } from './document-hash'
import type { CompactJws } from './compact-jws'
import type { Cryptography } from './cryptography'
import { reveal } from './reveal'
import type { Part, Revealed } from './reveal'
import { readManifest } from './manifest'
import { NotADocument } from './not-a-document'
import { CREDENTIAL_TYPE, SALT_BYTES, SEALED_CLAIMS, SEALED_LIMITS, SEALED_TYPE } from './profile'
import type { StatusReference } from './profile'
import { isSalt, parseItemSalts } from './salt'
import { readShownPart } from './shown-part'

/** A sealed document that was taken apart. Nothing is checked yet but its form and its disclosures. */
export interface SealedDocument extends Revealed, CompactJws {
  /** The part that the authority signed: the same for every redaction. */
  readonly signed: string
  readonly documentHash: DocumentHash
  readonly id: CertificateId
  /** 128 bits, base64url. */
  readonly salt: string
  /** The salts (hex) of items that count in the unit of another certificate's item. */
  readonly itemSalts: Readonly<Record<string, string>> | undefined
  /** Seconds since 1970. */
  readonly sealedAt: number
  readonly status: StatusReference
  readonly officialSignature: string | undefined
}

/** Takes a sealed document apart, strictly; throws `NotADocument` and nothing else. */
export function readSealed(text: string, cryptography: Pick<Cryptography, 'digest'>): SealedDocument {
  const [signed, ...disclosures] = split(text)
  if (signed === undefined) throw new NotADocument('The text is empty.')
  const jws = readCompact(signed.bytes, SEALED_TYPE)
  const claims = readClaims(jws.payload)
  const manifest = readManifest(claims.manifest)
  const revealed = reveal(readShownPart(claims.dataset, manifest), manifest, disclosures, cryptography)
  return {
    ...jws,
    ...claims,
    ...revealed,
    signed: signed.text,
    documentHash: documentHashBy(cryptography, signed.bytes),
  }
}

function split(text: string): readonly Part[] {
  if (text.length > SEALED_LIMITS.characters) {
    throw new NotADocument(`A document has at most ${SEALED_LIMITS.characters} characters.`)
  }
  const bytes = asciiBytes(text)
  const parts: Part[] = []
  let from = 0
  for (let to = bytes.indexOf(TILDE); to >= 0; to = bytes.indexOf(TILDE, from)) {
    if (parts.length > SEALED_LIMITS.disclosures) {
      throw new NotADocument(`A document has at most ${SEALED_LIMITS.disclosures} disclosures.`)
    }
    parts.push({ text: text.slice(from, to), bytes: bytes.subarray(from, to) })
    from = to + 1
  }
  if (from === bytes.length && from > 0) return parts
  throw new NotADocument('An SD-JWT ends with a tilde; documents bound to a holder’s key are not of this profile.')
}

const TILDE = 126

interface Claims extends Pick<
  SealedDocument,
  'id' | 'salt' | 'itemSalts' | 'sealedAt' | 'status' | 'officialSignature'
> {
  readonly manifest: unknown
  readonly dataset: Unjudged
}

function readClaims(payload: Unjudged): Claims {
  try {
    const { official_signature: official } = payload
    if (payload.vct !== CREDENTIAL_TYPE) throw malformed('vct', `must be ${CREDENTIAL_TYPE}`)
    if (payload._sd_alg !== 'sha-256') throw malformed('_sd_alg', 'must be sha-256')
    if (official !== undefined && typeof official !== 'string') throw malformed('official_signature', 'must be text')
    return {
      id: parseCertificateId(payload.id),
      salt: readSalt(payload.salt),
      itemSalts: parseItemSalts(payload.item_salts, 'item_salts'),
      sealedAt: parseWholeNumber(payload.iat, 'iat', 0, Number.MAX_SAFE_INTEGER),
      status: readStatus(payload.status),
      officialSignature: official,
      manifest: payload.manifest,
      dataset: datasetOf(payload),
    }
  } catch (error) {
    if (error instanceof Refusal) throw new NotADocument(`A claim is not as it must be: ${error.detail}.`)
    throw error
  }
}

const TECHNICAL: ReadonlySet<string> = new Set(SEALED_CLAIMS)

function datasetOf(payload: Unjudged): Unjudged {
  const dataset: Record<string, unknown> = {}
  for (const name of Object.keys(payload)) if (!TECHNICAL.has(name)) dataset[name] = payload[name]
  return dataset
}

function readSalt(salt: unknown): string {
  if (isSalt(salt)) return salt
  throw malformed('salt', `must be ${SALT_BYTES} bytes in base64url`)
}

const CHANNEL = /^[a-z][a-z0-9.-]*$/
const CHANNEL_LENGTH = 249

function readStatus(input: unknown): StatusReference {
  const { register } = parseObject(input, 'status', ['register'])
  const { channel, issuer, number } = parseObject(register, 'status.register', ['channel', 'issuer', 'number'])
  const { member, authority } = parseObject(issuer, 'status.register.issuer', ['member', 'authority'])
  return {
    channel: parseText(channel, 'status.register.channel', CHANNEL, CHANNEL_LENGTH, 'the name of a channel'),
    issuer: {
      member: parseMemberCode(member, 'status.register.issuer.member'),
      authority: parseAuthorityId(authority, 'status.register.issuer.authority'),
    },
    number: parseCertificateNumber(number, 'status.register.number'),
  }
}

import type { CertificateReference } from '../certificate-id'
import { check } from '../check/answer'
import type { Check } from '../check/answer'
import type { CompactJws } from './compact-jws'
import type { ChainResult } from './cryptography'
import type { ExamineContext } from './examine'
import { unlessRefused } from './not-a-document'
import { readOfficialSignature } from './official'
import { jwkThumbprint } from './thumbprint'
import { isInForce } from './trust-snapshot'
import type { KeyOfAuthority, KeyUse, TrustedKey } from './trust-snapshot'

/** What is signed, by whom, for which certificate, on which day. */
export interface Signed extends CompactJws {
  readonly reference: CertificateReference | undefined
  /** The civil day of issue; undefined when it cannot be read. */
  readonly issueDay: string | undefined
  /** Seconds since 1970; older documents do not say. */
  readonly sealedAt?: number
  readonly officialSignature?: string | undefined
}

/** Whether the authority's seal holds: by a key of the very authority that the document names, in force on the day of issue. */
export async function signatureChecks(signed: Signed, context: ExamineContext): Promise<Check[]> {
  if (context.trust === undefined) return [check('signature', 'unknown', 'TRUST_MISSING')]
  const found = context.trust.keys.get(signed.keyId)
  if (found === undefined) return [check('signature', 'unknown', 'SIGNATURE_KEY_UNKNOWN')]
  const { key, authority } = found
  if (!(await context.cryptography.verify(key.publicJwk, signed.signingInput, signed.signature))) {
    return [check('signature', 'fail', 'SIGNATURE_INVALID')]
  }
  if (!isOf(found, signed, 'seal')) return [check('signature', 'fail', 'SIGNATURE_KEY_OF_ANOTHER')]
  return [keyCheck(key, signed), ...authorityCheck(authority.active, signed)]
}

function isOf({ authority, key }: KeyOfAuthority, { reference }: Signed, use: KeyUse): boolean {
  return authority.member === reference?.issuingMember && authority.id === reference.authority && key.use === use
}

function keyCheck(key: TrustedKey, { issueDay, sealedAt }: Signed): Check {
  if (issueDay === undefined || !isInForce(key, issueDay)) {
    return check('signature', 'fail', 'SIGNATURE_KEY_NOT_IN_FORCE')
  }
  if (key.compromisedFrom === undefined) return check('signature', 'pass', 'SIGNATURE_VALID')
  const since = Date.parse(key.compromisedFrom) / 1000
  const signedAt = sealedAt ?? Date.parse(issueDay) / 1000
  // Whoever has the key can write any time into a document; what the register has seen before cannot be made up later.
  return signedAt >= since
    ? check('signature', 'fail', 'SIGNATURE_KEY_COMPROMISED')
    : check('signature', 'unknown', 'SIGNATURE_KEY_COMPROMISED_LATER')
}

function authorityCheck(active: KeyOfAuthority['authority']['active'], { issueDay }: Signed): Check[] {
  if (active.length === 0) return []
  const wasActive = issueDay !== undefined && active.some((period) => isInForce(period, issueDay))
  return [
    wasActive ? check('authority', 'pass', 'AUTHORITY_ACTIVE') : check('authority', 'fail', 'AUTHORITY_NOT_ACTIVE'),
  ]
}

const CHAIN: Readonly<Record<ChainResult, Check>> = {
  anchored: check('certificate-chain', 'pass', 'CHAIN_HOLDS'),
  'not-anchored': check('certificate-chain', 'unknown', 'CHAIN_NOT_ANCHORED'),
  broken: check('certificate-chain', 'fail', 'CHAIN_BROKEN'),
  'not-in-force': check('certificate-chain', 'fail', 'CHAIN_NOT_IN_FORCE'),
}

/** Whether the certificates in a document are those of its key, and lead to an anchor of the issuing member. */
export async function chainCheck(signed: Signed, { trust, cryptography }: ExamineContext): Promise<Check[]> {
  const { certificateChain, sealedAt, keyId, reference } = signed
  if (certificateChain.length === 0 || sealedAt === undefined || trust === undefined) return []
  const anchors = trust.snapshot.anchors.filter(({ member }) => member === reference?.issuingMember)
  const { result, publicJwk } = await cryptography.followChain(
    certificateChain,
    anchors.map(({ certificate }) => certificate),
    new Date(Math.min(sealedAt, LAST_SECOND) * 1000).toISOString(),
  )
  if (publicJwk !== undefined && jwkThumbprint(publicJwk, cryptography) !== keyId) {
    return [check('certificate-chain', 'fail', 'CHAIN_OF_ANOTHER_KEY')]
  }
  // Where a member recognises no certificate authority, its keys are known by their thumbprints alone.
  return result === 'not-anchored' && anchors.length === 0 ? [] : [CHAIN[result]]
}

// The end of the year 9999, after which a date has no form that others would read.
const LAST_SECOND = 253_402_300_799

/** Whether the official's signature, if there is one, is by a key of an official of the same authority. */
export async function officialCheck(signed: Signed, context: ExamineContext): Promise<Check[]> {
  const { officialSignature, payload } = signed
  if (officialSignature === undefined) return []
  const official = unlessRefused(() => readOfficialSignature(officialSignature, payload))
  if (official?.isOfThis !== true) return [check('official-signature', 'fail', 'OFFICIAL_SIGNATURE_INVALID')]
  const found = context.trust?.keys.get(official.keyId)
  if (found === undefined || !isOf(found, signed, 'official')) {
    return [check('official-signature', 'unknown', 'OFFICIAL_KEY_UNKNOWN')]
  }
  const { key } = found
  if (!(await context.cryptography.verify(key.publicJwk, official.signingInput, official.signature))) {
    return [check('official-signature', 'fail', 'OFFICIAL_SIGNATURE_INVALID')]
  }
  return [officialKeyCheck(key, signed)]
}

function officialKeyCheck(key: TrustedKey, { issueDay }: Signed): Check {
  const inForce = issueDay !== undefined && isInForce(key, issueDay) && key.compromisedFrom === undefined
  return inForce
    ? check('official-signature', 'pass', 'OFFICIAL_SIGNATURE_VALID')
    : check('official-signature', 'fail', 'OFFICIAL_KEY_NOT_IN_FORCE')
}

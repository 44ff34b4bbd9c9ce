import { parseAuthorityId, parseCertificateId } from './certificate-id'
import type { CertificateId } from './certificate-id'
import { parseLastChange, parseRegistrationStamp } from './change'
import type { LastChange, RegistrationStamp } from './change'
import { parseItemAccount } from './item-account'
import type { ItemAccount } from './item-account'
import { LIMITS } from './limits'
import { parseMemberCode } from './member'
import type { MemberCode } from './member'
import { parseRegistered, requireAscending } from './registration'
import type { Registration } from './registration'
import { malformed, parseList, parseObject, parseWord } from './shape'

/** What may be true of the document itself. Expiry is derived from dates, never stored. */
export const DOCUMENT_STATES = ['issued', 'replaced', 'cancelled', 'annulled'] as const

/** One of the states of the document. */
export type DocumentState = (typeof DOCUMENT_STATES)[number]

/** How far the document has come on its way to the importing member. */
export const DELIVERY_STATES = ['registered', 'delivered', 'acknowledged', 'failed'] as const

/** One of the states of delivery. */
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** How far a verification case about the certificate has come. */
export const VERIFICATION_STATES = ['none', 'open', 'answered', 'determined'] as const

/** One of the states of verification. */
export type VerificationState = (typeof VERIFICATION_STATES)[number]

/** Which certificates a certificate is connected with. */
export interface CertificateLinks {
  readonly replaces: CertificateId | null
  readonly replacedBy: CertificateId | null
  readonly originals: readonly CertificateId[]
}

/** The states that move independently of each other; use is derived per item from its account. */
export interface CertificateStates {
  readonly document: DocumentState
  readonly delivery: DeliveryState
  readonly verification: VerificationState
}

/** What the shared register knows of one certificate. Everybody on the channel can read it: nothing in clear. */
export interface CertificateRecord extends Omit<Registration, 'items'> {
  readonly formatVersion: 1
  readonly issuingMember: MemberCode
  readonly authority: string
  readonly items: readonly ItemAccount[]
  readonly links: CertificateLinks
  readonly states: CertificateStates
  /** Into which member it was issued; `importingMember` is that of today. */
  readonly registeredFor: MemberCode
  /** True when importing customs have closed it: nothing more of it will be used. */
  readonly acquitted: boolean
  readonly registration: RegistrationStamp
  /** The true copies of it that were certified, the oldest first; absent where there is none. */
  readonly copies?: readonly LastChange[]
  /** What ended it; absent while it is in force. */
  readonly ended?: LastChange
  readonly lastChange: LastChange
}

const FIELDS = [
  'formatVersion',
  'id',
  'issuingMember',
  'authority',
  'agreement',
  'agreementVersion',
  'kind',
  'importingMember',
  'documentHash',
  'documentFormat',
  'keyId',
  'issueDate',
  'validUntil',
  'items',
  'links',
  'states',
  'registeredFor',
  'acquitted',
  'registration',
  'lastChange',
] as const satisfies readonly (keyof CertificateRecord)[]

/** Accepts a record of the register, whole and with nothing else in it. */
export function parseCertificateRecord(input: unknown, field = 'record'): CertificateRecord {
  const entry = parseObject(input, field, FIELDS, ['copies', 'ended'])
  if (entry.formatVersion !== 1) throw malformed(`${field}.formatVersion`, 'must be 1')
  const items = parseList(entry.items, `${field}.items`, [1, LIMITS.itemsPerCertificate], parseItemAccount)
  requireAscending(items, `${field}.items`)
  return {
    formatVersion: 1,
    id: parseCertificateId(entry.id, `${field}.id`),
    issuingMember: parseMemberCode(entry.issuingMember, `${field}.issuingMember`),
    authority: parseAuthorityId(entry.authority, `${field}.authority`),
    ...parseRegistered(entry, field),
    items,
    links: parseLinks(entry.links, `${field}.links`),
    states: parseStates(entry.states, `${field}.states`),
    registeredFor: parseMemberCode(entry.registeredFor, `${field}.registeredFor`),
    acquitted: parseFlag(entry.acquitted, `${field}.acquitted`),
    ...(entry.copies === undefined
      ? {}
      : { copies: parseList(entry.copies, `${field}.copies`, [1, LIMITS.trueCopies], parseLastChange) }),
    ...(entry.ended === undefined ? {} : { ended: parseLastChange(entry.ended, `${field}.ended`) }),
    registration: parseRegistrationStamp(entry.registration, `${field}.registration`),
    lastChange: parseLastChange(entry.lastChange, `${field}.lastChange`),
  }
}

/** What was registered in the beginning, as it can still be read from a record. */
export function registeredPartOf(record: CertificateRecord): Registration {
  return {
    id: record.id,
    agreement: record.agreement,
    agreementVersion: record.agreementVersion,
    kind: record.kind,
    importingMember: record.registeredFor,
    documentHash: record.documentHash,
    documentFormat: record.documentFormat,
    keyId: record.keyId,
    issueDate: record.issueDate,
    validUntil: record.validUntil,
    items: record.items.map(({ seq, issued }) => ({ seq, issued })),
  }
}

function parseFlag(input: unknown, field: string): boolean {
  if (typeof input === 'boolean') return input
  throw malformed(field, 'must be true or false')
}

function parseLinks(input: unknown, field: string): CertificateLinks {
  const { replaces, replacedBy, originals } = parseObject(input, field, ['replaces', 'replacedBy', 'originals'])
  return {
    replaces: replaces === null ? null : parseCertificateId(replaces, `${field}.replaces`),
    replacedBy: replacedBy === null ? null : parseCertificateId(replacedBy, `${field}.replacedBy`),
    originals: parseList(originals, `${field}.originals`, [0, LIMITS.linkedCertificates], parseCertificateId),
  }
}

function parseStates(input: unknown, field: string): CertificateStates {
  const { document, delivery, verification } = parseObject(input, field, ['document', 'delivery', 'verification'])
  return {
    document: parseWord(document, `${field}.document`, DOCUMENT_STATES),
    delivery: parseWord(delivery, `${field}.delivery`, DELIVERY_STATES),
    verification: parseWord(verification, `${field}.verification`, VERIFICATION_STATES),
  }
}

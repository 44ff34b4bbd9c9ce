import type { CertificateRecord } from '../certificate'
import { check } from '../check/answer'
import type { Check } from '../check/answer'
import type { RecordReader } from '../ledger/ledger-state'
import type { MemberCode } from '../member'
import { authorityAsOf } from './as-of'
import { loadAuthority } from './authority-record'
import type { AuthorityRecord } from './authority-record'
import { isWithin } from './fields'
import { loadRecognition } from './recognition-record'

/** A registered certificate as far as the registers say something of it. */
export interface RegisteredIssue {
  readonly member: MemberCode
  readonly authority: string
  readonly agreement: string
  /** The civil day of issue. */
  readonly issueDate: string
  /** When it came into the register. */
  readonly registeredAt: string
  /** The thumbprint of the key that sealed the document; undefined where it was not presented. */
  readonly keyId: string | undefined
}

/** What the registers are asked of a certificate that is registered. */
export function registeredIssueOf(record: CertificateRecord): RegisteredIssue {
  const { issuingMember: member, authority, agreement, issueDate, keyId, registration } = record
  return { member, authority, agreement, issueDate, keyId, registeredAt: registration.registeredAt }
}

/**
 * What the registers add to a check: the authority as of the registration, its key as of the registration, and whether
 * the member that asks recognises the authority, which is a notice and never a reason to refuse.
 */
export async function registerTrustChecks(
  reader: RecordReader,
  issue: RegisteredIssue,
  asking: MemberCode | undefined,
): Promise<readonly Check[]> {
  const record = await loadAuthority(reader, issue.member, issue.authority)
  return [
    ...(record === undefined ? [] : [stateCheck(record, issue), ...keyChecks(record, issue)]),
    ...(asking === undefined || asking === issue.member ? [] : [await recognitionCheck(reader, issue, asking)]),
  ]
}

function stateCheck(record: AuthorityRecord, { registeredAt }: RegisteredIssue): Check {
  return authorityAsOf(record, registeredAt) === 'active'
    ? check('authority', 'pass', 'AUTHORITY_ACTIVE_AT_REGISTRATION')
    : check('authority', 'fail', 'AUTHORITY_NOT_ACTIVE_AT_REGISTRATION')
}

function keyChecks({ keys }: AuthorityRecord, { keyId, registeredAt }: RegisteredIssue): readonly Check[] {
  const since = keys.find(({ thumbprint }) => thumbprint === keyId)?.compromisedFrom ?? null
  if (since === null) return []
  return registeredAt < since
    ? [check('signature', 'pass', 'SIGNATURE_KEY_GOOD_AT_REGISTRATION')]
    : [check('signature', 'fail', 'SIGNATURE_KEY_COMPROMISED')]
}

async function recognitionCheck(reader: RecordReader, issue: RegisteredIssue, asking: MemberCode): Promise<Check> {
  const { member: of, authority, agreement, issueDate } = issue
  const recognition = await loadRecognition(reader, { member: asking, of, authority, agreement })
  return recognition !== undefined && isWithin(recognition, issueDate)
    ? check('recognition', 'pass', 'AUTHORITY_RECOGNISED')
    : check('recognition', 'pass', 'RECOGNITION_MISSING')
}

/**
 * Takes back the doubt about a key that came into the wrong hands later, where the register had the document before:
 * what the register has seen before cannot be made up later.
 */
function settleCompromise(authenticity: readonly Check[], added: readonly Check[]): readonly Check[] {
  const good = added.some(({ code }) => code === 'SIGNATURE_KEY_GOOD_AT_REGISTRATION')
  return good ? authenticity.filter(({ code }) => code !== 'SIGNATURE_KEY_COMPROMISED_LATER') : authenticity
}

/** What came of looking at a document by itself, settled and completed by what the registers say of its authority. */
export function withTrust(authenticity: readonly Check[], trust: readonly Check[]): readonly Check[] {
  const settled = settleCompromise(authenticity, trust)
  return [...settled, ...trust.filter(({ code }) => !settled.some((known) => known.code === code))]
}

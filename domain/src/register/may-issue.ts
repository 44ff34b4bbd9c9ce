import type { AgreementProfile } from '../agreements/profile'
import { civilDate } from '../calendar/civil-date'
import { daysBetween } from '../calendar/day'
import type { LateRegistrationReason } from '../certificate/words'
import type { IsoDate } from '../date'
import type { RecordReader } from '../ledger/ledger-state'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { authorityAsOf, keyAsOf, wasActiveOn } from './as-of'
import { loadAuthority } from './authority-record'
import type { AuthorityRecord } from './authority-record'
import { keyNamed } from './decide-key'
import { profileInForce } from './in-force'
import { DAYS_UNTIL_LATE } from './words'

/** A certificate as far as the registers decide whether it may be issued. */
export interface IssueQuestion {
  readonly member: MemberCode
  readonly authority: string
  /** The thumbprint of the key that sealed the document; undefined where the registration names none. */
  readonly keyId: string | undefined
  readonly agreement: string
  readonly agreementVersion: string
  readonly importingMember: MemberCode
  /** The civil day of issue. */
  readonly issueDate: IsoDate
  /** The transaction's time: the time of registration. */
  readonly time: string
  /** Why it is registered late; null if it is not, or if no reason is given. */
  readonly late: LateRegistrationReason | null
}

/**
 * Whether an authority may register a certificate now: active on the day of issue and at this time, its key in force on
 * the day and not in the wrong hands by now, the profile in force between the two members on the day. Gives the profile.
 * @throws Refusal that names the rule and the date.
 */
export async function requireMayIssue(reader: RecordReader, question: IssueQuestion): Promise<AgreementProfile> {
  requireReason(question)
  const record = await loadAuthority(reader, question.member, question.authority)
  if (record === undefined) {
    throw new Refusal('AUTHORITY_UNKNOWN', `authority: ${question.member} has declared none of this id`)
  }
  requireActive(record, question)
  if (question.keyId !== undefined) requireKey(record, question.keyId, question)
  const { agreement, agreementVersion: version, member: issuingMember, importingMember, issueDate: date } = question
  return profileInForce(reader, { agreement, version, issuingMember, importingMember, date })
}

/** True if a certificate is registered so long after its issue that a reason must be given, which marks it. */
export function isLate(issueDate: IsoDate, registeredAt: string, member: MemberCode): boolean {
  return daysBetween(issueDate, civilDate(registeredAt, member)) > DAYS_UNTIL_LATE
}

/** Refuses a certificate that is registered late without a reason. @throws Refusal LATE_REASON_MISSING */
export function requireReason({
  issueDate,
  time,
  member,
  late,
}: Pick<IssueQuestion, 'issueDate' | 'time' | 'member' | 'late'>): void {
  if (late !== null || !isLate(issueDate, time, member)) return
  throw new Refusal('LATE_REASON_MISSING', `late: issued on ${issueDate}, more than ${DAYS_UNTIL_LATE} days ago`)
}

function requireActive(record: AuthorityRecord, { issueDate, time }: IssueQuestion): void {
  const refuse = (why: string): Refusal => new Refusal('AUTHORITY_NOT_ACTIVE', `authority: ${record.id} ${why}`)
  if (!record.functions.includes('issuing')) throw refuse('does not issue')
  const now = authorityAsOf(record, time) ?? 'not notified'
  if (now !== 'active') throw refuse(`is ${now} at the time of registration`)
  if (!wasActiveOn(record, issueDate)) throw refuse(`was not active on the day of issue, ${issueDate}`)
}

const WORDS = {
  'not-yet-valid': 'was not valid yet',
  ended: 'was no longer valid',
  revoked: 'was revoked before the registration',
  compromised: 'was reported to be in the wrong hands before the registration',
} as const

function requireKey(record: AuthorityRecord, keyId: string, { issueDate, time }: IssueQuestion): void {
  const key = keyNamed(record, keyId)
  if (key.use !== 'seal') throw new Refusal('KEY_NOT_VALID', 'key: signs for an official and does not seal')
  const standing = keyAsOf(key, issueDate, time)
  if (standing === 'valid') return
  const when = standing === 'ended' || standing === 'not-yet-valid' ? ` on the day of issue, ${issueDate}` : ''
  throw new Refusal('KEY_NOT_VALID', `key: ${WORDS[standing]}${when}`)
}

import type { Caller } from '../caller'
import type { DocumentState } from '../certificate'
import { parseAuthorityId } from '../certificate-id'
import { civilDate } from '../calendar/civil-date'
import type { IsoDate } from '../date'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import type { RegisteredCertificate } from './registered'
import type { OpenStatus } from './account'
import { NEXT } from './steps'

/** For whom the caller issues: a member of the network, and one of its authorities. */
export function requireIssuer(caller: Caller): Pick<RegisteredCertificate, 'issuingMember' | 'authority'> {
  const issuingMember = parseMemberCode(caller.organisation, 'caller')
  if (caller.authority === undefined) {
    throw new Refusal('CALLER_NOT_ISSUING_AUTHORITY', 'caller: acts for no issuing authority')
  }
  return { issuingMember, authority: parseAuthorityId(caller.authority, 'caller') }
}

/** Refuses whoever does not act for the authority that issued it. */
export function requireIssuingSide(
  { issuingMember, authority }: Pick<RegisteredCertificate, 'issuingMember' | 'authority'>,
  caller: Caller,
): void {
  if (caller.organisation !== issuingMember) {
    throw new Refusal(
      'CALLER_NOT_ISSUING_MEMBER',
      `caller: ${caller.organisation} did not issue it, ${issuingMember} did`,
    )
  }
  if (caller.authority !== authority) {
    throw new Refusal('CALLER_NOT_ISSUING_AUTHORITY', `caller: another authority of ${issuingMember} issued it`)
  }
}

/** Refuses whoever does not act for the member into which it imports today. */
export function requireImportingSide(importingMember: MemberCode, caller: Caller): void {
  if (caller.organisation === importingMember) return
  throw new Refusal('CALLER_NOT_IMPORTING_MEMBER', `caller: it imports into ${importingMember}`)
}

/** Refuses a certificate that is no longer in force, and says what ended it. */
export function requireInForce({ document, ended }: OpenStatus): void {
  if (document === 'issued') return
  throw new Refusal(
    'CERTIFICATE_WITHDRAWN',
    `certificate: ${document}${ended?.reason == null ? '' : `, ${ended.reason}`}`,
  )
}

/** Refuses a certificate that importing customs have closed. */
export function requireNotAcquitted({ acquitted }: OpenStatus): void {
  if (acquitted) throw new Refusal('CERTIFICATE_ACQUITTED', 'certificate: is acquitted')
}

/** The state that follows, if it may follow. */
export function advance(from: DocumentState, to: DocumentState): DocumentState {
  if (!NEXT[from].includes(to)) throw new Refusal('TRANSITION_NOT_ALLOWED', `document: ${from} → ${to}`)
  return to
}

/** Refuses a day that has not come at an office of the member. */
export function requireNotInFuture(date: IsoDate, time: string, member: MemberCode, field: string): void {
  const today = civilDate(time, member)
  if (date > today) throw new Refusal('DATE_IN_FUTURE', `${field}: ${date} is after today, ${today}`)
}

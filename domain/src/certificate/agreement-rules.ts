import { isBinding, isKnown } from '../agreements/evidence'
import type { Rule } from '../agreements/evidence'
import type { AgreementProfile, BackToBackRule } from '../agreements/profile'
import { valueOn } from '../agreements/since'
import { calendarOf } from '../calendar/calendars'
import { endOfPeriod, printPeriod } from '../calendar/period'
import type { IsoDate } from '../date'
import { Refusal } from '../refusal'
import { isUntouchedStatus } from './account'
import type { OpenStatus } from './account'
import type { RegisteredCertificate } from './registered'

/** By what a certificate is judged; undefined where nobody knows its agreement in the version that it names. */
export type Rules = AgreementProfile | undefined

/** Refuses more items, or a longer validity, than the agreement allows. */
export function requireWithinAgreement(registered: RegisteredCertificate, rules: Rules): void {
  if (rules === undefined) return
  const { issuingMember, issueDate, validUntil, items } = registered
  const most = valueOn(binding(rules.itemLimit) ?? [], issueDate)
  if (most != null && items.length > most) throw broken('items', `the agreement allows ${most}`)
  const validity = binding(rules.validity)
  if (validity === undefined) return
  const last = endOfPeriod(issueDate, validity, calendarOf(issuingMember)).date
  if (validUntil > last) throw broken('validUntil', `the agreement allows ${printPeriod(validity)}`)
}

/** Refuses to draw from certificates of another member where the agreement does not let one. */
export function requireDrawingAllowed(rules: Rules, originals: number): void {
  const rule = rules === undefined ? undefined : binding<BackToBackRule>(rules.backToBack)
  if (rule === undefined) return
  if (!rule.allowed) throw broken('kind', 'it has no back-to-back certificates')
  if (originals > 1 && !rule.severalOriginals) throw broken('items', 'all are drawn from one certificate')
}

/** Refuses a certificate in the place of another one that the agreement does not have, or not any more. */
export function requireReplacementAllowed(
  rules: Rules,
  { issueDate, issuingMember }: RegisteredCertificate,
  { replaces, issueDate: newDate }: RegisteredCertificate,
): void {
  if (replaces?.reason === 'certified-true-copy') {
    throw broken('replaces.reason', 'a true copy has the number of its certificate, and is certified by certifyCopy')
  }
  const rule = rules?.reissue === undefined ? undefined : binding(rules.reissue)
  if (replaces?.reason !== 'reissued' || rule === undefined) return
  const last = endOfPeriod(issueDate, rule, calendarOf(issuingMember)).date
  if (newDate > last) throw broken('issueDate', `certificates are issued again within ${printPeriod(rule)}`)
}

/** Refuses a certified true copy that the agreement does not have, or not any more. */
export function requireCopyAllowed(
  rules: Rules,
  { registered, status }: { readonly registered: RegisteredCertificate; readonly status: OpenStatus },
  copyDate: IsoDate,
): void {
  const rule = rules === undefined ? undefined : binding(rules.trueCopy)
  if (rule === undefined) throw broken('certificate', 'it is not known to have certified true copies')
  if (rule.onlyIfUnused && !isUntouchedStatus(status))
    throw new Refusal('CERTIFICATE_USED', 'certificate: something of it is used')
  if (rule.limit === null) return
  const last = endOfPeriod(registered.issueDate, rule.limit, calendarOf(registered.issuingMember)).date
  if (copyDate > last) throw broken('certificate', `true copies are made within ${printPeriod(rule.limit)}`)
}

/** True where all that is used of a certificate must be for one declaration. */
export function coversOneShipment(rules: Rules): boolean {
  return rules !== undefined && binding(rules.shipments)?.covers === 'single'
}

function binding<T>(rule: Rule<T>): T | undefined {
  return isKnown(rule) && isBinding(rule) ? rule.value : undefined
}

function broken(field: string, rule: string): Refusal {
  return new Refusal('AGREEMENT_NOT_FOLLOWED', `${field}: ${rule}`)
}

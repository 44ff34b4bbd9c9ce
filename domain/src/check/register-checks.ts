import { canonicalText } from '../canonical'
import { registeredPartOf } from '../certificate'
import type { CertificateRecord } from '../certificate'
import type { MemberDataset } from '../dataset/parse'
import { daysBetween } from '../calendar/day'
import { isDate } from '../date'
import type { IsoDate } from '../date'
import { DAYS_UNTIL_LATE } from '../register/words'
import { isObject } from '../shape'
import { unusedOf } from '../item-account'
import { Refusal } from '../refusal'
import { registrationOf } from '../registration'
import type { Registration } from '../registration'
import type { Ancestor } from '../certificate/ancestor'
import { ancestryChecks } from './ancestry-checks'
import { check } from './answer'
import type { Check } from './answer'
import { showsRegistered } from './form-checks'
import type { Presented, ReadContent } from './presented'
import type { CheckCode, CheckResult } from './words'

/** What the register shows, and when somebody looked at it. */
export interface RegisterView {
  /** The record under the claimed id; undefined when nobody registered it. */
  readonly record: CertificateRecord | undefined
  /** False when the register that was read may be behind: what it has not seen, it cannot deny. */
  readonly registerIsCurrent: boolean
  readonly today: IsoDate
  /** Since which day the issuing member registers every certificate, as it declares; null or absent if not all are. */
  readonly registersEverythingSince?: IsoDate | null
  /** What the certificate comes from; left out where nobody looked. */
  readonly ancestors?: readonly Ancestor[]
}

/** Whether this very document was registered, and by the one who says so. */
export function registrationChecks(presented: Presented, view: RegisterView): Check[] {
  const { record } = view
  return [hashCheck(presented, record), issuerCheck(presented, view), ...lateCheck(record)]
}

// Not registered is not forged: the issuer may be late, or register elsewhere, unless it says that it never does.
function absenceCheck({ content }: Presented, view: RegisterView): Check {
  const { registersEverythingSince: since = null, registerIsCurrent, today } = view
  const issued = since === null ? undefined : issueDayOf(content?.dataset)
  const isMissing = since !== null && issued !== undefined && registerIsCurrent && since <= issued
  // What is not late yet may be on its way.
  return isMissing && daysBetween(issued, today) > DAYS_UNTIL_LATE
    ? check('registration', 'fail', 'NOT_REGISTERED_BY_WHO_REGISTERS_ALL', `Since: ${since}.`)
    : check('registration', 'unknown', 'NOT_REGISTERED')
}

function issueDayOf(dataset: unknown): IsoDate | undefined {
  const time = isObject(dataset) ? dataset.issueDateTime : undefined
  const day = typeof time === 'string' ? time.slice(0, 10) : ''
  return isDate(day) ? day : undefined
}

// A notice: late registration is allowed with a reason, and whoever checks is told.
function lateCheck(record: CertificateRecord | undefined): readonly Check[] {
  const late = record?.registration.late
  return late === undefined ? [] : [check('registration', 'pass', 'REGISTERED_LATE', `Reason: ${late}.`)]
}

/** Whether the certificate still stands. */
export function statusChecks(view: RegisterView): Check[] {
  return [
    stateCheck(view),
    ...ancestryChecks(view.ancestors ?? []),
    validityCheck(view.record?.validUntil, view.today, 'NOT_REGISTERED'),
    ...quantityChecks(view),
    currentCheck(view),
  ]
}

function hashCheck({ documentHash }: Presented, record: CertificateRecord | undefined): Check {
  if (record === undefined) return check('document-hash', 'unknown', 'HASH_NOT_COMPARABLE')
  if (documentHash === undefined) return check('document-hash', 'unknown', 'HASH_NOT_PRESENTED')
  return record.documentHash === documentHash
    ? check('document-hash', 'pass', 'HASH_REGISTERED')
    : check('document-hash', 'fail', 'HASH_DIFFERENT')
}

function issuerCheck(presented: Presented, view: RegisterView): Check {
  const { record } = view
  const { reference } = presented
  if (record === undefined) return absenceCheck(presented, view)
  if (reference === undefined) return check('registration', 'unknown', 'ISSUER_NOT_READABLE')
  const own = record.issuingMember === reference.issuingMember && record.authority === reference.authority
  return own
    ? check('registration', 'pass', 'REGISTERED_BY_ISSUER')
    : check('registration', 'fail', 'REGISTERED_BY_ANOTHER')
}

const STATE: Readonly<Record<CertificateRecord['states']['document'], readonly [CheckResult, CheckCode]>> = {
  issued: ['pass', 'IN_FORCE'],
  cancelled: ['fail', 'CANCELLED'],
  replaced: ['fail', 'REPLACED'],
  annulled: ['fail', 'ANNULLED'],
}

function stateCheck({ record }: RegisterView): Check {
  return record === undefined
    ? check('document-state', 'unknown', 'NOT_REGISTERED')
    : check('document-state', ...STATE[record.states.document])
}

/** Whether the last day of validity has passed; where it is not known, `unknown` says why. */
export function validityCheck(
  validUntil: string | undefined,
  today: IsoDate,
  unknown: 'NOT_REGISTERED' | 'CONTENT_NOT_PRESENTED',
): Check {
  if (validUntil === undefined) return check('validity-period', 'unknown', unknown)
  if (today > validUntil) return check('validity-period', 'fail', 'EXPIRED')
  // Zones: on the day of issue it may still be the day before where the document is checked.
  return check('validity-period', 'pass', 'WITHIN_VALIDITY')
}

function quantityChecks({ record }: RegisterView): readonly Check[] {
  if (record === undefined) return [check('quantity', 'unknown', 'NOT_REGISTERED')]
  // Nothing is left of what was withdrawn, but nobody used it up: that it was withdrawn is the one reason.
  if (record.states.document !== 'issued') return []
  const left = record.items.some((item) => unusedOf(item) > 0n)
  return [left ? check('quantity', 'pass', 'QUANTITY_LEFT') : check('quantity', 'fail', 'QUANTITY_USED_UP')]
}

function currentCheck({ registerIsCurrent }: RegisterView): Check {
  return registerIsCurrent
    ? check('register', 'pass', 'REGISTER_CURRENT')
    : check('register', 'unknown', 'REGISTER_BEHIND')
}

/** Whether what the document says of agreement, countries, dates and quantities is what was registered. */
export function entryCheck(content: ReadContent | undefined, record: CertificateRecord | undefined): Check {
  if (record === undefined) return check('register-entry', 'unknown', 'NOT_REGISTERED')
  if (content === undefined) return check('register-entry', 'unknown', 'CONTENT_NOT_PRESENTED')
  if (!showsRegistered(content.reading)) return check('register-entry', 'unknown', 'ENTRY_NOT_COMPARABLE')
  return compareEntry(content, record)
}

function compareEntry(content: ReadContent, record: CertificateRecord): Check {
  const shown = registrationShown(content, record)
  if (shown === undefined) return check('register-entry', 'fail', 'DIFFERS_FROM_REGISTER', 'See: salt.')
  const registered = registeredPartOf(record)
  const differing = COMPARED.filter((name) => canonicalText(shown[name]) !== canonicalText(registered[name]))
  return differing.length === 0
    ? check('register-entry', 'pass', 'AGREES_WITH_REGISTER')
    : check('register-entry', 'fail', 'DIFFERS_FROM_REGISTER', `See: ${differing.join(', ')}.`)
}

// The document's own hash, format and key are compared apart; here they are the register's.
function registrationShown({ dataset, ...content }: ReadContent, record: CertificateRecord): Registration | undefined {
  const { documentHash, documentFormat, keyId } = record
  try {
    return registrationOf({ ...content, dataset: dataset as MemberDataset, documentHash, documentFormat, keyId })
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

const COMPARED = [
  'id',
  'agreement',
  'agreementVersion',
  'kind',
  'importingMember',
  'issueDate',
  'validUntil',
  'items',
] as const satisfies readonly (keyof Registration)[]

import { canonicalText } from '../canonical'
import { registeredPartOf } from '../certificate'
import type { CertificateRecord } from '../certificate'
import type { CertificateId } from '../certificate-id'
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
import { changesEntitled, registrationEntitled } from './entitlement'
import type { Entitlement } from './entitlement'
import type { CapabilityMode } from '../register/words'
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
  /** How the importing member takes certificates of the agreement; left out where it has not said so. */
  readonly importMode?: CapabilityMode | undefined
  /** What the certificate comes from; left out where nobody looked. */
  readonly ancestors?: readonly Ancestor[]
  /** Left out where nobody has run the changes again. */
  readonly entitlement?: Entitlement | undefined
  /** True where a number was all there was to look by, and a certificate of two other members cannot be found by it. */
  readonly mayBeOfOthers?: boolean
}

/** Whether this very document was registered, and by the one who says so. */
export function registrationChecks(presented: Presented, view: RegisterView): Check[] {
  const { record } = view
  return [hashCheck(presented, view), issuerCheck(presented, view), ...lateCheck(record), ...registrationEntitled(view)]
}

// Not registered is not forged: the issuer may be late, or register elsewhere, unless it says that it never does.
function absenceCheck({ content }: Presented, view: RegisterView): Check {
  if (view.mayBeOfOthers === true) return check('registration', 'unknown', absenceOf(view))
  const { registersEverythingSince: since = null, registerIsCurrent, today } = view
  const issued = since === null ? undefined : issueDayOf(content?.dataset)
  const isMissing = since !== null && issued !== undefined && registerIsCurrent && since <= issued
  // What is not late yet may be on its way.
  return isMissing && daysBetween(issued, today) > DAYS_UNTIL_LATE
    ? check('registration', 'fail', 'NOT_REGISTERED_BY_WHO_REGISTERS_ALL', `Since: ${since}.`)
    : check('registration', 'unknown', 'NOT_REGISTERED')
}

// Who cannot compute the ids of others must not say that nothing is registered.
function absenceOf({ mayBeOfOthers = false }: RegisterView): Absence {
  return mayBeOfOthers ? 'NOT_FOUND_BY_NUMBER' : 'NOT_REGISTERED'
}

type Absence = 'NOT_REGISTERED' | 'NOT_FOUND_BY_NUMBER'

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
    ...copyCheck(view),
    ...ancestryChecks(view.ancestors ?? []),
    validityCheck(view.record?.validUntil, view.today, absenceOf(view)),
    ...quantityChecks(view),
    ...changesEntitled(view),
    currentCheck(view),
  ]
}

function hashCheck({ documentHash }: Presented, view: RegisterView): Check {
  const { record } = view
  if (record === undefined) {
    return check('document-hash', 'unknown', view.mayBeOfOthers === true ? absenceOf(view) : 'HASH_NOT_COMPARABLE')
  }
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

function stateCheck(view: RegisterView): Check {
  const { record } = view
  return record === undefined
    ? check('document-state', 'unknown', absenceOf(view))
    : check('document-state', ...STATE[record.states.document])
}

// A notice: who holds the one may meet the other, and is told that no quantity is there twice.
function copyCheck({ record }: RegisterView): readonly Check[] {
  const last = record?.copies?.at(-1)
  if (last === undefined) return []
  return [check('document-state', 'pass', 'TRUE_COPY_CERTIFIED', `Last: ${last.changedAt}.`)]
}

/** Whether the last day of validity has passed; where it is not known, `unknown` says why. */
export function validityCheck(
  validUntil: string | undefined,
  today: IsoDate,
  unknown: Absence | 'CONTENT_NOT_PRESENTED',
): Check {
  if (validUntil === undefined) return check('validity-period', 'unknown', unknown)
  if (today > validUntil) return check('validity-period', 'fail', 'EXPIRED')
  // Zones: on the day of issue it may still be the day before where the document is checked.
  return check('validity-period', 'pass', 'WITHIN_VALIDITY')
}

function quantityChecks(view: RegisterView): readonly Check[] {
  const { record } = view
  if (record === undefined) return [check('quantity', 'unknown', absenceOf(view))]
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
export function entryCheck(content: ReadContent | undefined, view: RegisterView & Pick<Presented, 'id'>): Check {
  const { record, id } = view
  if (record === undefined) return check('register-entry', 'unknown', absenceOf(view))
  if (content === undefined) return check('register-entry', 'unknown', 'CONTENT_NOT_PRESENTED')
  if (!showsRegistered(content.reading)) return check('register-entry', 'unknown', 'ENTRY_NOT_COMPARABLE')
  return compareEntry(content, record, id ?? record.id)
}

function compareEntry(content: ReadContent, record: CertificateRecord, id: CertificateId): Check {
  const shown = registrationShown(content, record, id)
  if (shown === undefined) return check('register-entry', 'fail', 'DIFFERS_FROM_REGISTER', 'See: salt.')
  const registered = registeredPartOf(record)
  const differing = COMPARED.filter((name) => canonicalText(shown[name]) !== canonicalText(registered[name]))
  return differing.length === 0
    ? check('register-entry', 'pass', 'AGREES_WITH_REGISTER')
    : check('register-entry', 'fail', 'DIFFERS_FROM_REGISTER', `See: ${differing.join(', ')}.`)
}

// The document's own hash, format and key are compared apart; here they are the register's.
function registrationShown(
  { dataset, ...content }: ReadContent,
  record: CertificateRecord,
  id: CertificateId,
): Registration | undefined {
  const { documentHash, documentFormat, keyId } = record
  try {
    return registrationOf({ ...content, id, dataset: dataset as MemberDataset, documentHash, documentFormat, keyId })
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

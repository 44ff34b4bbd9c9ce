import type { CertificateRecord } from '../certificate'
import { check } from './answer'
import type { Check } from './answer'

/** The transactions by which the register shows what the rules, run again, would not have allowed; by their ids. */
export interface Entitlement {
  /** That wrote the registration itself. */
  readonly registration: readonly string[]
  /** That changed what became of the certificate. */
  readonly changes: readonly string[]
  /** That wrote what it rests on: its authority, its agreement, what it is drawn from. */
  readonly beneath: readonly string[]
}

/** What somebody has looked at who judges whether changes were allowed; no entitlement where nobody has. */
export interface EntitlementView {
  readonly record: CertificateRecord | undefined
  readonly entitlement?: Entitlement | undefined
}

/** Whether whoever registered the certificate was entitled to, and whoever wrote what it rests on. */
export function registrationEntitled({ record, entitlement }: EntitlementView): readonly Check[] {
  if (record === undefined || entitlement === undefined) return []
  const { registration, beneath } = entitlement
  if (registration.length > 0) return [notEntitled(registration)]
  if (beneath.length === 0) return [check('entitlement', 'pass', 'REGISTRATION_ENTITLED')]
  return [check('entitlement', 'unknown', 'RESTS_ON_CHANGE_NOT_ENTITLED', namesOf(beneath))]
}

/** Whether whoever changed it later was entitled to. */
export function changesEntitled({ record, entitlement }: EntitlementView): readonly Check[] {
  if (record === undefined || entitlement === undefined) return []
  const { changes } = entitlement
  return [changes.length > 0 ? notEntitled(changes) : check('entitlement', 'pass', 'CHANGES_ENTITLED')]
}

function notEntitled(transactions: readonly string[]): Check {
  return check('entitlement', 'fail', 'CHANGE_NOT_ENTITLED', namesOf(transactions))
}

function namesOf(transactions: readonly string[]): string {
  const [first = '', ...more] = transactions
  return `Transaction ${first}${more.length > 0 ? ` and ${more.length} more` : ''}.`
}

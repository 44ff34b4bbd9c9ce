import { isUtcTime } from './date'
import { LIMITS } from './limits'
import { malformed, parseObject, parseText, parseWord } from './shape'

/** A step that somebody may take with a certificate. */
export const TRANSITIONS = ['issue', 'cancel'] as const

/** One of the steps. */
export type Transition = (typeof TRANSITIONS)[number]

/** Why a certificate is withdrawn. A closed list, since free text on the ledger could name people or goods. */
export const CANCELLATION_REASONS = [
  'issued-in-error',
  'data-incorrect',
  'goods-not-exported',
  'requested-by-exporter',
  'other',
] as const

/** One of the reasons. */
export type CancellationReason = (typeof CANCELLATION_REASONS)[number]

/** By which request, in which transaction and when (by the submitter's clock) something was written. */
export interface Stamp {
  readonly requestId: string
  readonly transactionId: string
  readonly time: string
}

/** The first entry of a certificate in the register. */
export interface RegistrationStamp {
  readonly requestId: string
  readonly transactionId: string
  readonly registeredAt: string
}

/** The latest change of a certificate in the register. */
export interface LastChange {
  readonly requestId: string
  readonly transactionId: string
  readonly changedAt: string
  readonly transition: Transition
  readonly reason?: CancellationReason
}

const TRANSACTION_ID_PATTERN = /^[0-9a-f]{64}$/

/** Accepts the caller's own name for a request, under which a repeat is recognised. */
export function parseRequestId(input: unknown, field = 'requestId'): string {
  return parseText(input, field, /^[\x21-\x7e]+$/, LIMITS.requestIdLength, 'printable ASCII without spaces')
}

/** Accepts a reason for withdrawing a certificate. */
export function parseCancellationReason(input: unknown, field = 'reason'): CancellationReason {
  return parseWord(input, field, CANCELLATION_REASONS)
}

/** Accepts the stamp of a first entry, as a record holds it. */
export function parseRegistrationStamp(input: unknown, field: string): RegistrationStamp {
  const { requestId, transactionId, registeredAt } = parseObject(input, field, [
    'requestId',
    'transactionId',
    'registeredAt',
  ])
  return {
    requestId: parseRequestId(requestId, `${field}.requestId`),
    transactionId: parseTransactionId(transactionId, `${field}.transactionId`),
    registeredAt: parseTime(registeredAt, `${field}.registeredAt`),
  }
}

/** Accepts the latest change, as a record holds it. */
export function parseLastChange(input: unknown, field: string): LastChange {
  const names = ['requestId', 'transactionId', 'changedAt', 'transition']
  const { requestId, transactionId, changedAt, transition, reason } = parseObject(input, field, names, ['reason'])
  return {
    requestId: parseRequestId(requestId, `${field}.requestId`),
    transactionId: parseTransactionId(transactionId, `${field}.transactionId`),
    changedAt: parseTime(changedAt, `${field}.changedAt`),
    transition: parseWord(transition, `${field}.transition`, TRANSITIONS),
    ...(reason === undefined ? {} : { reason: parseCancellationReason(reason, `${field}.reason`) }),
  }
}

/** Accepts a transaction id of the ledger. */
export function parseTransactionId(input: unknown, field = 'transactionId'): string {
  return parseText(input, field, TRANSACTION_ID_PATTERN, 64, '64 lower-case hex digits')
}

function parseTime(input: unknown, field: string): string {
  if (typeof input === 'string' && isUtcTime(input)) return input
  throw malformed(field, 'must be a point in time in UTC with milliseconds')
}

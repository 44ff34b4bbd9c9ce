import { parseInstant } from './date'
import { LIMITS } from './limits'
import { CHANGE_REASONS, LATE_REGISTRATION_REASONS, TRANSITIONS } from './certificate/words'
import type { ChangeReason, LateRegistrationReason, Transition } from './certificate/words'
import { parseObject, parseText, parseWord } from './shape'

/** By which request, in which transaction and when (by the submitter's clock) something was written. */
export interface Stamp {
  readonly requestId: string
  readonly transactionId: string
  readonly time: string
}

/** The first entry of a certificate in the register. */
export interface RegistrationStamp {
  readonly requestId: string
  readonly registeredAt: string
  /** Why it was registered later than issued, if it was. */
  readonly late?: LateRegistrationReason
}

/** The latest change of a certificate in the register. */
export interface LastChange {
  readonly requestId: string
  readonly changedAt: string
  readonly transition: Transition
  readonly reason?: ChangeReason
}

const TRANSACTION_ID_PATTERN = /^[0-9a-f]{64}$/

/** Accepts the caller's own name for a request, under which a repeat is recognised. */
export function parseRequestId(input: unknown, field = 'requestId'): string {
  return parseText(input, field, /^[\x21-\x7e]+$/, LIMITS.requestIdLength, 'printable ASCII without spaces')
}

/** Accepts the stamp of a first entry, as a record holds it. */
export function parseRegistrationStamp(input: unknown, field: string): RegistrationStamp {
  const { requestId, registeredAt, late } = parseObject(input, field, ['requestId', 'registeredAt'], ['late'])
  return {
    requestId: parseRequestId(requestId, `${field}.requestId`),
    registeredAt: parseInstant(registeredAt, `${field}.registeredAt`),
    ...(late === undefined ? {} : { late: parseWord(late, `${field}.late`, LATE_REGISTRATION_REASONS) }),
  }
}

/** Accepts the latest change, as a record holds it. */
export function parseLastChange(input: unknown, field: string): LastChange {
  const { requestId, changedAt, transition, reason } = parseObject(
    input,
    field,
    ['requestId', 'changedAt', 'transition'],
    ['reason'],
  )
  return {
    requestId: parseRequestId(requestId, `${field}.requestId`),
    changedAt: parseInstant(changedAt, `${field}.changedAt`),
    transition: parseWord(transition, `${field}.transition`, TRANSITIONS),
    ...(reason === undefined ? {} : { reason: parseWord(reason, `${field}.reason`, CHANGE_REASONS) }),
  }
}

/** Accepts a transaction id of the ledger. */
export function parseTransactionId(input: unknown, field = 'transactionId'): string {
  return parseText(input, field, TRANSACTION_ID_PATTERN, 64, '64 lower-case hex digits')
}

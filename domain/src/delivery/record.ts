import { canonicalText, parseJson } from '../canonical'
import { parseRequestId } from '../change'
import { parseMilliseconds } from '../ledger/packing'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { malformed, orNull, parseParts, parseWholeNumber, parseWord } from '../shape'
import { DELIVERY_ANSWERS, REJECTION_REASONS, STATE_AFTER } from './steps'
import type { DeliveryAnswer, DeliveryState, RejectionReason } from './steps'

/** How far a certificate's document has come to the importing member; before the first delivery there is no record. */
export interface DeliveryRecord {
  /** For whom it was delivered: after a change of destination the record of the former one no longer counts. */
  readonly importingMember: MemberCode
  /** How often the issuing side has delivered. */
  readonly deliveries: number
  /** When it last did, in milliseconds since 1970; 0 if it never did. */
  readonly deliveredAt: number
  /** What the importing side last said; null when it has said nothing since the last delivery. */
  readonly answer: DeliveryAnswer | null
  readonly reason: RejectionReason | null
  /** When it said so, in milliseconds since 1970; 0 if it has not. */
  readonly answeredAt: number
  /** When the importing side first confirmed that it can read the document: 0 if it never did. */
  readonly receivedAt: number
  readonly requestId: string
}

/** The record's text on the ledger: a list, since every certificate has one. */
export function printDelivery(record: DeliveryRecord): string {
  return canonicalText([
    FORMAT_VERSION,
    record.importingMember,
    record.deliveries,
    record.deliveredAt,
    record.answer,
    record.reason,
    record.answeredAt,
    record.receivedAt,
    record.requestId,
  ])
}

/** Reads the record's text, whole and with nothing else in it. */
export function parseDelivery(text: string, field = 'delivery'): DeliveryRecord {
  const parts = parseParts(parseJson(text, field), field, 9)
  if (parts[0] !== FORMAT_VERSION) throw malformed(field, `must be of format ${FORMAT_VERSION}`)
  const [, importingMember, deliveries, deliveredAt, answer, reason, answeredAt, receivedAt, requestId] = parts
  return {
    importingMember: parseMemberCode(importingMember, `${field}.importingMember`),
    deliveries: parseWholeNumber(deliveries, `${field}.deliveries`, 0, Number.MAX_SAFE_INTEGER),
    deliveredAt: parseMilliseconds(deliveredAt, `${field}.deliveredAt`),
    answer: orNull(answer, `${field}.answer`, (word, place) => parseWord(word, place, DELIVERY_ANSWERS)),
    reason: orNull(reason, `${field}.reason`, (word, place) => parseWord(word, place, REJECTION_REASONS)),
    answeredAt: parseMilliseconds(answeredAt, `${field}.answeredAt`),
    receivedAt: parseMilliseconds(receivedAt, `${field}.receivedAt`),
    requestId: parseRequestId(requestId, `${field}.requestId`),
  }
}

/**
 * The state that a record's text stands for; with the importing member of today, a record for another one counts as
 * none: the document has still to be delivered to the new one.
 */
export function deliveryStateOf(text: string | undefined, importingMember?: MemberCode): DeliveryState {
  return text === undefined ? 'registered' : stateOf(parseDelivery(text), importingMember)
}

/** The state of a record, `registered` where there is none for this importing member. */
export function stateOf(record: DeliveryRecord | undefined, importingMember?: MemberCode): DeliveryState {
  if (record === undefined) return 'registered'
  if (importingMember !== undefined && record.importingMember !== importingMember) return 'registered'
  return record.answer === null ? 'delivered' : STATE_AFTER[record.answer]
}

const FORMAT_VERSION = 1

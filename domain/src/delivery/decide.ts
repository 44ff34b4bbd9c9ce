import type { Stamp } from '../change'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { stateOf } from './record'
import type { DeliveryRecord } from './record'
import { DELIVERY_STEPS } from './steps'
import type { DeliveryAnswer, DeliveryEvent, RejectionReason } from './steps'

/** What the importing side says of a document. */
export interface Acknowledgement {
  readonly answer: DeliveryAnswer
  readonly reason: RejectionReason | null
}

/** The record after the issuing side has delivered; the same record for a repeat of the same request. */
export function decideDelivered(
  existing: DeliveryRecord | undefined,
  importingMember: MemberCode,
  stamp: Stamp,
): DeliveryRecord {
  const before = forMember(existing, importingMember)
  if (before?.answer === null && before.requestId === stamp.requestId) return before
  requireStep(before, 'deliver')
  return {
    importingMember,
    deliveries: (before?.deliveries ?? 0) + 1,
    deliveredAt: Date.parse(stamp.time),
    answer: null,
    reason: null,
    answeredAt: 0,
    receivedAt: before?.receivedAt ?? 0,
    requestId: stamp.requestId,
  }
}

/** The record after the importing side has said something; the same record for a repeat of the same request. */
export function decideAnswer(
  existing: DeliveryRecord | undefined,
  importingMember: MemberCode,
  { answer, reason }: Acknowledgement,
  stamp: Stamp,
): DeliveryRecord {
  const before = forMember(existing, importingMember)
  if (before !== undefined && isRepeat(before, { answer, reason }, stamp)) return before
  requireStep(before, answer)
  requireNotDecided(before, answer)
  const answeredAt = Date.parse(stamp.time)
  const { deliveries, deliveredAt, receivedAt } = before ?? { deliveries: 0, deliveredAt: 0, receivedAt: 0 }
  const isFirstReceipt = DELIVERY_STEPS[answer].to === 'acknowledged' && receivedAt === 0
  return {
    importingMember,
    deliveries,
    deliveredAt,
    answer,
    reason,
    answeredAt,
    receivedAt: isFirstReceipt ? answeredAt : receivedAt,
    requestId: stamp.requestId,
  }
}

/** A record for another importing member than today's tells nothing of this delivery. */
function forMember(existing: DeliveryRecord | undefined, importingMember: MemberCode): DeliveryRecord | undefined {
  return existing?.importingMember === importingMember ? existing : undefined
}

function isRepeat(before: DeliveryRecord, wanted: Acknowledgement, { requestId }: Stamp): boolean {
  if (before.answer === null || before.requestId !== requestId) return false
  if (before.answer === wanted.answer && before.reason === wanted.reason) return true
  throw new Refusal('REQUEST_ID_REUSED', 'requestId: it was used for another answer about this certificate')
}

function requireStep(before: DeliveryRecord | undefined, event: DeliveryEvent): void {
  const state = stateOf(before)
  const { from } = DELIVERY_STEPS[event]
  if (!from.includes(state)) throw new Refusal('TRANSITION_NOT_ALLOWED', `delivery: ${state} → ${event}`)
}

function requireNotDecided(before: DeliveryRecord | undefined, answer: DeliveryAnswer): void {
  const isDecided = before?.answer === 'accepted' || before?.answer === 'rejected'
  if (!isDecided || DELIVERY_STEPS[answer].to !== 'acknowledged') return
  throw new Refusal('TRANSITION_NOT_ALLOWED', 'delivery: it is accepted or rejected already')
}

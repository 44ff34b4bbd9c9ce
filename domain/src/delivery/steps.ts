import type { Role } from '../caller'
import { DELIVERY_STATES } from '../certificate'
import type { DeliveryState } from '../certificate'

export { DELIVERY_STATES }
export type { DeliveryState }

/** What the importing side may say of a document: the first ones lead to `acknowledged`, the others to `failed`. */
export const DELIVERY_ANSWERS = [
  'received',
  'accepted',
  'rejected',
  'unreadable',
  'hash-different',
  'not-received',
  'lost',
] as const

/** One of the answers. */
export type DeliveryAnswer = (typeof DELIVERY_ANSWERS)[number]

/** What each answer means. */
export const ANSWER_MEANINGS: Readonly<Record<DeliveryAnswer, string>> = {
  received: 'The document is readable and has the registered hash.',
  accepted: 'It was received, and is taken over into the processing of declarations.',
  rejected: 'It was received, and is not taken over, for the reason that is named.',
  unreadable: 'What arrived is no document.',
  'hash-different': 'What arrived is another document than the registered one.',
  'not-received': 'Nothing arrived, although it is registered or marked as delivered.',
  lost: 'It was received, and is no longer there.',
}

/** Why a received document is not taken over. A closed list, since free text on the ledger could name people or goods. */
export const REJECTION_REASONS = [
  'not-for-this-member',
  'agreement-not-operated',
  'duplicate',
  'content-incomplete',
  'format-not-supported',
  'other',
] as const

/** One of the reasons. */
export type RejectionReason = (typeof REJECTION_REASONS)[number]

/** To which state an answer leads. */
export const STATE_AFTER: Readonly<Record<DeliveryAnswer, DeliveryState>> = {
  received: 'acknowledged',
  accepted: 'acknowledged',
  rejected: 'acknowledged',
  unreadable: 'failed',
  'hash-different': 'failed',
  'not-received': 'failed',
  lost: 'failed',
}

/** What may happen to a delivery. */
export type DeliveryEvent = 'deliver' | DeliveryAnswer

/** One step: in which states it may happen, which side takes it, in which role, and what else must hold. */
export interface DeliveryStep {
  readonly from: readonly DeliveryState[]
  readonly to: DeliveryState
  readonly side: 'issuing' | 'importing'
  readonly role: Role
  readonly guard: string
}

/** The whole life of a delivery. */
export const DELIVERY_STEPS: Readonly<Record<DeliveryEvent, DeliveryStep>> = {
  deliver: {
    from: ['registered', 'delivered', 'failed'],
    to: 'delivered',
    side: 'issuing',
    role: 'issuer',
    guard: "by the certificate's own authority; the collection of the two members holds the document",
  },
  received: importing(['delivered'], 'acknowledged'),
  accepted: importing(['delivered', 'acknowledged'], 'acknowledged', 'not yet accepted or rejected'),
  rejected: importing(['delivered', 'acknowledged'], 'acknowledged', 'not yet accepted or rejected; with a reason'),
  unreadable: importing(['delivered'], 'failed'),
  'hash-different': importing(['delivered'], 'failed'),
  'not-received': importing(['registered', 'delivered'], 'failed'),
  lost: importing(['acknowledged'], 'failed'),
}

function importing(from: readonly DeliveryState[], to: DeliveryState, guard = ''): DeliveryStep {
  return { from, to, side: 'importing', role: 'customs', guard }
}

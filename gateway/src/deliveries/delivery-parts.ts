import type { CertificateId, DeliveryRecord, MemberCode, RetentionRecord } from '@eco/domain'
import { deliveryKey, memberNamed, parseDelivery, parseRetention, retentionKey } from '@eco/domain'
import type { GatewayParts } from '../parts'
import type { Store } from '../read-model/store'

/** What delivering needs of a gateway. */
export type DeliveryParts = Pick<
  GatewayParts,
  | 'config'
  | 'clock'
  | 'log'
  | 'register'
  | 'store'
  | 'projector'
  | 'issuances'
  | 'exchanged'
  | 'declarations'
  | 'statusLinks'
>

/** How patient the two sides are. */
export const DELIVERY_PACE = {
  /** After a delivery, until it is made again without an answer; doubled each time. */
  resendMs: 60_000,
  resendMostMs: 24 * 3_600_000,
  /** After a failed attempt to reach the register; doubled each time, up to `resendMs`. */
  retryMs: 500,
  /** How long the own peer may lack what the other side has delivered before that is said. */
  missingMs: 120_000,
  /** Between two looks when no block arrives. */
  idleMs: 5_000,
  /** Entries and characters that go into one confidential transaction. */
  entries: 50,
  characters: 1_000_000,
} as const

/** The same figures, or those of a test. */
export type DeliveryPace = { readonly [Name in keyof typeof DELIVERY_PACE]: number }

/** The member that this gateway serves, if it is one that exchanges documents: the observer does not. */
export function ownMember({ config }: Pick<DeliveryParts, 'config'>): MemberCode | undefined {
  return memberNamed(config.member)
}

/** The delivery record of a certificate in the read model. */
export function storedDelivery(store: Store, id: CertificateId): DeliveryRecord | undefined {
  const stored = store.record(deliveryKey(id))
  return stored === undefined ? undefined : parseDelivery(stored.text)
}

/** What the read model says of holds and purges of a certificate with a member. */
export function storedRetention(store: Store, id: CertificateId, other: MemberCode): RetentionRecord | undefined {
  const stored = store.record(retentionKey(id, other))
  return stored === undefined ? undefined : parseRetention(stored.text)
}

/** The words of an error for the log: those of rules and of this gateway hold no content. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown'
}

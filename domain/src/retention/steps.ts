import type { Role } from '../caller'

/** How far the purge of a certificate's document and texts has come. */
export const RETENTION_STATES = ['kept', 'requested', 'agreed', 'purged'] as const

/** One of the states. */
export type RetentionState = (typeof RETENTION_STATES)[number]

/** Why a member holds back what would otherwise be purged. */
export const HOLD_REASONS = ['verification', 'court-proceedings', 'investigation', 'audit', 'other'] as const

/** One of the reasons. */
export type HoldReason = (typeof HOLD_REASONS)[number]

/** On what ground a member asks for the purge: the agreement no longer asks to keep it, or the two members agree to. */
export const PURGE_GROUNDS = ['retention-ended', 'agreed'] as const

/** One of the grounds. */
export type PurgeGround = (typeof PURGE_GROUNDS)[number]

/** What may happen. */
export type RetentionEvent = 'placeHold' | 'releaseHold' | 'requestPurge' | 'withdrawPurgeRequest' | 'purge'

/** One step: in which states it may happen, who takes it, and what else must hold. */
export interface RetentionStep {
  readonly from: readonly RetentionState[]
  /** Undefined where the state stays as it is. */
  readonly to: RetentionState | undefined
  readonly role: Role
  readonly guard: string
}

const BOTH = 'by the issuing or the other member'

/** The whole life of what two members exchanged about a certificate. */
export const RETENTION_STEPS: Readonly<Record<RetentionEvent, RetentionStep>> = {
  placeHold: {
    from: ['kept', 'requested', 'agreed'],
    to: undefined,
    role: 'member-admin',
    guard: `${BOTH}; one hold of each member at a time`,
  },
  releaseHold: {
    from: ['kept', 'requested', 'agreed'],
    to: undefined,
    role: 'member-admin',
    guard: "only the member's own hold",
  },
  requestPurge: {
    from: ['kept', 'requested'],
    to: 'requested',
    role: 'member-admin',
    guard: `${BOTH}, once each: after the second one it is agreed; the ground retention-ended needs the end of retention`,
  },
  withdrawPurgeRequest: {
    from: ['requested', 'agreed'],
    to: 'requested',
    role: 'member-admin',
    guard: "only the member's own request; without any request left it is kept",
  },
  purge: {
    from: ['agreed', 'purged'],
    to: 'purged',
    role: 'member-admin',
    guard: `${BOTH}; no legal hold, no verification case that is not determined; again for what was left over`,
  },
}

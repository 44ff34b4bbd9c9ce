import type { Role } from '../caller'

/** In which state an authority is. */
export const AUTHORITY_STATES = ['notified', 'active', 'suspended', 'withdrawn'] as const

/** One of the states. */
export type AuthorityState = (typeof AUTHORITY_STATES)[number]

/** One step of an authority's life. */
export interface AuthorityStep {
  readonly event: 'activate' | 'suspend' | 'resume' | 'withdraw'
  readonly from: AuthorityState
  readonly to: AuthorityState
  readonly role: Role
  /** Whether it may take effect before the time at which it is recorded. */
  readonly backdated: boolean
}

/**
 * The whole life of an authority: what may follow what. Each step is for the authority's own member. Only the first
 * activation may lie in the past, since authorities are older than the network; nothing else changes what was judged.
 */
export const AUTHORITY_STEPS: readonly AuthorityStep[] = [
  { event: 'activate', from: 'notified', to: 'active', role: 'member-admin', backdated: true },
  { event: 'withdraw', from: 'notified', to: 'withdrawn', role: 'member-admin', backdated: false },
  { event: 'suspend', from: 'active', to: 'suspended', role: 'member-admin', backdated: false },
  { event: 'withdraw', from: 'active', to: 'withdrawn', role: 'member-admin', backdated: false },
  { event: 'resume', from: 'suspended', to: 'active', role: 'member-admin', backdated: false },
  { event: 'withdraw', from: 'suspended', to: 'withdrawn', role: 'member-admin', backdated: false },
]

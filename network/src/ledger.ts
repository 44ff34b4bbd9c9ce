import type { Layout } from './layout'
import type { DeathListener, Program } from './program'
import type { Topology } from './topology'

/** When blocks are cut. */
export interface Cutting {
  readonly maxMessages: number
  readonly maxBytes: number
  readonly timeoutMs: number
}

/** How the nodes of Hyperledger Fabric are tuned: for one machine that they share, or each member on machines of its own. */
export const PROFILES = ['one-machine', 'production'] as const

/** One of the two. */
export type Profile = (typeof PROFILES)[number]

/** What runs the channel and the contract; gateways do not know which of them it is. */
export interface Ledger {
  /** What it consists of; complete once it has started. */
  readonly programs: readonly Program[]
  /** Starts everything; `log` hears of steps that take time. */
  start(log: (line: string) => void): Promise<void>
  /** Stops everything; may be called more than once, and during the start. */
  close(): Promise<void>
}

/** What every ledger is told. */
export interface LedgerOptions {
  readonly topology: Topology
  readonly layout: Layout
  readonly basePort: number
  readonly cutting?: Cutting
  readonly profile: Profile
  readonly onDeath: DeathListener
}

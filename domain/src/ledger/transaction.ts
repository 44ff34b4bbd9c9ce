import type { Caller, Role } from '../caller'
import type { RefusalCode } from '../refusal'
import type { LedgerState } from './ledger-state'
import type { Workspace } from './workspace'

/** One transaction: who submits it, when by the submitter's clock, and what it works on. */
export interface Transaction {
  readonly caller: Caller
  readonly transactionId: string
  /** ISO 8601 in UTC with milliseconds, the same for every endorser. */
  readonly time: string
  readonly workspace: Workspace
  /** Past the workspace: versions, private collections, transient data. */
  readonly state: LedgerState
}

/** What the table of transactions says of one. */
export interface TransactionSpec {
  /** What it does, in one sentence. */
  readonly summary: string
  /** The names of its arguments, all of them text. */
  readonly arguments: readonly string[]
  /** Whether it is submitted; others are only evaluated. */
  readonly writes: boolean
  /** Who may submit it, by role; empty for whoever may read the channel. */
  readonly roles: readonly Role[]
  /** What its own rules may answer, beside what the shape of the input brings. */
  readonly refusals: readonly RefusalCode[]
  /** Gives one JSON text; throws a `Refusal`, after which nothing of it counts. */
  readonly run: (tx: Transaction, ...args: readonly string[]) => Promise<string>
}

import type { CommittedCall, OrganisationCode, Outcome, Role, TransactionName } from '@eco/domain'

/** Steps of a write, in the order in which they happen. */
export type WriteStep = 'endorsed' | 'committed'

/** Who writes, under which request, and where the times go. */
export interface WriteRequest {
  readonly role: Role
  readonly requestId: string
  readonly mark: (step: WriteStep) => void
}

/** Where a write stands in the register. */
export interface Place {
  readonly transactionId: string
  readonly block: number
}

/** An answer of the register; `place` is absent when nothing had to be written (a repeat, or everything refused). */
export interface Written<T> {
  readonly value: T
  readonly place?: Place
}

/** What reaches the peers beside a transaction's arguments, and which organisations' peers alone may see it. */
export interface Confidential {
  readonly transient: Readonly<Record<string, Uint8Array>>
  readonly organisations: readonly OrganisationCode[]
}

/** A record as one valid transaction left it. */
export interface RegisterChange {
  readonly transactionId: string
  /** ISO 8601, the submitter's clock. */
  readonly time: string
  /** The member (its MSP) whose identity signed the transaction. */
  readonly submitter: string
  readonly key: string
  readonly text: string
}

/** A valid transaction as it was called, with all that it wrote. */
export interface RegisterCall extends CommittedCall {
  /** The member (its MSP) whose identity signed it. */
  readonly submitter: string
}

/** One block, reduced to the records that it changed, in its own order. */
export interface RegisterBlock {
  readonly number: number
  readonly hash: string
  readonly previousHash: string
  readonly time: string | undefined
  readonly changes: readonly RegisterChange[]
  /** The transactions that made these changes, and those that wrote private values only. */
  readonly calls: readonly RegisterCall[]
}

/** A peer whose blocks are read. */
export interface BlockSource {
  /** Whose peer it is. */
  readonly member: OrganisationCode
  /** Block 0 or the newest block; resolves only if the peer can be reached. */
  block(which: 'genesis' | 'newest', signal: AbortSignal): Promise<RegisterBlock>
  /** A block as the peer holds it (`common.Block`). */
  rawBlock(number: number, signal: AbortSignal): Promise<Uint8Array>
  /** Blocks from `from` on, in order, as they are committed, until the signal or an error ends it. */
  blocks(from: number, signal: AbortSignal): AsyncIterable<RegisterBlock>
}

/** The shared register: the transactions of the domain's table. Every method may throw a `Refusal` or one of the errors below. */
export interface Register {
  /** Submits a list of entries, each with an outcome of its own, in their order. */
  submitEntries(
    request: WriteRequest,
    name: TransactionName,
    entries: readonly unknown[],
  ): Promise<Written<readonly Outcome[]>>
  /** Submits a transaction whose confidential part goes to the peers of the named organisations only. */
  submitConfidential(
    request: WriteRequest,
    name: TransactionName,
    args: readonly string[],
    confidential: Confidential,
  ): Promise<Written<string>>
  /** Asks the own peer, past the read model; gives the transaction's JSON text. */
  evaluate(role: Role, name: TransactionName, args: readonly string[]): Promise<string>
  /**
   * What the peers of enough members for an endorsement say that a question is answered with, signed by each and not
   * submitted (`common.Envelope` of Fabric): it names the versions of all that they read.
   */
  statement(role: Role, name: TransactionName, args: readonly string[]): Promise<Uint8Array>
  /** The own peer, and then those of other members that the operator allows to be read while the own one is away. */
  readonly sources: readonly [BlockSource, ...BlockSource[]]
  close(): void
}

/** The write may have happened. Never a failure: repeating with the same request id settles it. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'

  constructor(readonly transactionId: string) {
    super('the register did not say in time whether the transaction was committed')
  }
}

/** Nothing was written: the register cannot be reached, or too few members answer. */
export class RegisterUnavailable extends Error {
  override readonly name = 'RegisterUnavailable'
}

/** Nothing was written: others changed the same records at the same moment, on every attempt. */
export class Contention extends Error {
  override readonly name = 'Contention'
}

/** Nothing was written: the register's members found the transaction invalid for a reason that repeating will not cure. */
export class TransactionInvalid extends Error {
  override readonly name = 'TransactionInvalid'

  constructor(
    readonly transactionId: string,
    readonly validationCode: string,
  ) {
    super(`the transaction was found invalid: ${validationCode}`)
  }
}

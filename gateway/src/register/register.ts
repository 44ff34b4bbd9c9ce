import type {
  CancellationReason,
  CertificateId,
  CertificateRecord,
  IssueOutcome,
  OrganisationCode,
  Registration,
  Role,
} from '@eco/domain'

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

/** A certificate's record as it was left by one valid transaction. */
export interface RegisterChange {
  readonly transactionId: string
  /** ISO 8601, the submitter's clock. */
  readonly time: string
  /** The member (its MSP) whose identity signed the transaction. */
  readonly submitter: string
  readonly id: CertificateId
  readonly recordJson: string
}

/** One block, reduced to what changed certificates. */
export interface RegisterBlock {
  readonly number: number
  readonly hash: string
  readonly previousHash: string
  readonly time: string | undefined
  readonly changes: readonly RegisterChange[]
}

/** A peer whose blocks are read. */
export interface BlockSource {
  /** Whose peer it is. */
  readonly member: OrganisationCode
  /** Block 0 or the newest block; resolves only if the peer can be reached. */
  block(which: 'genesis' | 'newest', signal: AbortSignal): Promise<RegisterBlock>
  /** Blocks from `from` on, in order, as they are committed, until the signal or an error ends it. */
  blocks(from: number, signal: AbortSignal): AsyncIterable<RegisterBlock>
}

/** The shared register in the words of the domain. Every method may throw a `Refusal` or one of the errors below. */
export interface Register {
  /** Registers certificates; each has an outcome of its own. */
  issue(request: WriteRequest, registrations: readonly Registration[]): Promise<Written<readonly IssueOutcome[]>>
  /** Withdraws a certificate of the caller's own member. */
  cancel(request: WriteRequest, id: CertificateId, reason: CancellationReason): Promise<Written<CertificateRecord>>
  /** The record as the register holds it now, past the read model. */
  get(role: Role, id: CertificateId): Promise<CertificateRecord>
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

/** Nothing was written: others changed the same certificate at the same moment, on every attempt. */
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

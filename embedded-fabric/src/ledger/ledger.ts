import type { ChaincodeDefinition } from '../chaincode/definition'
import type { ChannelPolicies } from '../policy/channel-policies'
import type { Simulator } from './simulator'

/** `protos.TxValidationCode` by number; 0 is VALID. */
export type ValidationCode = number

export interface CommittedTransaction {
  readonly txId: string
  readonly code: ValidationCode
  readonly blockNumber: number
  readonly index: number
}

export interface CommittedBlock {
  readonly number: number
  /** `common.Block` with its metadata, serialised: what Deliver sends. */
  readonly bytes: Uint8Array
  /** `common.Block`'s header hash. */
  readonly hash: Uint8Array
  readonly transactions: readonly CommittedTransaction[]
}

export interface SimulationRequest {
  readonly txId: string
  /** The organisation whose peer simulates: decides which private data it can read. */
  readonly mspId: string
  /** Simulate on the state after this block; default: the newest. */
  readonly atBlock?: number
  /** Whose proposal it is: for `memberOnlyRead` and `memberOnlyWrite`. */
  readonly creatorMspId: string
}

/** Fault switches of one organisation's delivery of private data (tests). */
export type PrivateDelivery = 'normal' | 'drop' | 'delay'

/** The channel's ledger: every organisation's view of one chain of blocks, on disk or in memory. */
export interface Ledger {
  /** Number of the next block. */
  readonly height: number
  /** Agrees at every peer that committed the same blocks with the same outcome. */
  readonly commitHash: Uint8Array
  /** The policies of the channel's configuration, by which references to them are resolved. */
  readonly policies: ChannelPolicies
  simulate(request: SimulationRequest): Simulator
  /**
   * Keeps what an endorsement wrote privately until its transaction commits or is forgotten; durable, in one step for all
   * these organisations. Each keeps the collections that it is a member of.
   */
  keepTransient(txId: string, mspIds: string | readonly string[], privateResults: Uint8Array): void
  /**
   * Validates and commits the next block in one durable step and returns it.
   * @param envelopes `common.Envelope`s in their order, serialised.
   */
  commit(envelopes: readonly Uint8Array[]): CommittedBlock
  blockByNumber(number: number): CommittedBlock | undefined
  blockByHash(hash: Uint8Array): CommittedBlock | undefined
  /** The first transaction with this id, whatever its code. */
  transaction(txId: string): CommittedTransaction | undefined
  /** Private data of a block that an organisation holds (`rwset.TxPvtReadWriteSet` by transaction index), for DeliverWithPrivateData. */
  privateDataOfBlock(number: number, mspId: string): ReadonlyMap<number, Uint8Array>
  definition(chaincode: string): ChaincodeDefinition | undefined
  definitions(): readonly ChaincodeDefinition[]
  /** A new or changed chaincode definition, in force from the next block; durable. */
  define(definition: ChaincodeDefinition): void
  /** How private data reaches an organisation from now on (tests). */
  setPrivateDelivery(mspId: string, delivery: PrivateDelivery): void
  /** Fetches private data that did not arrive with its block from organisations that hold it; returns how many keys arrived. */
  reconcile(mspId: string): number
  close(): void
}

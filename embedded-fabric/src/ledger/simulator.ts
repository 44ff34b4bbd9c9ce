import type { SignaturePolicy } from '../policy/signature-policy'

export interface KeyValue {
  readonly key: string
  readonly value: Uint8Array
}

export interface KeyModification {
  readonly txId: string
  readonly value: Uint8Array
  readonly timestamp: { readonly seconds: number; readonly nanos: number }
  readonly isDelete: boolean
}

/** What the gateway's plan needs to know of a simulation (Fabric: `protos.ChaincodeInterest`). */
export interface Interest {
  readonly calls: readonly InterestCall[]
}

export interface InterestCall {
  readonly chaincode: string
  /** Collections that were written or read. */
  readonly collections: readonly string[]
  /** Policies of keys that were written. */
  readonly keyPolicies: readonly SignaturePolicy[]
  /** True when every written key has its own policy, so that the chaincode's is not needed. */
  readonly disregardNamespacePolicy: boolean
  /** True when no private data was read (hashes do not count). */
  readonly noPrivateReads: boolean
  /** True when nothing was written to public state. */
  readonly noPublicWrites: boolean
}

export interface SimulationResult {
  /** `rwset.TxReadWriteSet`, deterministic: every honest endorser yields the same bytes. */
  readonly publicResults: Uint8Array
  /** `rwset.TxPvtReadWriteSet` when private data was written. */
  readonly privateResults?: Uint8Array
  readonly interest: Interest
}

export interface Page {
  readonly pageSize: number
  readonly bookmark: string
}

/**
 * One transaction's simulation on one organisation's peer, on one consistent snapshot of its ledger.
 * Reads never see the transaction's own writes. All methods are synchronous and throw an Error with Fabric's words.
 * Ranges are `[startKey, endKey)` in order of UTF-8 bytes; an empty `endKey` means without end.
 */
export interface Simulator {
  getState(namespace: string, key: string): Uint8Array | undefined
  putState(namespace: string, key: string, value: Uint8Array): void
  deleteState(namespace: string, key: string): void
  getStateMetadata(namespace: string, key: string): ReadonlyMap<string, Uint8Array>
  putStateMetadata(namespace: string, key: string, name: string, value: Uint8Array): void
  /** What the iterator yields is recorded as read; with a page at most `pageSize` results, and no writes may follow. */
  getStateRange(namespace: string, startKey: string, endKey: string, page?: Page): StateIterator
  /** Newest first. Not part of the read set, as in Fabric. */
  getHistoryForKey(namespace: string, key: string): Iterator<KeyModification, undefined>
  getPrivateData(namespace: string, collection: string, key: string): Uint8Array | undefined
  getPrivateDataHash(namespace: string, collection: string, key: string): Uint8Array | undefined
  putPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): void
  deletePrivateData(namespace: string, collection: string, key: string): void
  purgePrivateData(namespace: string, collection: string, key: string): void
  getPrivateDataMetadata(namespace: string, collection: string, key: string): ReadonlyMap<string, Uint8Array>
  putPrivateDataMetadata(namespace: string, collection: string, key: string, name: string, value: Uint8Array): void
  getPrivateDataRange(namespace: string, collection: string, startKey: string, endKey: string): StateIterator
  /** Ends the simulation: no other call may follow. */
  finish(): SimulationResult
}

export interface StateIterator extends Iterator<KeyValue, undefined> {
  /** After the last result of a page: where the next page starts; empty when there is none. */
  bookmark(): string
  close(): void
}

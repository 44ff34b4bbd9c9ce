/** The channel's data as one transaction sees it: as of the last block, never what the transaction itself wrote. */
export interface LedgerState {
  get(key: string): Promise<string | undefined>
  put(key: string, text: string): Promise<void>
  /** Every version of a key, the oldest first; only for queries, since no endorsement protects it. */
  versions(key: string): Promise<readonly KeyVersion[]>
  /** SHA-256 (64 lower-case hex digits) of what a private collection holds under a key; every member can know it. */
  privateHash(collection: string, key: string): Promise<string | undefined>
  /** What reached this transaction beside its arguments; it is in no block. */
  transient(name: string): Uint8Array | undefined
  /** What the own peer holds in a private collection; only for queries, and refused to whoever is no member of it. */
  getPrivate(collection: string, key: string): Promise<Uint8Array | undefined>
  /** The keys that begin with a text in a private collection, in their order; only for queries. */
  privateKeys(collection: string, prefix: string): Promise<readonly string[]>
  putPrivate(collection: string, key: string, value: Uint8Array): Promise<void>
  /** Removes every version that the collection's members hold; that it was removed stays in the block. */
  purgePrivate(collection: string, key: string): Promise<void>
}

/** What one transaction left under a key. */
export interface KeyVersion {
  readonly transactionId: string
  readonly text: string
}

/** Whatever records can be read from: a transaction, or a gateway's read model. */
export interface RecordReader {
  read(key: string): Promise<string | undefined>
}

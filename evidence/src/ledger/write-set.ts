import { ledger } from '@hyperledger/fabric-protos'
import { hex } from './header'

/** Where a value was last written: block and place in it. */
export interface Version {
  readonly block: number
  readonly transaction: number
}

/** A key that was read, and which version of it; none where there was nothing under it. */
export interface KeyRead {
  readonly key: string
  readonly version: Version | undefined
}

/** A key that was written; without a value where it was deleted. */
export interface KeyWrite {
  readonly key: string
  readonly value: Uint8Array | undefined
}

/** A value of a private collection that was read, by the hash of its key. */
export interface HashedRead {
  readonly keyHash: string
  readonly version: Version | undefined
}

/** A value of a private collection that was written, as hashes in hex; without a value where it was removed. */
export interface HashedWrite {
  readonly keyHash: string
  readonly valueHash: string | undefined
  readonly purged: boolean
}

/** What a transaction read and wrote in one private collection, as far as everybody sees it. */
export interface CollectionSet {
  readonly collection: string
  readonly reads: readonly HashedRead[]
  readonly writes: readonly HashedWrite[]
}

/** What a transaction read and wrote in one chaincode's data. */
export interface NamespaceSet {
  readonly namespace: string
  readonly reads: readonly KeyRead[]
  /** How many ranges of keys were read; the contract of the register reads none. */
  readonly ranges: number
  readonly writes: readonly KeyWrite[]
  /** Keys whose own endorsement policy was written; the contract of the register writes none. */
  readonly metadataWrites: readonly string[]
  readonly collections: readonly CollectionSet[]
}

const { kvrwset } = ledger.rwset

/** Reads `rwset.TxReadWriteSet`. */
export function readWriteSet(bytes: Uint8Array): readonly NamespaceSet[] {
  return ledger.rwset.TxReadWriteSet.deserializeBinary(bytes)
    .getNsRwsetList()
    .map((set) => {
      const own = kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8())
      return {
        namespace: set.getNamespace(),
        reads: own.getReadsList().map((read) => ({ key: read.getKey(), version: versionOf(read.getVersion()) })),
        ranges: own.getRangeQueriesInfoList().length,
        writes: own.getWritesList().map((write) => ({
          key: write.getKey(),
          value: write.getIsDelete() ? undefined : write.getValue_asU8(),
        })),
        metadataWrites: own.getMetadataWritesList().map((write) => write.getKey()),
        collections: set.getCollectionHashedRwsetList().map(readCollection),
      }
    })
}

function readCollection(set: ledger.rwset.CollectionHashedReadWriteSet): CollectionSet {
  const hashed = kvrwset.HashedRWSet.deserializeBinary(set.getHashedRwset_asU8())
  return {
    collection: set.getCollectionName(),
    reads: hashed
      .getHashedReadsList()
      .map((read) => ({ keyHash: hex(read.getKeyHash_asU8()), version: versionOf(read.getVersion()) })),
    writes: hashed.getHashedWritesList().map((write) => ({
      keyHash: hex(write.getKeyHash_asU8()),
      valueHash: write.getIsDelete() || write.getIsPurge() ? undefined : hex(write.getValueHash_asU8()),
      purged: write.getIsPurge(),
    })),
  }
}

function versionOf(version: ledger.rwset.kvrwset.Version | undefined): Version | undefined {
  return version && { block: version.getBlockNum(), transaction: version.getTxNum() }
}

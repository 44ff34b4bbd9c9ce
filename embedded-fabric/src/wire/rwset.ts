import { ledger } from '@hyperledger/fabric-protos'
import type { RangeSummary } from './range-summary'
import { readMessage, versionMessage } from './read-message'
import type { Read, Version } from './read-message'

export type { Read, Version } from './read-message'

const { kvrwset } = ledger.rwset

export interface RangeRead {
  readonly startKey: string
  readonly endKey: string
  /** The reader came to the end of the range, so nothing may appear behind its last result. */
  readonly exhausted: boolean
  readonly reads: readonly Read[]
  /** In place of many `reads`. */
  readonly summary?: RangeSummary
}

export interface Write {
  readonly key: string
  readonly isDelete: boolean
  readonly value: Uint8Array
}

export type MetadataEntries = readonly { readonly name: string; readonly value: Uint8Array }[]

export interface MetadataWrite {
  readonly key: string
  readonly entries: MetadataEntries
}

export interface HashedRead {
  readonly keyHash: Uint8Array
  readonly version?: Version | undefined
}

export interface HashedWrite {
  readonly keyHash: Uint8Array
  readonly isDelete: boolean
  readonly isPurge: boolean
  readonly valueHash: Uint8Array
}

export interface CollectionHashes {
  readonly collection: string
  readonly reads: readonly HashedRead[]
  readonly writes: readonly HashedWrite[]
  readonly metadataWrites: readonly { readonly keyHash: Uint8Array; readonly entries: MetadataEntries }[]
  /** SHA-256 of the collection's private read-write set; empty when nothing private was written. */
  readonly privateHash: Uint8Array
}

export interface NamespaceSet {
  readonly namespace: string
  readonly reads: readonly Read[]
  readonly ranges: readonly RangeRead[]
  readonly writes: readonly Write[]
  readonly metadataWrites: readonly MetadataWrite[]
  readonly collections: readonly CollectionHashes[]
}

/** One collection's private writes as they travel to its members: `kvrwset.KVRWSet`, serialised. */
export interface PrivateSet {
  readonly namespace: string
  readonly collection: string
  readonly bytes: Uint8Array
}

type Message<T> = T extends abstract new () => infer M ? M : never

function writeMessage({ key, isDelete, value }: Write): Message<typeof kvrwset.KVWrite> {
  const message = new kvrwset.KVWrite()
  message.setKey(key)
  message.setIsDelete(isDelete)
  message.setValue(value)
  return message
}

function entryMessages(entries: MetadataEntries): Message<typeof kvrwset.KVMetadataEntry>[] {
  return entries.map(({ name, value }) => {
    const message = new kvrwset.KVMetadataEntry()
    message.setName(name)
    message.setValue(value)
    return message
  })
}

function metadataMessage({ key, entries }: MetadataWrite): Message<typeof kvrwset.KVMetadataWrite> {
  const message = new kvrwset.KVMetadataWrite()
  message.setKey(key)
  message.setEntriesList(entryMessages(entries))
  return message
}

function rangeMessage(range: RangeRead): Message<typeof kvrwset.RangeQueryInfo> {
  const info = new kvrwset.RangeQueryInfo()
  info.setStartKey(range.startKey)
  info.setEndKey(range.endKey)
  info.setItrExhausted(range.exhausted)
  if (range.summary === undefined) {
    const reads = new kvrwset.QueryReads()
    reads.setKvReadsList(range.reads.map(readMessage))
    info.setRawReads(reads)
  } else info.setReadsMerkleHashes(summaryMessage(range.summary))
  return info
}

function summaryMessage(summary: RangeSummary): Message<typeof kvrwset.QueryReadsMerkleSummary> {
  const message = new kvrwset.QueryReadsMerkleSummary()
  message.setMaxDegree(summary.maxDegree)
  message.setMaxLevel(summary.level)
  message.setMaxLevelHashesList([...summary.hashes])
  return message
}

function toSummary(message: Message<typeof kvrwset.QueryReadsMerkleSummary>): RangeSummary {
  return {
    maxDegree: message.getMaxDegree(),
    level: message.getMaxLevel(),
    hashes: message.getMaxLevelHashesList_asU8(),
  }
}

function hashesMessage(collection: CollectionHashes): Message<typeof kvrwset.HashedRWSet> {
  const hashes = new kvrwset.HashedRWSet()
  hashes.setHashedReadsList(
    collection.reads.map(({ keyHash, version }) => {
      const read = new kvrwset.KVReadHash()
      read.setKeyHash(keyHash)
      read.setVersion(versionMessage(version))
      return read
    }),
  )
  hashes.setHashedWritesList(
    collection.writes.map((hashed) => {
      const write = new kvrwset.KVWriteHash()
      write.setKeyHash(hashed.keyHash)
      write.setIsDelete(hashed.isDelete)
      write.setIsPurge(hashed.isPurge)
      write.setValueHash(hashed.valueHash)
      return write
    }),
  )
  hashes.setMetadataWritesList(
    collection.metadataWrites.map(({ keyHash, entries }) => {
      const write = new kvrwset.KVMetadataWriteHash()
      write.setKeyHash(keyHash)
      write.setEntriesList(entryMessages(entries))
      return write
    }),
  )
  return hashes
}

/** `rwset.TxReadWriteSet`, serialised. Lists keep their order: the caller sorts. */
export function encodeReadWriteSet(sets: readonly NamespaceSet[]): Uint8Array {
  const message = new ledger.rwset.TxReadWriteSet()
  for (const set of sets) {
    const publicSet = new kvrwset.KVRWSet()
    publicSet.setReadsList(set.reads.map(readMessage))
    publicSet.setRangeQueriesInfoList(set.ranges.map(rangeMessage))
    publicSet.setWritesList(set.writes.map(writeMessage))
    publicSet.setMetadataWritesList(set.metadataWrites.map(metadataMessage))
    const namespace = message.addNsRwset()
    namespace.setNamespace(set.namespace)
    namespace.setRwset(publicSet.serializeBinary())
    for (const collection of set.collections) {
      const hashed = namespace.addCollectionHashedRwset()
      hashed.setCollectionName(collection.collection)
      hashed.setHashedRwset(hashesMessage(collection).serializeBinary())
      hashed.setPvtRwsetHash(collection.privateHash)
    }
  }
  return message.serializeBinary()
}

/** `kvrwset.KVRWSet` of one collection's private writes, serialised. */
export function encodePrivateWrites({ writes, metadataKeys }: PrivateWrites): Uint8Array {
  const message = new kvrwset.KVRWSet()
  message.setWritesList(writes.map(writeMessage))
  message.setMetadataWritesList(metadataKeys.map((key) => metadataMessage({ key, entries: [] })))
  return message.serializeBinary()
}

/** One collection's private writes; what was purged stands there as a deletion. */
export interface PrivateWrites {
  readonly writes: readonly Write[]
  /** Keys whose metadata was written; the metadata itself is public, under the key's hash. */
  readonly metadataKeys: readonly string[]
}

/** Reads what `encodePrivateWrites` wrote. */
export function decodePrivateWrites(bytes: Uint8Array): PrivateWrites {
  const message = kvrwset.KVRWSet.deserializeBinary(bytes)
  return {
    writes: message.getWritesList().map(toWrite),
    metadataKeys: message.getMetadataWritesList().map((write) => write.getKey()),
  }
}

/** `rwset.TxPvtReadWriteSet`, serialised. */
export function encodePrivateSets(sets: readonly PrivateSet[]): Uint8Array {
  const message = new ledger.rwset.TxPvtReadWriteSet()
  for (const [name, collections] of Map.groupBy(sets, ({ namespace }) => namespace)) {
    const namespace = message.addNsPvtRwset()
    namespace.setNamespace(name)
    for (const { collection, bytes } of collections) {
      const set = namespace.addCollectionPvtRwset()
      set.setCollectionName(collection)
      set.setRwset(bytes)
    }
  }
  return message.serializeBinary()
}

/** Reads `rwset.TxPvtReadWriteSet`. */
export function decodePrivateSets(bytes: Uint8Array): readonly PrivateSet[] {
  const namespaces = ledger.rwset.TxPvtReadWriteSet.deserializeBinary(bytes).getNsPvtRwsetList()
  return namespaces.flatMap((namespace) =>
    namespace.getCollectionPvtRwsetList().map((set) => ({
      namespace: namespace.getNamespace(),
      collection: set.getCollectionName(),
      bytes: set.getRwset_asU8(),
    })),
  )
}

/** Reads `rwset.TxReadWriteSet`; throws when the bytes are something else. */
export function decodeReadWriteSet(bytes: Uint8Array): readonly NamespaceSet[] {
  const namespaces = ledger.rwset.TxReadWriteSet.deserializeBinary(bytes).getNsRwsetList()
  return namespaces.map((set) => ({
    namespace: set.getNamespace(),
    ...toPublicSet(kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8())),
    collections: set.getCollectionHashedRwsetList().map((hashed) => ({
      collection: hashed.getCollectionName(),
      ...toHashes(kvrwset.HashedRWSet.deserializeBinary(hashed.getHashedRwset_asU8())),
      privateHash: hashed.getPvtRwsetHash_asU8(),
    })),
  }))
}

function toPublicSet(message: Message<typeof kvrwset.KVRWSet>): Omit<NamespaceSet, 'namespace' | 'collections'> {
  return {
    reads: message.getReadsList().map(toRead),
    ranges: message.getRangeQueriesInfoList().map((info) => {
      const merkle = info.getReadsMerkleHashes()
      return {
        startKey: info.getStartKey(),
        endKey: info.getEndKey(),
        exhausted: info.getItrExhausted(),
        reads: (info.getRawReads()?.getKvReadsList() ?? []).map(toRead),
        ...(merkle !== undefined && { summary: toSummary(merkle) }),
      }
    }),
    writes: message.getWritesList().map(toWrite),
    metadataWrites: message
      .getMetadataWritesList()
      .map((write) => ({ key: write.getKey(), entries: toEntries(write.getEntriesList()) })),
  }
}

function toHashes(message: Message<typeof kvrwset.HashedRWSet>): Omit<CollectionHashes, 'collection' | 'privateHash'> {
  return {
    reads: message
      .getHashedReadsList()
      .map((read) => ({ keyHash: read.getKeyHash_asU8(), version: toVersion(read.getVersion()) })),
    writes: message.getHashedWritesList().map((write) => ({
      keyHash: write.getKeyHash_asU8(),
      isDelete: write.getIsDelete(),
      isPurge: write.getIsPurge(),
      valueHash: write.getValueHash_asU8(),
    })),
    metadataWrites: message
      .getMetadataWritesList()
      .map((write) => ({ keyHash: write.getKeyHash_asU8(), entries: toEntries(write.getEntriesList()) })),
  }
}

function toRead(message: Message<typeof kvrwset.KVRead>): Read {
  return { key: message.getKey(), version: toVersion(message.getVersion()) }
}

function toWrite(message: Message<typeof kvrwset.KVWrite>): Write {
  return { key: message.getKey(), isDelete: message.getIsDelete(), value: message.getValue_asU8() }
}

function toEntries(messages: readonly Message<typeof kvrwset.KVMetadataEntry>[]): MetadataEntries {
  return messages.map((message) => ({ name: message.getName(), value: message.getValue_asU8() }))
}

function toVersion(message: Message<typeof kvrwset.Version> | undefined): Version | undefined {
  return message === undefined ? undefined : { block: message.getBlockNum(), tx: message.getTxNum() }
}

import type { CollectionDefinition } from '../chaincode/definition'
import { sameBytes, sha256 } from '../wire/hashing'
import { decodePrivateSets, decodePrivateWrites, encodePrivateSets } from '../wire/rwset'
import type { CollectionHashes, NamespaceSet, PrivateSet, Version } from '../wire/rwset'
import { isMember } from './collections'
import { purgeKey, scheduleExpiry } from './private-removal'
import { hashesOf, privateStateOf, readState, writeState } from './state'
import type { Store } from './store'
import { isSameVersion } from './versions'

export interface PrivateContext {
  readonly store: Store
  readonly mspIds: readonly string[]
  readonly collection: (chaincode: string, name: string) => CollectionDefinition | undefined
  /** True while private data must not reach this organisation with its block. */
  readonly withheld: (mspId: string) => boolean
}

/** One transaction's writes to one collection. */
export interface PrivatePlace {
  readonly namespace: string
  readonly collection: string
  readonly version: Version
}

/** Gives what a valid transaction wrote privately to the members that hold it, and notes what they miss. */
export function commitPrivateData(
  txId: string,
  version: Version,
  sets: readonly NamespaceSet[],
  context: PrivateContext,
): void {
  const transient = once(() => transientSets(context.store, txId))
  for (const { namespace, collections } of sets) {
    for (const hashes of collections) {
      const collection = context.collection(namespace, hashes.collection)
      if (hashes.privateHash.length === 0 || collection === undefined) continue
      const place = { namespace, collection: collection.name, version }
      deliver(place, collection, findSet(transient(), place, hashes), context)
      scheduleExpiry(context.store, place, collection, hashes)
      for (const { keyHash, isPurge } of hashes.writes) if (isPurge) purgeKey(context, place, keyHash)
    }
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function transientSets(store: Store, txId: string): readonly PrivateSet[] {
  const rows = store.all<{ bytes: Uint8Array }>('SELECT DISTINCT bytes FROM transient WHERE tx_id = ?', txId)
  return rows.flatMap(({ bytes }) => decodePrivateSets(bytes))
}

/** A member that did not receive the data at endorsement takes it from one that did, as Fabric's peers do at commit. */
function findSet(
  sets: readonly PrivateSet[],
  place: PrivatePlace,
  { privateHash }: CollectionHashes,
): PrivateSet | undefined {
  return sets.find(
    ({ namespace, collection, bytes }) =>
      namespace === place.namespace && collection === place.collection && sameBytes(sha256(bytes), privateHash),
  )
}

const NOTE_MISSING = 'INSERT OR IGNORE INTO missing VALUES (?, ?, ?, ?, ?)'

function deliver(
  place: PrivatePlace,
  collection: CollectionDefinition,
  set: PrivateSet | undefined,
  { store, mspIds, withheld }: PrivateContext,
): void {
  const { namespace, version } = place
  for (const mspId of mspIds) {
    if (!isMember(collection, mspId)) continue
    if (set === undefined || withheld(mspId)) {
      store.run(NOTE_MISSING, mspId, version.block, version.tx, namespace, place.collection)
    } else {
      keepSet(store, mspId, place, set.bytes)
      const { writes, metadataKeys } = decodePrivateWrites(set.bytes)
      const ns = privateStateOf(namespace, place.collection, mspId)
      for (const { key, isDelete, value } of writes) {
        writeState(store, ns, Buffer.from(key), version, isDelete || value.length === 0 ? null : value, null)
      }
      for (const key of metadataKeys) followHash(store, mspId, place, key)
    }
  }
}

const KEEP_SET = 'INSERT OR REPLACE INTO private_sets VALUES (?, ?, ?, ?, ?, ?)'

function keepSet(
  store: Store,
  mspId: string,
  { namespace, collection, version }: PrivatePlace,
  bytes: Uint8Array,
): void {
  store.run(KEEP_SET, version.block, version.tx, mspId, namespace, collection, bytes)
}

/** A write of metadata alone moves the hash's version; the value that belongs to the hash moves with it. */
function followHash(store: Store, mspId: string, { namespace, collection }: PrivatePlace, key: string): void {
  const ns = privateStateOf(namespace, collection, mspId)
  const held = readState(store, ns, Buffer.from(key))
  const hashed = readState(store, hashesOf(namespace, collection), sha256(key))
  if (held === undefined || hashed === undefined || isSameVersion(held.version, hashed.version)) return
  if (!sameBytes(sha256(held.value), hashed.value)) return
  writeState(store, ns, Buffer.from(key), hashed.version, held.value, null, false)
}

interface MissingRow {
  readonly block: number
  readonly tx: number
  readonly ns: string
  readonly collection: string
}

const MISSING = 'SELECT block, tx, ns, collection FROM missing WHERE msp_id = ? ORDER BY block, tx'
const ANY_SET = 'SELECT bytes FROM private_sets WHERE block = ? AND tx = ? AND ns = ? AND collection = ? LIMIT 1'
const NO_LONGER_MISSING = 'DELETE FROM missing WHERE msp_id = ? AND block = ? AND tx = ? AND ns = ? AND collection = ?'

/** True if an organisation lacks private data that it should hold. */
export function missesPrivateData(mspId: string, store: Store): boolean {
  return store.get('SELECT 1 FROM missing WHERE msp_id = ? LIMIT 1', mspId) !== undefined
}

/** Fetches what an organisation misses from another one that holds it; returns how many keys arrived. */
export function reconcilePrivateData(mspId: string, store: Store): number {
  let arrived = 0
  for (const { block, tx, ns, collection } of store.all<MissingRow>(MISSING, mspId)) {
    const held = store.get<{ bytes: Uint8Array }>(ANY_SET, block, tx, ns, collection)
    if (held === undefined) continue
    const place = { namespace: ns, collection, version: { block, tx } }
    keepSet(store, mspId, place, held.bytes)
    arrived += catchUp(store, mspId, place, held.bytes)
    store.run(NO_LONGER_MISSING, mspId, block, tx, ns, collection)
  }
  return arrived
}

/** Brings old writes into today's state, where they are still what the public hashes say. */
function catchUp(store: Store, mspId: string, place: PrivatePlace, bytes: Uint8Array): number {
  const { writes, metadataKeys } = decodePrivateWrites(bytes)
  const ns = privateStateOf(place.namespace, place.collection, mspId)
  for (const { key, isDelete, value } of writes) {
    const hashed = readState(store, hashesOf(place.namespace, place.collection), sha256(key))
    if (hashed === undefined) {
      if (isDelete) writeState(store, ns, Buffer.from(key), place.version, null, null)
    } else if (!isDelete && sameBytes(sha256(value), hashed.value)) {
      writeState(store, ns, Buffer.from(key), hashed.version, value, null)
    }
  }
  for (const key of metadataKeys) followHash(store, mspId, place, key)
  return writes.length
}

const MISSED_BY_NEW_MEMBER = `INSERT OR IGNORE INTO missing
  SELECT DISTINCT ?1, block, tx, ns, collection FROM private_sets AS held
  WHERE ns = ?2 AND collection = ?3 AND NOT EXISTS (SELECT 1 FROM private_sets AS own
    WHERE own.block = held.block AND own.tx = held.tx AND own.msp_id = ?1 AND own.ns = ?2 AND own.collection = ?3)`

/** An organisation that has become a member of a collection misses what was written before. */
export function noteNewMembers(namespace: string, collection: CollectionDefinition, context: PrivateContext): void {
  for (const mspId of context.mspIds) {
    if (isMember(collection, mspId)) context.store.run(MISSED_BY_NEW_MEMBER, mspId, namespace, collection.name)
  }
}

interface SetRow {
  readonly tx: number
  readonly ns: string
  readonly collection: string
  readonly bytes: Uint8Array
}

/** What an organisation holds of a block's private data: `rwset.TxPvtReadWriteSet` by position of the transaction. */
export function privateDataOfBlock(block: number, mspId: string, store: Store): ReadonlyMap<number, Uint8Array> {
  const rows = store.all<SetRow>(
    'SELECT tx, ns, collection, bytes FROM private_sets WHERE block = ? AND msp_id = ? ORDER BY tx, ns, collection',
    block,
    mspId,
  )
  return new Map(
    [...Map.groupBy(rows, ({ tx }) => tx)].map(([tx, sets]) => [
      tx,
      encodePrivateSets(sets.map(({ ns, collection, bytes }) => ({ namespace: ns, collection, bytes }))),
    ]),
  )
}

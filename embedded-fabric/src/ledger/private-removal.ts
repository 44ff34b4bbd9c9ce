import type { CollectionDefinition } from '../chaincode/definition'
import { sameBytes, sha256 } from '../wire/hashing'
import { decodePrivateWrites, encodePrivateWrites } from '../wire/rwset'
import type { CollectionHashes } from '../wire/rwset'
import type { PrivateContext, PrivatePlace } from './private-data'
import { hashesOf, privateStateOf, readState, writeState } from './state'
import type { Store } from './store'
import { isSameVersion } from './versions'

interface SetRow {
  readonly msp_id: string
  readonly bytes: Uint8Array
}

const SETS = 'SELECT msp_id, bytes FROM private_sets WHERE block = ? AND tx = ? AND ns = ? AND collection = ?'
const WRITERS = 'SELECT block, tx FROM history WHERE ns = ? AND key = ? AND (block < ? OR block = ? AND tx < ?)'
const REWRITE_SET =
  'UPDATE private_sets SET bytes = ? WHERE block = ? AND tx = ? AND msp_id = ? AND ns = ? AND collection = ?'

/** Takes every value of a purged key from everywhere it is held; the deletion of its hash stays. */
export function purgeKey({ store, mspIds }: PrivateContext, place: PrivatePlace, keyHash: Uint8Array): void {
  const { namespace, collection, version } = place
  const names = new Set<string>()
  const isPurged = (key: string): boolean => {
    const purged = sameBytes(sha256(key), keyHash)
    if (purged) names.add(key)
    return purged
  }
  const { block, tx } = version
  const writers = store.all<{ block: number; tx: number }>(
    WRITERS,
    hashesOf(namespace, collection),
    keyHash,
    block,
    block,
    tx,
  )
  for (const writer of writers) {
    for (const row of store.all<SetRow>(SETS, writer.block, writer.tx, namespace, collection)) {
      const { writes, metadataKeys } = decodePrivateWrites(row.bytes)
      const kept = { writes: writes.filter(({ key }) => !isPurged(key)), metadataKeys }
      if (kept.writes.length === writes.length) continue
      store.run(REWRITE_SET, encodePrivateWrites(kept), writer.block, writer.tx, row.msp_id, namespace, collection)
    }
  }
  for (const name of names) {
    for (const mspId of mspIds) forget(store, privateStateOf(namespace, collection, mspId), Buffer.from(name))
  }
}

function forget(store: Store, ns: string, key: Uint8Array): void {
  store.run('DELETE FROM state WHERE ns = ? AND key = ?', ns, key)
  store.run('DELETE FROM history WHERE ns = ? AND key = ?', ns, key)
}

/** Notes when the written keys' blocks to live are over. */
export function scheduleExpiry(
  store: Store,
  { namespace, version: { block, tx }, collection: name }: PrivatePlace,
  collection: CollectionDefinition,
  { writes, metadataWrites }: CollectionHashes,
): void {
  if (collection.blockToLive === 0) return
  for (const { keyHash } of [...writes, ...metadataWrites]) {
    const atBlock = block + collection.blockToLive + 1
    store.run('INSERT OR IGNORE INTO expiries VALUES (?, ?, ?, ?, ?, ?)', atBlock, block, tx, namespace, name, keyHash)
  }
}

interface ExpiryRow {
  readonly block: number
  readonly tx: number
  readonly ns: string
  readonly collection: string
  readonly key_hash: Uint8Array
}

/** Stands behind every transaction of its block. */
const AFTER_ALL = Number.MAX_SAFE_INTEGER

/**
 * Removes private data, and its hashes, whose blocks to live end with this block. What has been written again since
 * lives on.
 */
export function expirePrivateData(block: number, { store, mspIds }: PrivateContext): void {
  const rows = store.all<ExpiryRow>('SELECT * FROM expiries WHERE at_block <= ? ORDER BY block, tx', block)
  for (const row of rows) {
    const version = { block: row.block, tx: row.tx }
    const hashes = hashesOf(row.ns, row.collection)
    if (isSameVersion(readState(store, hashes, row.key_hash)?.version, version)) {
      writeState(store, hashes, row.key_hash, { block, tx: AFTER_ALL }, null, null)
    }
    for (const { bytes } of store.all<SetRow>(SETS, row.block, row.tx, row.ns, row.collection)) {
      const { writes, metadataKeys } = decodePrivateWrites(bytes)
      for (const key of [...writes.map(({ key }) => key), ...metadataKeys]) {
        for (const mspId of mspIds) {
          forgetVersion(store, privateStateOf(row.ns, row.collection, mspId), Buffer.from(key), row)
        }
      }
    }
  }
  for (const { block: at, tx, ns, collection } of rows) {
    const place = [at, tx, ns, collection] as const
    store.run('DELETE FROM private_sets WHERE block = ? AND tx = ? AND ns = ? AND collection = ?', ...place)
    store.run('DELETE FROM missing WHERE block = ? AND tx = ? AND ns = ? AND collection = ?', ...place)
  }
  if (rows.length > 0) store.run('DELETE FROM expiries WHERE at_block <= ?', block)
}

function forgetVersion(store: Store, ns: string, key: Uint8Array, { block, tx }: { block: number; tx: number }): void {
  store.run('DELETE FROM state WHERE ns = ? AND key = ? AND block = ? AND tx = ?', ns, key, block, tx)
  store.run('DELETE FROM history WHERE ns = ? AND key = ? AND block = ? AND tx = ?', ns, key, block, tx)
}

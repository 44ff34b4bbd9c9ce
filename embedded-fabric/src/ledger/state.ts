import { kvMetadata, readMetadata } from './metadata'
import type { Row, Store } from './store'
import type { MetadataEntries, Version } from '../wire/rwset'

/** A key's value and version as of some block. */
export interface StateValue {
  readonly version: Version
  readonly value: Uint8Array
  readonly metadata: Uint8Array | undefined
}

export interface StateEntry extends StateValue {
  readonly key: Uint8Array
}

/** Namespace of the hashes of a collection's keys and values, which every organisation holds. */
export function hashesOf(namespace: string, collection: string): string {
  return `${namespace}$$h${collection}`
}

/** Namespace of a collection's data at one organisation. */
export function privateStateOf(namespace: string, collection: string, mspId: string): string {
  return `${namespace}$$p${collection}@${mspId}`
}

const NEWEST = 'SELECT key, block, tx, value, metadata FROM state WHERE ns = ? AND key = ?'
const AS_OF = `SELECT key, block, tx, value, metadata FROM history WHERE ns = ? AND key = ? AND block <= ?
  ORDER BY block DESC, tx DESC LIMIT 1`
const RANGE =
  'SELECT key, block, tx, value, metadata FROM state WHERE ns = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?'
const RANGE_OPEN = 'SELECT key, block, tx, value, metadata FROM state WHERE ns = ? AND key >= ? ORDER BY key LIMIT ?'
const CHUNK = 100

/** The value of a key as of a block (default: now); undefined when there is none. */
export function readState(store: Store, ns: string, key: Uint8Array, atBlock = Infinity): StateValue | undefined {
  const row = store.get<Row>(NEWEST, ns, key)
  return row === undefined ? undefined : asOf(store, ns, row, atBlock)
}

function asOf(store: Store, ns: string, newest: Row, atBlock: number): StateEntry | undefined {
  const row = newest.block <= atBlock ? newest : store.get<Row>(AS_OF, ns, newest.key, atBlock)
  if (row?.value == null) return undefined
  return {
    key: row.key,
    version: { block: row.block, tx: row.tx },
    value: row.value,
    metadata: row.metadata ?? undefined,
  }
}

/** Keys and values of `[start, end)` in byte order, read piece by piece, as of a block. An empty `end` is no end. */
export function* scanState(
  store: Store,
  ns: string,
  start: Uint8Array,
  end: Uint8Array,
  atBlock = Infinity,
): Generator<StateEntry, undefined> {
  let from = start
  for (;;) {
    const rows =
      end.length === 0 ? store.all<Row>(RANGE_OPEN, ns, from, CHUNK) : store.all<Row>(RANGE, ns, from, end, CHUNK)
    for (const row of rows) {
      const entry = asOf(store, ns, row, atBlock)
      if (entry !== undefined) yield entry
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < CHUNK) return undefined
    from = Buffer.concat([last.key, Buffer.from([0])])
  }
}

const WRITE_STATE = 'INSERT OR REPLACE INTO state VALUES (?, ?, ?, ?, ?, ?)'
const WRITE_HISTORY = 'INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?, ?, ?, ?)'

/**
 * Writes a value (null: deletes the key, and its metadata with it).
 * @param written false when the value stays as it was: the key's history then does not show it.
 */
export function writeState(
  store: Store,
  ns: string,
  key: Uint8Array,
  { block, tx }: Version,
  value: Uint8Array | null,
  metadata: Uint8Array | null,
  written = true,
): void {
  store.run(WRITE_STATE, ns, key, block, tx, value, metadata)
  store.run(WRITE_HISTORY, ns, key, block, tx, value, metadata, written ? 1 : 0)
}

/** One transaction's change of a key: a value (null: deletion), metadata, or both. */
export interface Change {
  readonly value?: Uint8Array | null
  readonly entries?: MetadataEntries
}

/**
 * Applies a change. A deletion takes the metadata with it; metadata of a key without value is dropped, as in Fabric.
 * @returns the key's new value, or undefined when nothing changed.
 */
export function changeState(
  store: Store,
  ns: string,
  key: Uint8Array,
  version: Version,
  change: Change,
): Uint8Array | null | undefined {
  const before = change.value === null ? undefined : readState(store, ns, key)
  const value = change.value === undefined ? before?.value : change.value
  if (value === undefined) return undefined
  const metadata = change.entries === undefined ? before?.metadata : kvMetadata(change.entries)
  writeState(store, ns, key, version, value, value === null ? null : (metadata ?? null), change.value !== undefined)
  return value
}

/** The named metadata of a key. */
export function metadataOf(value: StateValue | undefined): ReadonlyMap<string, Uint8Array> {
  return value?.metadata === undefined ? NO_METADATA : readMetadata(value.metadata)
}

const NO_METADATA: ReadonlyMap<string, Uint8Array> = new Map()

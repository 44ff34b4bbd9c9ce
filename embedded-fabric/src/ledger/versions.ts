import { isSameSummary, summarizeRange } from '../wire/range-summary'
import type { NamespaceSet, RangeRead, Version } from '../wire/rwset'
import { CODE, InvalidTransaction } from '../wire/transaction'
import { hashesOf, scanState } from './state'
import type { Store } from './store'

/**
 * Checks that all that was read is still as it was read, also after the earlier transactions of the block.
 * @throws InvalidTransaction with MVCC_READ_CONFLICT or PHANTOM_READ_CONFLICT.
 */
export function checkVersions(sets: readonly NamespaceSet[], block: number, store: Store): void {
  for (const { namespace, reads, ranges, collections } of sets) {
    for (const { key, version } of reads) checkVersion(namespace, Buffer.from(key), version, block, store)
    for (const range of ranges) checkRange(namespace, range, store)
    for (const hashes of collections) {
      const ns = hashesOf(namespace, hashes.collection)
      for (const { keyHash, version } of hashes.reads) checkVersion(ns, keyHash, version, block, store)
    }
  }
}

const VERSION = 'SELECT block, tx, value IS NULL AS deleted FROM state WHERE ns = ? AND key = ?'

function checkVersion(ns: string, key: Uint8Array, read: Version | undefined, block: number, store: Store): void {
  const row = store.get<Version & { readonly deleted: number }>(VERSION, ns, key)
  const now = row?.deleted === 0 ? row : undefined
  // As in Fabric a key that this block has touched is a conflict even if it is absent as before.
  if (row?.block === block || !isSameVersion(now, read)) {
    throw new InvalidTransaction(CODE.MVCC_READ_CONFLICT, `a key read in ${ns} has changed`)
  }
}

function checkRange(ns: string, range: RangeRead, store: Store): void {
  const entries = scanState(store, ns, Buffer.from(range.startKey), endOf(range))
  if (range.summary !== undefined) {
    const reads = [...entries].map(({ key, version }) => ({ key: Buffer.from(key).toString(), version }))
    if (isSameSummary(range.summary, summarizeRange(reads, range.summary.maxDegree))) return
    throw phantom(ns)
  }
  const isSame = range.reads.every((read) => {
    const { done, value: entry } = entries.next()
    if (done === true) return false
    return Buffer.compare(entry.key, Buffer.from(read.key)) === 0 && isSameVersion(entry.version, read.version)
  })
  if (!isSame || entries.next().done !== true) {
    throw phantom(ns)
  }
}

function phantom(ns: string): InvalidTransaction {
  return new InvalidTransaction(CODE.PHANTOM_READ_CONFLICT, `a range read in ${ns} has changed`)
}

/** A range that was left early ends with the last key that was looked at, and includes it. */
function endOf({ endKey, exhausted }: RangeRead): Uint8Array {
  return Buffer.from(exhausted ? endKey : `${endKey}\0`)
}

/** True if both are the same version, or both are none. */
export function isSameVersion(a: Version | undefined, b: Version | undefined): boolean {
  return a?.block === b?.block && a?.tx === b?.tx
}

import { ledger } from '@hyperledger/fabric-protos'
import { sha256 } from './hashing'
import { readMessage } from './read-message'
import type { Read } from './read-message'

/** What stands in a read set in place of a range's many results: the top of a tree of hashes over them. */
export interface RangeSummary {
  /** Each hash stands for up to one more than this many results, or hashes of the level below. */
  readonly maxDegree: number
  readonly level: number
  readonly hashes: readonly Uint8Array[]
}

/** Fabric's own: up to so many results stand in the read set one by one. */
export const MAX_DEGREE = 50

/** Summarises a range's results as Fabric does; undefined when they are so few that they stand there themselves. */
export function summarizeRange(reads: readonly Read[], maxDegree = MAX_DEGREE): RangeSummary | undefined {
  if (maxDegree < 2 || reads.length <= maxDegree) return undefined
  const levels: Uint8Array[][] = [[]]
  for (let from = 0; from < reads.length; from += maxDegree + 1) {
    addHash(levels, hashOfReads(reads.slice(from, from + maxDegree + 1)), maxDegree)
  }
  return closed(levels, maxDegree)
}

/** True if both stand for the same results. */
export function isSameSummary(a: RangeSummary, b: RangeSummary | undefined): boolean {
  return (
    a.maxDegree === b?.maxDegree &&
    a.level === b.level &&
    a.hashes.length === b.hashes.length &&
    a.hashes.every((hash, index) => Buffer.compare(hash, b.hashes[index] ?? new Uint8Array()) === 0)
  )
}

function hashOfReads(reads: readonly Read[]): Uint8Array {
  const message = new ledger.rwset.kvrwset.QueryReads()
  message.setKvReadsList(reads.map(readMessage))
  return sha256(message.serializeBinary())
}

/** A level that has more than `maxDegree` hashes becomes one hash of the level above. */
function addHash(levels: Uint8Array[][], leaf: Uint8Array, maxDegree: number): void {
  let hash = leaf
  for (let level = 0; ; level++) {
    const hashes = [...(levels[level] ?? []), hash]
    if (hashes.length <= maxDegree) {
      levels[level] = hashes
      return
    }
    levels[level] = []
    hash = sha256(Buffer.concat(hashes))
  }
}

/** What is left on the lower levels goes into one more hash of the highest. */
function closed(levels: readonly Uint8Array[][], maxDegree: number): RangeSummary {
  let carried: readonly Uint8Array[] = []
  for (const hashes of levels.slice(0, -1)) {
    const all = [...hashes, ...carried]
    carried = all.length > 1 ? [sha256(Buffer.concat(all))] : all
  }
  const top = [...(levels.at(-1) ?? []), ...carried]
  if (top.length <= maxDegree) return { maxDegree, level: levels.length, hashes: top }
  return { maxDegree, level: levels.length + 1, hashes: [sha256(Buffer.concat(top))] }
}

import { lengthDelimited, varint } from './frame'
import { sha256 } from './hashing'
import type { Version } from './rwset'

/** The last change that a block makes to a key of public state, or to the hash of a private one. */
export interface KeyChange {
  readonly namespace: string
  /** Empty for public state. */
  readonly collection: string
  readonly key: Uint8Array
  readonly version: Version
  /** null: deleted. */
  readonly value: Uint8Array | null
}

/**
 * What two peers compare to know that they committed the same: SHA-256 over the validation codes, every change of the
 * block and the hash of the block before (Fabric: `addBlockCommitHash`).
 */
export function commitHash(codes: Uint8Array, changes: readonly KeyChange[], previous: Uint8Array): Uint8Array {
  return sha256(varint(codes.length), codes, changesBytes(changes), previous)
}

/** Namespace and collection are written with their first key only, as in Fabric's `deterministicBytesForPubAndHashUpdates`. */
function changesBytes(changes: readonly KeyChange[]): Uint8Array {
  let previous: KeyChange | undefined
  const parts = lastOfEachKey(changes).map((change) => {
    const sameNamespace = previous?.namespace === change.namespace
    const namespace = sameNamespace ? '' : change.namespace
    const collection = sameNamespace && previous?.collection === change.collection ? '' : change.collection
    previous = change
    return lengthDelimited(1, changeBytes(change, namespace, collection))
  })
  return Buffer.concat(parts)
}

function lastOfEachKey(changes: readonly KeyChange[]): readonly KeyChange[] {
  const sorted = [...changes].sort(byPlace)
  return sorted.filter((change, index) => {
    const next = sorted[index + 1]
    return next === undefined || byPlace(change, next) !== 0
  })
}

function byPlace(a: KeyChange, b: KeyChange): number {
  return (
    Buffer.compare(Buffer.from(a.namespace), Buffer.from(b.namespace)) ||
    Buffer.compare(Buffer.from(a.collection), Buffer.from(b.collection)) ||
    Buffer.compare(a.key, b.key)
  )
}

function changeBytes({ key, value, version }: KeyChange, namespace: string, collection: string): Uint8Array {
  return Buffer.concat([
    field(1, Buffer.from(namespace)),
    field(2, Buffer.from(collection)),
    field(3, key),
    value === null ? Buffer.from([0x20, 1]) : field(5, value),
    field(6, Buffer.concat([orderedNumber(version.block), orderedNumber(version.tx)])),
  ])
}

function field(number: number, bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 ? bytes : lengthDelimited(number, bytes)
}

/** Fabric's `EncodeOrderPreservingVarUint64`: the count of bytes, then the bytes. */
function orderedNumber(value: number): Buffer {
  if (value === 0) return Buffer.from([0])
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

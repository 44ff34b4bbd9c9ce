import type { SignaturePolicy } from '../policy/signature-policy'
import { sha256 } from '../wire/hashing'
import { encodePrivateSets, encodePrivateWrites, encodeReadWriteSet } from '../wire/rwset'
import type {
  CollectionHashes,
  HashedRead,
  MetadataEntries,
  NamespaceSet,
  PrivateSet,
  RangeRead,
  Read,
  Version,
  Write,
} from '../wire/rwset'
import { summarizeRange } from '../wire/range-summary'
import { byBytes, interestOf } from './interest'
import type { SimulationResult } from './simulator'

interface PrivateWrite extends Write {
  readonly isPurge: boolean
}

export interface CollectionRecord {
  readonly reads: Map<string, HashedRead>
  readonly writes: Map<string, PrivateWrite>
  readonly metadata: Map<string, MetadataEntries>
}

export interface NamespaceRecord {
  readonly reads: Map<string, Read>
  readonly ranges: RecordedRange[]
  readonly writes: Map<string, Write>
  readonly metadata: Map<string, MetadataEntries>
  readonly collections: Map<string, CollectionRecord>
}

/** A range that is being read; it grows with every result. */
export interface RecordedRange {
  readonly startKey: string
  endKey: string
  exhausted: boolean
  readonly reads: Read[]
}

/** A written key, for the plan of endorsements: its own policy, if it has one; throws when that is none. */
export interface WrittenKey {
  readonly collection: string
  readonly key: string
  readonly policy: () => SignaturePolicy | undefined
}

/** What one transaction reads and writes; the results do not depend on the order in which it did so. */
export class ReadWriteSet {
  readonly #namespaces = new Map<string, NamespaceRecord>()
  readonly #writtenKeys = new Map<string, Map<string, WrittenKey>>()
  readonly #privateReads = new Map<string, Set<string>>()

  read(namespace: string, key: string, version: Version | undefined): void {
    this.#namespace(namespace).reads.set(key, { key, version })
  }

  /** The range counts from its first result, or its end, on. */
  range(namespace: string, range: RecordedRange): void {
    this.#namespace(namespace).ranges.push(range)
  }

  write(namespace: string, write: Write): void {
    this.#namespace(namespace).writes.set(write.key, write)
  }

  metadata(namespace: string, key: string, entries: MetadataEntries): void {
    this.#namespace(namespace).metadata.set(key, entries)
  }

  hashedRead(namespace: string, collection: string, key: string, read: HashedRead): void {
    this.#collection(namespace, collection).reads.set(key, read)
  }

  /** A value of a collection was read, not only its hash. */
  privateRead(namespace: string, collection: string): void {
    const collections = this.#privateReads.get(namespace) ?? new Set()
    this.#privateReads.set(namespace, collections.add(collection))
  }

  privateWrite(namespace: string, collection: string, write: PrivateWrite): void {
    this.#collection(namespace, collection).writes.set(write.key, write)
  }

  privateMetadata(namespace: string, collection: string, key: string, entries: MetadataEntries): void {
    this.#collection(namespace, collection).metadata.set(key, entries)
  }

  writtenKey(namespace: string, written: WrittenKey): void {
    const keys = this.#writtenKeys.get(namespace) ?? new Map<string, WrittenKey>()
    this.#writtenKeys.set(namespace, keys.set(`${written.collection}\0${written.key}`, written))
  }

  results(): SimulationResult {
    const sets = sorted(this.#namespaces).map(([name, record]) => namespaceSet(name, record))
    const privateSets = sets.flatMap((set) => set.privateSets)
    return {
      publicResults: encodeReadWriteSet(sets.map(({ set }) => set)),
      ...(privateSets.length > 0 ? { privateResults: encodePrivateSets(privateSets) } : {}),
      interest: interestOf(
        sets.map(({ set }) => set),
        this.#writtenKeys,
        this.#privateReads,
      ),
    }
  }

  #namespace(name: string): NamespaceRecord {
    let record = this.#namespaces.get(name)
    if (record === undefined) {
      record = { reads: new Map(), ranges: [], writes: new Map(), metadata: new Map(), collections: new Map() }
      this.#namespaces.set(name, record)
    }
    return record
  }

  #collection(namespace: string, name: string): CollectionRecord {
    const { collections } = this.#namespace(namespace)
    let record = collections.get(name)
    if (record === undefined) {
      record = { reads: new Map(), writes: new Map(), metadata: new Map() }
      collections.set(name, record)
    }
    return record
  }
}

function namespaceSet(name: string, record: NamespaceRecord): { set: NamespaceSet; privateSets: PrivateSet[] } {
  const collections = sorted(record.collections).map(([collection, hashes]) => collectionSet(name, collection, hashes))
  return {
    set: {
      namespace: name,
      reads: values(record.reads),
      ranges: uniqueRanges(record.ranges),
      writes: values(record.writes),
      metadataWrites: sorted(record.metadata).map(([key, entries]) => ({ key, entries })),
      collections: collections.map(({ hashes }) => hashes),
    },
    privateSets: collections.flatMap(({ set }) => (set === undefined ? [] : [set])),
  }
}

/** Ranges stand in the order in which they were read, each once. */
function uniqueRanges(ranges: readonly RecordedRange[]): readonly RangeRead[] {
  const unique = new Map<string, RangeRead>()
  for (const range of ranges) {
    if (!range.exhausted && range.reads.length === 0) continue
    const name = `${range.startKey}\0${range.endKey}\0${range.exhausted}`
    if (!unique.has(name)) unique.set(name, summarized(range))
  }
  return [...unique.values()]
}

function summarized(range: RecordedRange): RangeRead {
  const summary = summarizeRange(range.reads)
  return summary === undefined ? range : { ...range, reads: [], summary }
}

function collectionSet(
  namespace: string,
  collection: string,
  record: CollectionRecord,
): { hashes: CollectionHashes; set: PrivateSet | undefined } {
  const writes = values(record.writes)
  const metadata = sorted(record.metadata)
  const wrote = writes.length + metadata.length > 0
  const bytes = wrote ? encodePrivateWrites({ writes, metadataKeys: metadata.map(([key]) => key) }) : undefined
  return {
    hashes: {
      collection,
      reads: values(record.reads),
      writes: writes.map(({ key, isDelete, isPurge, value }) => ({
        keyHash: sha256(key),
        isDelete,
        isPurge,
        valueHash: isDelete ? NOTHING : sha256(value),
      })),
      metadataWrites: metadata.map(([key, entries]) => ({ keyHash: sha256(key), entries })),
      privateHash: bytes === undefined ? NOTHING : sha256(bytes),
    },
    set: bytes === undefined ? undefined : { namespace, collection, bytes },
  }
}

const NOTHING = new Uint8Array()

function values<T>(map: ReadonlyMap<string, T>): readonly T[] {
  return sorted(map).map(([, value]) => value)
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => byBytes(a, b))
}

import { MemoryLedger } from '@eco/domain'
import type { PublicState } from '@eco/domain'
import type { EndorsedTransaction } from '../ledger/transaction'
import type { NamespaceSet, Version } from '../ledger/write-set'
import { LIFECYCLE } from './policies'

/** The ledger's data as it follows from the blocks so far, and which transaction last wrote what. */
export class WorldState implements PublicState {
  readonly #ledger = new MemoryLedger()
  readonly #private = new Map<string, string>()
  readonly #versions = new Map<string, Version>()
  readonly #chaincode: string

  constructor(chaincode: string) {
    this.#chaincode = chaincode
  }

  read(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#ledger.value(key))
  }

  /** Every public record of the register by its key. */
  records(): ReadonlyMap<string, string> {
    return new Map(this.#ledger.keys().map((key) => [key, this.#ledger.value(key) ?? '']))
  }

  privateHash(collection: string, keyHash: string): Promise<string | undefined> {
    return Promise.resolve(this.#private.get(`${collection}/${keyHash}`))
  }

  /** What a transaction read that had changed in between, by name; nothing where all was as it read it. */
  staleReads({ sets }: EndorsedTransaction): readonly string[] {
    return sets.flatMap((set) => [
      ...set.reads
        .filter(({ key, version }) => this.#isKnown(set, key) && !this.#isAt(placeOf(set, key), version))
        .map(({ key }) => key),
      ...set.collections.flatMap(({ collection, reads }) =>
        reads
          .filter(({ keyHash, version }) => !this.#isAt(privatePlaceOf(set, collection, keyHash), version))
          .map(({ keyHash }) => `${collection}/${keyHash}`),
      ),
    ])
  }

  /** Which transaction last wrote what is under a key; undefined where nothing is. */
  versionOf(namespace: string, key: string): Version | undefined {
    return this.#versions.get(`${namespace}\n${key}`)
  }

  /** Takes over what a valid transaction wrote. */
  apply({ sets, transactionId }: EndorsedTransaction, version: Version): void {
    for (const set of sets) {
      this.#applyPublic(set, transactionId, version)
      for (const { collection, writes } of set.collections) {
        for (const { keyHash, valueHash } of writes) {
          this.#mark(privatePlaceOf(set, collection, keyHash), valueHash === undefined ? undefined : version)
          if (set.namespace === this.#chaincode) this.#keepPrivate(`${collection}/${keyHash}`, valueHash)
        }
      }
    }
  }

  #applyPublic(set: NamespaceSet, transactionId: string, version: Version): void {
    const texts = new Map<string, string>()
    for (const { key, value } of set.writes) {
      this.#mark(placeOf(set, key), value === undefined ? undefined : version)
      if (value !== undefined) texts.set(key, Buffer.from(value).toString('utf8'))
    }
    if (set.namespace === this.#chaincode) this.#ledger.commit(transactionId, texts)
  }

  #keepPrivate(place: string, valueHash: string | undefined): void {
    if (valueHash === undefined) this.#private.delete(place)
    else this.#private.set(place, valueHash)
  }

  #mark(place: string, version: Version | undefined): void {
    if (version === undefined) this.#versions.delete(place)
    else this.#versions.set(place, version)
  }

  // The embedded channel knows its contract from its configuration: what members agree on stands in none of its blocks.
  #isKnown(set: NamespaceSet, key: string): boolean {
    return set.namespace !== LIFECYCLE || this.#versions.has(placeOf(set, key))
  }

  #isAt(place: string, version: Version | undefined): boolean {
    const own = this.#versions.get(place)
    return own?.block === version?.block && own?.transaction === version?.transaction
  }
}

function placeOf({ namespace }: NamespaceSet, key: string): string {
  return `${namespace}\n${key}`
}

function privatePlaceOf({ namespace }: NamespaceSet, collection: string, keyHash: string): string {
  return `${namespace}\n${collection}\n${keyHash}`
}

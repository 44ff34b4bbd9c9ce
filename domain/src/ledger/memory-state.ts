import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { KeyVersion, LedgerState } from './ledger-state'

/** A ledger in memory: what an audit rebuilds from the blocks, and what rules are tried on without a channel. */
export class MemoryLedger {
  readonly #versions = new Map<string, KeyVersion[]>()
  readonly #private = new Map<string, Uint8Array>()

  /** What the last committed transaction left under a key. */
  value(key: string): string | undefined {
    return this.#versions.get(key)?.at(-1)?.text
  }

  /** Every key that was ever written, in the order of the first writing. */
  keys(): readonly string[] {
    return [...this.#versions.keys()]
  }

  /** What a private collection holds. */
  privateValue(collection: string, key: string): Uint8Array | undefined {
    return this.#private.get(`${collection}\n${key}`)
  }

  commit(transactionId: string, writes: ReadonlyMap<string, string>): void {
    for (const [key, text] of writes) {
      this.#versions.set(key, [...(this.#versions.get(key) ?? []), { transactionId, text }])
    }
  }

  /** Runs something as one transaction would be simulated: its writes are kept apart until they are committed. */
  simulate(transient: Readonly<Record<string, Uint8Array>> = {}): Simulation {
    return new Simulation(this, this.#versions, this.#private, transient)
  }
}

/** One transaction on a ledger in memory; reads give what was committed before. */
export class Simulation implements LedgerState {
  readonly reads: string[] = []
  readonly writes = new Map<string, string>()
  readonly privateWrites = new Map<string, Uint8Array | undefined>()
  readonly #ledger: MemoryLedger
  readonly #versions: ReadonlyMap<string, readonly KeyVersion[]>
  readonly #private: Map<string, Uint8Array>
  readonly #transient: Readonly<Record<string, Uint8Array>>

  constructor(
    ledger: MemoryLedger,
    versions: ReadonlyMap<string, readonly KeyVersion[]>,
    privateData: Map<string, Uint8Array>,
    transient: Readonly<Record<string, Uint8Array>>,
  ) {
    this.#ledger = ledger
    this.#versions = versions
    this.#private = privateData
    this.#transient = transient
  }

  get(key: string): Promise<string | undefined> {
    this.reads.push(key)
    return Promise.resolve(this.#ledger.value(key))
  }

  put(key: string, text: string): Promise<void> {
    this.writes.set(key, text)
    return Promise.resolve()
  }

  versions(key: string): Promise<readonly KeyVersion[]> {
    return Promise.resolve(this.#versions.get(key) ?? [])
  }

  privateHash(collection: string, key: string): Promise<string | undefined> {
    const value = this.#ledger.privateValue(collection, key)
    return Promise.resolve(value === undefined ? undefined : bytesToHex(sha256(value)))
  }

  transient(name: string): Uint8Array | undefined {
    return this.#transient[name]
  }

  getPrivate(collection: string, key: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#ledger.privateValue(collection, key))
  }

  privateKeys(collection: string, prefix: string): Promise<readonly string[]> {
    const places = [...this.#private.keys()].filter((place) => place.startsWith(`${collection}\n${prefix}`))
    return Promise.resolve(places.map((place) => place.slice(collection.length + 1)).sort())
  }

  putPrivate(collection: string, key: string, value: Uint8Array): Promise<void> {
    this.privateWrites.set(`${collection}\n${key}`, value)
    return Promise.resolve()
  }

  purgePrivate(collection: string, key: string): Promise<void> {
    this.privateWrites.set(`${collection}\n${key}`, undefined)
    return Promise.resolve()
  }

  /** Makes what was written visible to the next transaction. */
  commit(transactionId: string): void {
    this.#ledger.commit(transactionId, this.writes)
    for (const [place, value] of this.privateWrites) {
      if (value === undefined) this.#private.delete(place)
      else this.#private.set(place, value)
    }
  }
}

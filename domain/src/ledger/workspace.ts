import type { LedgerState, RecordReader } from './ledger-state'

/**
 * The records that one transaction works on. A record is read from the ledger once; what was written before in the same
 * transaction is seen, which the ledger itself does not offer, so that several entries of a list may touch one record.
 */
export class Workspace implements RecordReader {
  readonly #state: LedgerState
  readonly #read = new Map<string, Promise<string | undefined>>()
  readonly #kept = new Map<string, string>()
  #tried: Map<string, string> | undefined

  constructor(state: LedgerState) {
    this.#state = state
  }

  read(key: string): Promise<string | undefined> {
    const own = this.#tried?.get(key) ?? this.#kept.get(key)
    if (own !== undefined) return Promise.resolve(own)
    const known = this.#read.get(key)
    if (known !== undefined) return known
    const reading = this.#state.get(key)
    this.#read.set(key, reading)
    return reading
  }

  write(key: string, text: string): void {
    ;(this.#tried ?? this.#kept).set(key, text)
  }

  /** Carries out one entry of a list: what it writes counts only if it ends without an error. */
  async attempt<T>(entry: () => Promise<T>): Promise<T> {
    if (this.#tried !== undefined) throw new Error('an entry cannot hold another one')
    const tried = new Map<string, string>()
    this.#tried = tried
    try {
      const value = await entry()
      for (const [key, text] of tried) this.#kept.set(key, text)
      return value
    } finally {
      this.#tried = undefined
    }
  }

  /** How many records will be written. */
  get size(): number {
    return this.#kept.size
  }

  /** Writes what counts to the ledger, in the order of the keys, the same on every peer. */
  async flush(): Promise<void> {
    for (const key of [...this.#kept.keys()].sort()) await this.#state.put(key, this.#kept.get(key) ?? '')
  }
}

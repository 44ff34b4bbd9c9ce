import { EventEmitter, once } from 'node:events'
import type { CommittedBlock, CommittedTransaction, Ledger } from '../ledger/ledger'

/** Blocks as they are committed: nothing is lost and nothing doubled between old blocks and new ones. */
export class BlockFeed {
  readonly #ledger: Ledger
  readonly #emitter = new EventEmitter().setMaxListeners(0)
  #newest: CommittedBlock | undefined

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  get ledger(): Ledger {
    return this.#ledger
  }

  /** Tells everybody who waits that this block is on disk. */
  announce(block: CommittedBlock): void {
    this.#newest = block
    this.#emitter.emit('block')
    for (const transaction of block.transactions) this.#emitter.emit(`tx:${transaction.txId}`, transaction)
  }

  /** Each block from a number on, waiting for those to come until the signal aborts. */
  async *from(number: number, signal: AbortSignal): AsyncGenerator<CommittedBlock, undefined> {
    for (let next = number; !signal.aborted; next++) {
      while (next >= this.#ledger.height) {
        if (!(await this.#nextBlock(signal))) return undefined
      }
      const block = this.#newest?.number === next ? this.#newest : this.#ledger.blockByNumber(next)
      if (block !== undefined) yield block
    }
    return undefined
  }

  /** The outcome of a transaction, now or when it is committed; rejects when the signal aborts. */
  async transaction(txId: string, signal: AbortSignal): Promise<CommittedTransaction> {
    const known = this.#ledger.transaction(txId)
    if (known !== undefined) return known
    const [transaction] = (await once(this.#emitter, `tx:${txId}`, { signal })) as [CommittedTransaction]
    return transaction
  }

  async #nextBlock(signal: AbortSignal): Promise<boolean> {
    try {
      await once(this.#emitter, 'block', { signal })
      return true
    } catch {
      return false
    }
  }
}

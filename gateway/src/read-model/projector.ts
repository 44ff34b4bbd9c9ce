import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { parseRecordText } from '@eco/domain'
import type { Logger } from 'pino'
import type { Register, RegisterBlock, RegisterChange } from '../register/register'
import type { Checkpoint, ReadableChange, Store } from './store'

/** How well the read model follows the register. */
export interface Following {
  /** The stream of blocks is open and the register answered the last look at it. */
  readonly connected: boolean
  /** Connected, and no block that is known to exist is missing. */
  readonly current: boolean
  /** The last block in the rows; -1 before block 0. */
  readonly block: number
  readonly time: string | undefined
  /** The newest block that is known to exist. */
  readonly newest: number
}

/** Follows the register's blocks into the store, for ever: reconnects with back-off, and begins again when the channel is another one. */
export class Projector {
  readonly #register: Register
  readonly #store: Store
  readonly #log: Logger
  readonly #probeMs: number
  readonly #stop = new AbortController()
  readonly #progress = new EventEmitter().setMaxListeners(0)
  #checkpoint: Checkpoint | undefined
  #newest = -1
  #connected = false
  #done: Promise<void> = Promise.resolve()

  constructor(register: Register, store: Store, log: Logger, probeMs: number) {
    this.#register = register
    this.#store = store
    this.#log = log
    this.#probeMs = probeMs
    this.#checkpoint = store.checkpoint()
  }

  start(): void {
    this.#done = this.#follow()
  }

  following(): Following {
    const block = this.#checkpoint?.block ?? -1
    const { time } = this.#checkpoint ?? {}
    return {
      connected: this.#connected,
      current: this.#connected && block >= this.#newest,
      block,
      time,
      newest: this.#newest,
    }
  }

  /** True as soon as the rows hold the block; false if that takes longer. */
  holds(block: number, milliseconds: number): Promise<boolean> {
    return this.#until(() => this.following().block >= block, milliseconds)
  }

  /** True as soon as nothing that is known to exist is missing; false if that takes longer. */
  isCurrent(milliseconds: number): Promise<boolean> {
    return this.#until(() => this.following().current, milliseconds)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#done
  }

  async #until(condition: () => boolean, milliseconds: number): Promise<boolean> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(milliseconds)])
    while (!condition()) {
      if (signal.aborted) return false
      await once(this.#progress, 'progress', { signal }).catch(() => undefined)
    }
    return true
  }

  async #follow(): Promise<void> {
    for (let failures = 0; !this.#stop.signal.aborted;) {
      const before = this.#checkpoint?.block
      await this.#connectAndRead().catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#log.warn({ reason: reasonOf(error) }, 'stream of blocks interrupted')
      })
      this.#changed(() => (this.#connected = false))
      failures = this.#checkpoint?.block === before ? failures + 1 : 1
      const pauseMs = Math.min(100 * 2 ** (failures - 1), 2_000) * (0.75 + Math.random() / 2)
      await delay(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined)
    }
  }

  async #connectAndRead(): Promise<void> {
    const connection = new AbortController()
    const signal = AbortSignal.any([this.#stop.signal, connection.signal])
    try {
      const genesis = await this.#look('genesis', signal)
      if (this.#checkpoint !== undefined && this.#checkpoint.genesis !== genesis.hash)
        this.#beginAgain('another channel')
      this.#newest = (await this.#look('newest', signal)).number
      this.#changed(() => (this.#connected = true))
      await Promise.race([this.#read(genesis.hash, signal), this.#keepLooking(signal)])
    } finally {
      connection.abort()
    }
  }

  async #read(genesis: string, signal: AbortSignal): Promise<void> {
    for await (const block of this.#register.blocks((this.#checkpoint?.block ?? -1) + 1, signal)) {
      if (signal.aborted) return
      this.#apply(genesis, block)
    }
  }

  #apply(genesis: string, block: RegisterBlock): void {
    const last = this.#checkpoint
    const follows =
      last === undefined ? block.number === 0 : block.number === last.block + 1 && block.previousHash === last.hash
    if (!follows) {
      this.#beginAgain('a block that does not follow the last one')
      throw new Error('the chain of blocks is not the one that was read so far')
    }
    const checkpoint: Checkpoint = { genesis, block: block.number, hash: block.hash, time: block.time ?? last?.time }
    this.#store.apply(
      checkpoint,
      block.changes.flatMap((change) => this.#readable(change)),
    )
    this.#changed(() => (this.#checkpoint = checkpoint))
  }

  /** A record that this version cannot read must not stop the rest. */
  #readable(change: RegisterChange): ReadableChange[] {
    try {
      return [{ ...change, record: parseRecordText(change.recordJson) }]
    } catch (error) {
      this.#log.error({ transactionId: change.transactionId, reason: reasonOf(error) }, 'a record that cannot be read')
      return []
    }
  }

  /** A stalled stream says nothing: only the newest block's number tells that one is missing. */
  async #keepLooking(signal: AbortSignal): Promise<void> {
    for (;;) {
      await delay(this.#probeMs, undefined, { signal })
      const { number } = await this.#look('newest', signal)
      this.#changed(() => (this.#newest = Math.max(this.#newest, number)))
    }
  }

  #look(which: 'genesis' | 'newest', signal: AbortSignal): Promise<RegisterBlock> {
    return this.#register.block(which, AbortSignal.any([signal, AbortSignal.timeout(this.#probeMs)]))
  }

  #beginAgain(reason: string): void {
    this.#log.warn({ reason }, 'read model is rebuilt from block 0')
    this.#store.clear()
    this.#changed(() => (this.#checkpoint = undefined))
  }

  #changed(change: () => unknown): void {
    change()
    this.#progress.emit('progress')
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown'
}

import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { certificateOfKey, loadCertificate } from '@eco/domain'
import type { CertificateId, OrganisationCode, RecordReader } from '@eco/domain'
import type { Logger } from 'pino'
import type { BlockSource, Register, RegisterBlock, RegisterChange } from '../register/register'
import { objectionsTo } from './objections'
import type { CertificateChange, Checkpoint, Store } from './store'

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
  /** Whose peer is read; absent while none is. */
  readonly source: OrganisationCode | undefined
  /** True while that is another member's, because the own one does not answer. */
  readonly elsewhere: boolean
}

/** Whose peer was read, for answers that rest on another one than the own; nothing for all others. */
export function readElsewhere({ elsewhere, source }: Following): { readonly readFrom?: OrganisationCode } {
  return elsewhere && source !== undefined ? { readFrom: source } : {}
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
  #source: BlockSource | undefined
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
      connected: this.#source !== undefined,
      current: this.#source !== undefined && block >= this.#newest,
      block,
      time,
      newest: this.#newest,
      source: this.#source?.member,
      elsewhere: this.#source !== undefined && this.#source !== this.#register.sources[0],
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
      this.#changed(() => (this.#source = undefined))
      failures = this.#checkpoint?.block === before ? failures + 1 : 1
      const pauseMs = Math.min(100 * 2 ** (failures - 1), 2_000) * (0.75 + Math.random() / 2)
      await delay(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined)
    }
  }

  async #connectAndRead(): Promise<void> {
    const connection = new AbortController()
    const signal = AbortSignal.any([this.#stop.signal, connection.signal])
    try {
      const { source, genesis } = await this.#choose(signal)
      if (this.#checkpoint !== undefined && this.#checkpoint.genesis !== genesis.hash)
        this.#beginAgain('another channel')
      this.#newest = (await this.#look(source, 'newest', signal)).number
      this.#changed(() => (this.#source = source))
      await Promise.race([this.#read(source, genesis.hash, signal), this.#keepLooking(source, signal)])
    } finally {
      connection.abort()
    }
  }

  /** The first peer that answers, the own one before all others; fails as the own one did. */
  async #choose(signal: AbortSignal): Promise<{ source: BlockSource; genesis: RegisterBlock }> {
    const [own, ...others] = this.#register.sources
    try {
      return { source: own, genesis: await this.#look(own, 'genesis', signal) }
    } catch (error) {
      for (const source of others) {
        const genesis = await this.#look(source, 'genesis', signal).catch(() => undefined)
        if (genesis === undefined) continue
        this.#log.warn(
          { reason: reasonOf(error), readFrom: source.member },
          'the own peer does not answer: another is read',
        )
        return { source, genesis }
      }
      throw error
    }
  }

  async #read(source: BlockSource, genesis: string, signal: AbortSignal): Promise<void> {
    for await (const block of source.blocks((this.#checkpoint?.block ?? -1) + 1, signal)) {
      if (signal.aborted) return
      await this.#apply(genesis, block)
    }
  }

  async #apply(genesis: string, block: RegisterBlock): Promise<void> {
    const last = this.#checkpoint
    const follows =
      last === undefined ? block.number === 0 : block.number === last.block + 1 && block.previousHash === last.hash
    if (!follows) {
      this.#beginAgain('a block that does not follow the last one')
      throw new Error('the chain of blocks is not the one that was read so far')
    }
    const checkpoint: Checkpoint = { genesis, block: block.number, hash: block.hash, time: block.time ?? last?.time }
    const rechecked = await objectionsTo(block.calls, this.#store.publicState())
    for (const { keys, ...objection } of rechecked.objections) {
      this.#log.error({ ...objection, records: keys.length }, 'a change that the rules would not have allowed')
    }
    const certificates = await this.#certificates(block.changes)
    this.#store.apply(checkpoint, { records: block.changes, certificates, ...rechecked })
    this.#changed(() => (this.#checkpoint = checkpoint))
  }

  /** What each transaction made of each certificate that it touched, its records taken together. */
  async #certificates(changes: readonly RegisterChange[]): Promise<readonly CertificateChange[]> {
    const { reader, write } = overlay(this.#store.reader())
    const found: CertificateChange[] = []
    for (const [first, ...more] of byTransaction(changes)) {
      for (const { key, text } of [first, ...more]) write(key, text)
      for (const id of certificatesOf([first, ...more])) found.push(...(await this.#readable(reader, id, first)))
    }
    return found
  }

  /** A record that this version cannot read must not stop the rest. */
  async #readable(
    reader: RecordReader,
    id: CertificateId,
    { transactionId, time, submitter }: RegisterChange,
  ): Promise<readonly CertificateChange[]> {
    try {
      const record = await loadCertificate(reader, id)
      return record === undefined ? [] : [{ transactionId, time, submitter, record }]
    } catch (error) {
      this.#log.error({ transactionId, reason: reasonOf(error) }, 'a record that cannot be read')
      return []
    }
  }

  /** A stalled stream says nothing: only the newest block's number tells that one is missing. Ends when the own peer is back. */
  async #keepLooking(source: BlockSource, signal: AbortSignal): Promise<void> {
    const [own] = this.#register.sources
    for (;;) {
      await delay(this.#probeMs, undefined, { signal })
      const { number } = await this.#look(source, 'newest', signal)
      this.#changed(() => (this.#newest = Math.max(this.#newest, number)))
      if (source !== own && (await this.#hasCaughtUp(own, signal))) return
    }
  }

  /** Whether the peer answers and holds what is read already: going back to it must not go back in time. */
  async #hasCaughtUp(source: BlockSource, signal: AbortSignal): Promise<boolean> {
    const newest = await this.#look(source, 'newest', signal).catch(() => undefined)
    return newest !== undefined && newest.number >= (this.#checkpoint?.block ?? -1)
  }

  #look(source: BlockSource, which: 'genesis' | 'newest', signal: AbortSignal): Promise<RegisterBlock> {
    return source.block(which, AbortSignal.any([signal, AbortSignal.timeout(this.#probeMs)]))
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

type TransactionChanges = readonly [RegisterChange, ...RegisterChange[]]

function byTransaction(changes: readonly RegisterChange[]): readonly TransactionChanges[] {
  const groups = new Map<string, [RegisterChange, ...RegisterChange[]]>()
  for (const change of changes) {
    const group = groups.get(change.transactionId)
    if (group === undefined) groups.set(change.transactionId, [change])
    else group.push(change)
  }
  return [...groups.values()]
}

function certificatesOf(changes: TransactionChanges): ReadonlySet<CertificateId> {
  return new Set(changes.map(({ key }) => certificateOfKey(key)).filter((id) => id !== undefined))
}

/** A reader that sees what was written over it. */
function overlay(below: RecordReader): {
  readonly reader: RecordReader
  readonly write: (key: string, text: string) => void
} {
  const written = new Map<string, string>()
  const read = (key: string): Promise<string | undefined> => {
    const text = written.get(key)
    return text === undefined ? below.read(key) : Promise.resolve(text)
  }
  return { reader: { read }, write: (key, text) => written.set(key, text) }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown'
}

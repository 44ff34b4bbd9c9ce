import { status } from '@grpc/grpc-js'
import { RpcError } from './rpc-error'

export interface BlockCutting {
  readonly maxMessages: number
  /** Of all messages of a block together; a larger message gets a block of its own (Fabric: `PreferredMaxBytes`). */
  readonly maxBytes: number
  /** Counted from the first message of a block. */
  readonly timeoutMs: number
  /** Payload and signature of one message; a larger one is refused (`AbsoluteMaxBytes`). Default: 10 MiB, or `maxBytes` if that is more. */
  readonly maxMessageBytes?: number
}

const MESSAGE_BYTES = 10 << 20

/** The largest message that is ordered. */
export function largestMessage({
  maxBytes,
  maxMessageBytes = Math.max(MESSAGE_BYTES, maxBytes),
}: BlockCutting): number {
  return maxMessageBytes
}

/** The timers that ordering uses; tests bring their own. */
export interface Timers {
  set(action: () => void, ms: number): unknown
  clear(timer: unknown): void
}

const SYSTEM_TIMERS: Timers = {
  set: (action, ms) => setTimeout(action, ms),
  clear: (timer) => {
    clearTimeout(timer as NodeJS.Timeout)
  },
}

export interface Ordering {
  /**
   * Takes an envelope, unless one with this id waits already (`pending`) or is among the newest thousand that were ordered
   * (`processed`), as SmartBFT's orderers do; without an id: in any case.
   */
  submit(envelope: Uint8Array, id?: string): 'taken' | 'pending' | 'processed'
  /** Keeps what is submitted until `resume`. */
  pause(): void
  resume(): void
  /** Cuts what is left and ends. */
  close(): void
}

interface Request {
  readonly envelope: Uint8Array
  readonly id: string | undefined
}

/** SmartBFT's `defaultSizeOfDelElements`. */
const PROCESSED_IDS = 1_000

/** What has been submitted, by id. */
class KnownRequests {
  readonly #pending = new Set<string>()
  readonly #processed = new Set<string>()

  find(id: string | undefined): 'pending' | 'processed' | undefined {
    if (id === undefined) return undefined
    if (this.#pending.has(id)) return 'pending'
    return this.#processed.has(id) ? 'processed' : undefined
  }

  await(id: string | undefined): void {
    if (id !== undefined) this.#pending.add(id)
  }

  process(id: string | undefined): void {
    if (id === undefined) return
    this.#pending.delete(id)
    this.#processed.add(id)
    const [oldest] = this.#processed
    if (this.#processed.size > PROCESSED_IDS && oldest !== undefined) this.#processed.delete(oldest)
  }
}

/** Puts envelopes in one order and cuts them into blocks by count, bytes or time. */
export function startOrdering(options: {
  readonly cutting: BlockCutting
  readonly deliver: (envelopes: readonly Uint8Array[]) => void
  /** Hears once that a block could not be delivered; ordering has then ended. Default: `submit`, or the timer, throws. */
  readonly onFailure?: (error: Error) => void
  readonly timers?: Timers
}): Ordering {
  const { cutting, deliver, onFailure, timers = SYSTEM_TIMERS } = options
  let batch: Request[] = []
  const known = new KnownRequests()
  let bytes = 0
  let timer: unknown
  let paused: Request[] | undefined
  let closed = false

  const cut = (): void => {
    if (timer !== undefined) timers.clear(timer)
    timer = undefined
    if (batch.length === 0) return
    const requests = batch
    batch = []
    bytes = 0
    try {
      deliver(requests.map(({ envelope }) => envelope))
      for (const { id } of requests) known.process(id)
    } catch (error) {
      closed = true
      if (onFailure === undefined) throw error
      onFailure(error as Error)
    }
  }
  const add = (request: Request): void => {
    if (closed) return
    const { envelope } = request
    if (bytes + envelope.length > cutting.maxBytes) cut()
    batch.push(request)
    bytes += envelope.length
    if (batch.length >= cutting.maxMessages || bytes >= cutting.maxBytes) cut()
    else timer ??= timers.set(cut, cutting.timeoutMs)
  }
  const resume = (): void => {
    const waiting = paused ?? []
    paused = undefined
    for (const request of waiting) add(request)
  }
  return {
    submit(envelope, id) {
      if (closed) throw new RpcError(status.UNAVAILABLE, 'ordering has ended')
      const found = known.find(id)
      if (found !== undefined) return found
      known.await(id)
      if (paused === undefined) add({ envelope, id })
      else paused.push({ envelope, id })
      return 'taken'
    },
    pause() {
      cut()
      paused ??= []
    },
    resume,
    close() {
      resume()
      cut()
      closed = true
    },
  }
}

export interface BlockCutting {
  readonly maxMessages: number
  readonly maxBytes: number
  /** Counted from the first message of a block. */
  readonly timeoutMs: number
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
  submit(envelope: Uint8Array): void
  /** Keeps what is submitted until `resume`. */
  pause(): void
  resume(): void
  /** Cuts what is left and ends. */
  close(): void
}

/** Puts envelopes in one order and cuts them into blocks by count, bytes or time. */
export function startOrdering(options: {
  readonly cutting: BlockCutting
  readonly deliver: (envelopes: readonly Uint8Array[]) => void
  readonly timers?: Timers
}): Ordering {
  const { cutting, deliver, timers = SYSTEM_TIMERS } = options
  let batch: Uint8Array[] = []
  let bytes = 0
  let timer: unknown
  let paused: Uint8Array[] | undefined
  let closed = false

  const cut = (): void => {
    if (timer !== undefined) timers.clear(timer)
    timer = undefined
    if (batch.length === 0) return
    const envelopes = batch
    batch = []
    bytes = 0
    deliver(envelopes)
  }
  const add = (envelope: Uint8Array): void => {
    if (bytes + envelope.length > cutting.maxBytes) cut()
    batch.push(envelope)
    bytes += envelope.length
    if (batch.length >= cutting.maxMessages || bytes >= cutting.maxBytes) cut()
    else timer ??= timers.set(cut, cutting.timeoutMs)
  }
  const resume = (): void => {
    const waiting = paused ?? []
    paused = undefined
    for (const envelope of waiting) add(envelope)
  }
  return {
    submit(envelope) {
      if (closed) throw new Error('ordering has ended')
      if (paused === undefined) add(envelope)
      else paused.push(envelope)
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

import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Outcome } from '@eco/domain'
import { parseIssueEntry, printRegistration, Refusal } from '@eco/domain'
import type { Register } from '../register/register'
import type { Batch, PendingRegistrations } from './pending-registrations'

const MOST_TOGETHER = 50
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 15_000

/** Brings signed certificates onto the ledger, for as long as that takes; the officer has gone on with the next one. */
export class RegistrationWorker {
  readonly #pending: PendingRegistrations
  readonly #register: Pick<Register, 'submitEntries'>
  readonly #log: Logger
  readonly #stop = new AbortController()
  #wake = new AbortController()
  #done: Promise<void> = Promise.resolve()

  constructor(pending: PendingRegistrations, register: Pick<Register, 'submitEntries'>, log: Logger) {
    this.#pending = pending
    this.#register = register
    this.#log = log
  }

  start(): void {
    this.#done = this.#run()
  }

  /** There is something new to send. */
  wake(): void {
    this.#wake.abort()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#done
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stop.signal.aborted;) {
      const sent = await this.#sendNext()
      failures = sent === 'failed' ? failures + 1 : 0
      if (sent === 'settled') continue
      const pause = sent === 'nothing' ? undefined : Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS)
      await this.#pause(pause)
    }
  }

  async #sendNext(): Promise<'nothing' | 'settled' | 'failed'> {
    const batch = this.#pending.nextBatch(randomUUID, MOST_TOGETHER)
    if (batch === undefined) return 'nothing'
    const request = { role: 'issuer', requestId: batch.requestId, mark: () => undefined } as const
    try {
      const entries = batch.entries.map(({ entry }) => entry)
      const { value } = await this.#register.submitEntries(request, 'issue', entries)
      this.#pending.settle(batch, this.#withReasons(batch, value))
      return 'settled'
    } catch (error) {
      if (error instanceof Refusal) return this.#refuseAll(batch, error)
      const problem = error instanceof Error ? error.name : 'unknown'
      this.#pending.failed(batch, problem)
      this.#log.warn({ count: batch.entries.length, problem }, 'certificates wait for their registration')
      return 'failed'
    }
  }

  // It was in time when it was queued here, so what made it late is that the register could not be reached.
  // Such entries are given that reason and stay in the batch, which is sent once more.
  #withReasons({ entries }: Batch, outcomes: readonly Outcome[]): readonly (Outcome | undefined)[] {
    return entries.map(({ id, entry }, index) => {
      const outcome = outcomes[index]
      if (typeof outcome !== 'object' || outcome.code !== 'LATE_REASON_MISSING') return outcome
      this.#pending.replace(id, printRegistration({ ...parseIssueEntry(entry), late: 'register-unavailable' }))
      return undefined
    })
  }

  #refuseAll(batch: Batch, { code, detail }: Refusal): 'settled' {
    this.#pending.settle(
      batch,
      batch.entries.map(() => ({ code, detail })),
    )
    return 'settled'
  }

  /** Until it is woken, or for so many milliseconds after a failure. */
  async #pause(milliseconds: number | undefined): Promise<void> {
    if (milliseconds === undefined) await untilAborted(AbortSignal.any([this.#wake.signal, this.#stop.signal]))
    else await delay(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined)
    if (this.#wake.signal.aborted) this.#wake = new AbortController()
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

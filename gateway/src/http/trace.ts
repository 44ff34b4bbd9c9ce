import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../tokens/caller'
import type { ProblemCode } from './problem'

/** Moments of a request after it was received. */
export const STEPS = ['endorsed', 'committed', 'visible', 'answered'] as const
export type Step = (typeof STEPS)[number]

/** A correlation id that may be taken over into a log line as it is. */
const WELL_FORMED = /^[A-Za-z0-9._:-]{8,128}$/

/** What is remembered of one request: its correlation id, its times, and where it was written. */
export class RequestTrace {
  readonly correlationId: string
  readonly receivedAt = new Date()
  readonly #start = performance.now()
  readonly #moments = new Map<Step, number>()
  transactionId: string | undefined
  block: number | undefined
  problem: ProblemCode | undefined

  constructor(correlationId: string | undefined) {
    this.correlationId = correlationId !== undefined && WELL_FORMED.test(correlationId) ? correlationId : randomUUID()
  }

  mark(step: Step): void {
    this.#moments.set(step, performance.now() - this.#start)
  }

  /** Milliseconds from receipt to each moment. */
  times(): Readonly<Partial<Record<Step, number>>> {
    return Object.fromEntries([...this.#moments].map(([step, duration]) => [step, Math.round(duration * 10) / 10]))
  }

  /** The same for the `Server-Timing` header. */
  serverTiming(): string {
    return Object.entries(this.times())
      .map(([step, duration]) => `${step};dur=${duration}`)
      .join(', ')
  }
}

/** A request of this gateway: traced from its first byte, with its caller once the guard has let it in. */
export type GatewayRequest = FastifyRequest & { trace: RequestTrace; caller?: Caller }
export type GatewayReply = FastifyReply

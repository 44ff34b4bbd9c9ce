import { setTimeout as delay } from 'node:timers/promises'
import { DELIVERY_PACE, reasonOf } from './delivery-parts'
import type { DeliveryPace, DeliveryParts } from './delivery-parts'
import { PurgeFollower } from './purge-follower'
import { Receiver } from './receiver'
import { Sender } from './sender'

/** Keeps delivering, receiving and purging in the background, at every new block and from time to time. */
export class DeliveryWorker {
  readonly sender: Sender
  readonly receiver: Receiver
  readonly #purges: PurgeFollower
  readonly #parts: DeliveryParts
  readonly #pace: DeliveryPace
  readonly #stop = new AbortController()
  #wake = new AbortController()
  #done: Promise<void> = Promise.resolve()

  constructor(parts: DeliveryParts, pace: DeliveryPace = DELIVERY_PACE) {
    this.#parts = parts
    this.#pace = pace
    this.sender = new Sender(parts, pace)
    this.receiver = new Receiver(parts, pace)
    this.#purges = new PurgeFollower(parts)
  }

  start(): void {
    this.#done = this.#run()
  }

  /** Looks at once, without waiting for a block. */
  wake(): void {
    this.#wake.abort()
  }

  /** Ends after the round that is under way. */
  async close(): Promise<void> {
    this.#stop.abort()
    this.#wake.abort()
    await this.#done
  }

  /** Purges first, so that nothing is sent that has to go. Each part does its round whatever became of the others. */
  async round(): Promise<void> {
    const { identities } = this.#parts.config
    await this.#guarded('purging', () => Promise.resolve(this.#purges.round()))
    if (identities.issuer !== undefined || identities.customs !== undefined) {
      await this.#guarded('delivering', () => this.sender.round())
    }
    if (identities.customs !== undefined) await this.#guarded('receiving', () => this.receiver.round())
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController()
      const { block } = this.#parts.projector.following()
      await this.round()
      await this.#untilSomethingHappens(block + 1)
    }
  }

  async #guarded(what: string, round: () => Promise<number>): Promise<void> {
    try {
      await round()
    } catch (error) {
      this.#parts.log.warn({ reason: reasonOf(error) }, `${what} was interrupted`)
    }
  }

  async #untilSomethingHappens(block: number): Promise<void> {
    const now = this.#parts.clock().getTime()
    const due = this.#parts.exchanged.nextDue() ?? now + this.#pace.idleMs
    const pause = Math.min(Math.max(due - now, this.#pace.retryMs / 5), this.#pace.idleMs)
    const signal = AbortSignal.any([this.#stop.signal, this.#wake.signal])
    await Promise.race([this.#parts.projector.holds(block, pause), delay(pause, undefined, { signal })]).catch(
      () => undefined,
    )
  }
}

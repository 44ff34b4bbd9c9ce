/** How often somebody may ask: at once, and then again and again. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

interface Bucket {
  readonly left: number
  readonly at: number
}

/** So many addresses are remembered; those that asked longest ago are forgotten first. */
const ADDRESSES_MOST = 10_000

/** Lets everybody ask a few times at once and then at a steady pace, each address by itself. */
export class RateLimit {
  readonly #rate: Rate
  readonly #clock: () => number
  readonly #buckets = new Map<string, Bucket>()

  /** `clock` gives milliseconds that never go back. */
  constructor(rate: Rate, clock: () => number = () => performance.now()) {
    this.#rate = rate
    this.#clock = clock
  }

  /** Counts one request: 0 if it may be answered, else the whole seconds after which the next one may. */
  waitOf(address: string): number {
    const now = this.#clock()
    const left = this.#leftOf(address, now)
    const allowed = left >= 1
    // Taken out and put in again, so that the map stands in the order of asking.
    this.#buckets.delete(address)
    this.#buckets.set(address, { left: allowed ? left - 1 : left, at: now })
    this.#forget()
    return allowed ? 0 : Math.max(1, Math.ceil((1 - left) / this.#rate.perSecond))
  }

  #leftOf(address: string, now: number): number {
    const bucket = this.#buckets.get(address)
    if (bucket === undefined) return this.#rate.burst
    const refilled = ((now - bucket.at) / 1000) * this.#rate.perSecond
    return Math.min(this.#rate.burst, bucket.left + refilled)
  }

  #forget(): void {
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > ADDRESSES_MOST && oldest !== undefined) this.#buckets.delete(oldest)
  }
}

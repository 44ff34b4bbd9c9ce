/** While an address is dialled again within this time after a failure, its time to come up goes on, and does not begin anew. */
const SAME_WAIT_MS = 1_000

interface Wait {
  readonly since: number
  last: number
}

/**
 * How long to wait for the ports of chaincode servers that have not come up yet. One that was there once and is gone is not
 * waited for, as Fabric's peers wait for none. Peers that share a server and ask it one after the other do not each wait the whole time.
 */
export class DialPatience {
  readonly #waits = new Map<string, Wait>()
  readonly #reached = new Set<string>()

  /** What is left of the time, in milliseconds; 0: try once. */
  left(address: string, timeoutMs: number, now = performance.now()): number {
    if (this.#reached.has(address)) return 0
    const wait = this.#waits.get(address)
    if (wait === undefined || now - wait.last > SAME_WAIT_MS) return timeoutMs
    return Math.max(0, wait.since + timeoutMs - now)
  }

  /** A dial that began at `since` was not answered. */
  failed(address: string, since: number, now = performance.now()): void {
    const wait = this.#waits.get(address)
    if (wait !== undefined && since - wait.last <= SAME_WAIT_MS) wait.last = now
    else this.#waits.set(address, { since, last: now })
  }

  reached(address: string): void {
    this.#reached.add(address)
    this.#waits.delete(address)
  }
}

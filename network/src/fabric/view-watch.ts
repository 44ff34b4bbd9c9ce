import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from './wait'

/** What an orderer that runs says of its work; nothing while it does not answer. */
export interface OrdererView {
  readonly mspId: string
  /** The number of the view that it works in. */
  readonly view: number | undefined
  /** How many transactions it has that are in no block yet. */
  readonly waiting: number | undefined
}

export interface ViewWatchOptions {
  /** Of all orderers that run. */
  readonly look: () => Promise<readonly OrdererView[]>
  readonly restart: (mspId: string) => Promise<void>
  readonly log: (line: string) => void
  readonly betweenLooksMs?: number
}

const BETWEEN_LOOKS_MS = 2_000
const LOOKS = 4

/**
 * The orderers that have work and that at least f + 1 others have left behind in an earlier view: one of those is honest,
 * so the view was changed, and whoever has work and takes part follows within seconds. (Whoever has none may learn of the
 * view with the next block.)
 */
export function leftBehind(orderers: readonly OrdererView[], faulty: number): readonly string[] {
  return orderers
    .filter(({ view, waiting = 0 }) => view !== undefined && waiting > 0 && laterThan(view, orderers) > faulty)
    .map(({ mspId }) => mspId)
}

function laterThan(view: number, orderers: readonly OrdererView[]): number {
  return orderers.filter((other) => other.view !== undefined && other.view > view).length
}

/**
 * Restarts an orderer that stays behind in an earlier view. SmartBFT 1.0.1 can lock itself up when a decision and a view
 * change meet (its `Controller.decide` waits for a `Decide` that has given up): the orderer then runs, answers and takes no
 * part any more, which counts as one more that is lost, and only a restart helps.
 */
export async function watchViews(options: ViewWatchOptions, faulty: number, signal: AbortSignal): Promise<void> {
  const { look, restart, log, betweenLooksMs = BETWEEN_LOOKS_MS } = options
  const seen = new Map<string, number>()
  const stopped = (): boolean => signal.aborted
  while (!stopped()) {
    const behind = leftBehind(await look(), faulty)
    for (const mspId of [...seen.keys()]) if (!behind.includes(mspId)) seen.delete(mspId)
    for (const mspId of behind) seen.set(mspId, (seen.get(mspId) ?? 0) + 1)
    const locked = behind.find((mspId) => (seen.get(mspId) ?? 0) >= LOOKS)
    if (locked !== undefined && !stopped()) {
      log(`The orderer of ${locked} takes no part in the consensus any more; it is started again.`)
      await restart(locked).catch((error: unknown) => log(messageOf(error)))
      seen.delete(locked)
    }
    await delay(betweenLooksMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

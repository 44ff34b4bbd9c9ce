import { performance } from 'node:perf_hooks'

/** How a load went. */
export interface Load {
  readonly perSecond: number
  readonly latenciesMs: readonly number[]
  readonly failures: number
}

/** Runs `task` with `inFlight` at a time for `seconds`; what fails is counted, and is an error only when nothing succeeds. */
export async function underLoad(inFlight: number, seconds: number, task: (n: number) => Promise<void>): Promise<Load> {
  const latenciesMs: number[] = []
  const started = performance.now()
  const end = started + seconds * 1000
  let next = 0
  const failures: unknown[] = []
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      const before = performance.now()
      try {
        await task(next++)
        latenciesMs.push(performance.now() - before)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  if (latenciesMs.length === 0) throw failures[0]
  return {
    perSecond: (latenciesMs.length * 1000) / (performance.now() - started),
    latenciesMs,
    failures: failures.length,
  }
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

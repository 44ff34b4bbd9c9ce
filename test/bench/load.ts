import { performance } from 'node:perf_hooks'

/** Runs `task` with `inFlight` at a time for `seconds`; returns how many ended per second and each one's milliseconds. */
export async function underLoad(
  inFlight: number,
  seconds: number,
  task: (n: number) => Promise<void>,
): Promise<{ perSecond: number; latenciesMs: number[] }> {
  const latenciesMs: number[] = []
  const started = performance.now()
  const end = started + seconds * 1000
  let next = 0
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      const before = performance.now()
      await task(next++)
      latenciesMs.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return { perSecond: (latenciesMs.length * 1000) / (performance.now() - started), latenciesMs }
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

import { setTimeout as delay } from 'node:timers/promises'

const BETWEEN_LOOKS_MS = 25

/** Resolves with the first value that is not undefined; @throws when the time is over. */
export async function eventually<T>(
  look: () => Promise<T | undefined> | T | undefined,
  what: string,
  timeoutMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const value = await look()
    if (value !== undefined) return value
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} s`)
    await delay(BETWEEN_LOOKS_MS)
  }
}

import { setTimeout as delay } from 'node:timers/promises'

const PAUSE_MS = 100

/** Tries until it succeeds; after the time limit it fails with what was awaited and the last reason. */
export async function until<T>(
  what: string,
  attempt: () => Promise<T>,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<T> {
  const end = performance.now() + options.timeoutMs
  for (;;) {
    options.signal?.throwIfAborted()
    try {
      return await attempt()
    } catch (error) {
      if (performance.now() > end) {
        throw new Error(`Waited ${options.timeoutMs / 1000} s for ${what}: ${messageOf(error)}`, { cause: error })
      }
    }
    await delay(PAUSE_MS, undefined, options.signal === undefined ? {} : { signal: options.signal }).catch(() => {
      options.signal?.throwIfAborted()
    })
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** The next message of a child; rejects when it ends instead. */
export async function message<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${child.spawnargs.slice(1).join(' ')} ended with ${String(code)} before it answered`)
  })
  const [value] = (await Promise.race([once(child, 'message'), ended])) as [T]
  ended.catch(() => undefined)
  return value
}

/** Resolves when a child that ends with its channel has ended. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  if (child.connected) child.disconnect()
  await exit
}

/**
 * Aborts when this process is asked to end, however often: whoever asks once more must not stop the tidying up. Without a
 * listener elsewhere a second Ctrl-C, or one that npm passes on, would end the process at once.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const abort = (): void => controller.abort(new Error('Stopped.'))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, abort)
  return controller.signal
}

/** Rejects with the signal's reason; never resolves. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
  aborted.catch(() => undefined)
  return aborted
}

/**
 * In a child: aborts when the parent lets go of it or is gone. Ctrl-C reaches every process of a terminal; a child leaves
 * it to its parent, so that the children end in order.
 */
export function parentGone(): AbortSignal {
  const controller = new AbortController()
  process.on('disconnect', () => controller.abort(new Error('The benchmark has ended.')))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  return controller.signal
}

/** In a child: a message to the parent, if it is still there. */
export function tellParent(value: object): void {
  if (process.connected) process.send?.(value)
}

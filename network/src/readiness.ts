import { setTimeout as delay } from 'node:timers/promises'

const BETWEEN_LOOKS_MS = 50

/** Resolves when every gateway answers that it has seen its register; @throws with what the first one lacks. */
export async function untilReady(urls: readonly string[], timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  await Promise.all(urls.map((url) => untilOneReady(url, deadline)))
}

async function untilOneReady(url: string, deadline: number): Promise<void> {
  for (;;) {
    const lack = await whatIsLacking(url)
    if (lack === undefined) return
    if (performance.now() > deadline) throw new Error(`The gateway ${url} is not ready: ${lack}`)
    await delay(BETWEEN_LOOKS_MS)
  }
}

async function whatIsLacking(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(10_000) })
    const text = await answer.text()
    return answer.ok ? undefined : text
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

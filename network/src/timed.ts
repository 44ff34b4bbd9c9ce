/** Waits for work and says how long it took, if that was more than a second. */
export async function timed<T>(log: (line: string) => void, what: string, work: Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work
  const seconds = (performance.now() - began) / 1000
  if (seconds > 1) log(`${what}: ${seconds.toFixed(1)} s`)
  return result
}

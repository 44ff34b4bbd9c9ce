/** Waits for all, also when one fails, and then fails as the first did: nothing goes on behind the caller's back. */
export async function allOf<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(work)
  return Promise.all(work)
}

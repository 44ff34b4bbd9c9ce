/** Lets many order at the same time, or one alone: what belongs in one block must not meet what others send. */
export class Turns {
  #running = 0
  readonly #waiting: { readonly alone: boolean; readonly start: () => void }[] = []
  #alone = false

  /** Runs the work together with other work that may be shared. */
  shared<T>(work: () => Promise<T>): Promise<T> {
    return this.#take(false, work)
  }

  /** Runs the work when nothing else runs. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#take(true, work)
  }

  async #take<T>(alone: boolean, work: () => Promise<T>): Promise<T> {
    const turn = Promise.withResolvers<undefined>()
    this.#waiting.push({ alone, start: () => turn.resolve(undefined) })
    this.#next()
    await turn.promise
    try {
      return await work()
    } finally {
      this.#running--
      this.#alone = false
      this.#next()
    }
  }

  #next(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#alone || (next.alone && this.#running > 0)) return
      this.#waiting.shift()
      this.#running++
      this.#alone = next.alone
      next.start()
    }
  }
}

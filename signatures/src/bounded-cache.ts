/** Remembers so many values, and forgets the one that was asked for least recently. */
export class BoundedCache<V> {
  readonly #most: number
  readonly #values = new Map<string, { readonly value: V }>()

  constructor(most: number) {
    this.#most = most
  }

  /** The value under a key; made if none is remembered, or if the one remembered is not the one asked for. */
  get(key: string, make: () => V, isAskedFor: (value: V) => boolean = () => true): V {
    const known = this.#values.get(key)
    const kept = known !== undefined && isAskedFor(known.value) ? known : { value: make() }
    this.#values.delete(key)
    this.#values.set(key, kept)
    if (this.#values.size > this.#most) this.#forgetOldest()
    return kept.value
  }

  #forgetOldest(): void {
    for (const key of this.#values.keys()) {
      this.#values.delete(key)
      return
    }
  }
}

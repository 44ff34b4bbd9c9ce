import { isObject } from '@eco/domain'
import type { CertificatePdfInput } from './layout'

/** What stands where something was signed but is not shown. */
export const WITHHELD = '[withheld]'

/**
 * Reads a dataset for people: text at a place, or that it is withheld; nothing where there is nothing. It remembers what
 * was printed, so that a form says in the end what none of its boxes had a place for.
 */
export class Shown {
  readonly #dataset: unknown
  readonly #withheld: ReadonlySet<string>
  readonly #printed = new Set<string>()

  constructor({ dataset, withheld = [] }: Pick<CertificatePdfInput, 'dataset' | 'withheld'>) {
    this.#dataset = dataset
    this.#withheld = new Set(withheld)
  }

  /** The value at a JSON Pointer, to decide by; it does not count as printed. What is withheld has none, whatever is there. */
  value(pointer: string): unknown {
    let [value, at] = [this.#dataset, '']
    for (const step of pointer.split('/').slice(1)) {
      at += `/${step}`
      if (typeof value !== 'object' || value === null || this.#withheld.has(at)) return undefined
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
      if (!Object.hasOwn(value, name)) return undefined
      value = (value as Record<string, unknown>)[name]
    }
    return value
  }

  /** The value at a JSON Pointer as text, which is then printed. */
  text(pointer: string): string {
    this.#printed.add(pointer)
    if (this.#withheld.has(pointer)) return WITHHELD
    const value = this.value(pointer)
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    return value === true ? 'yes' : ''
  }

  /** The places of the entries of a list. */
  list(pointer: string): readonly string[] {
    const value = this.value(pointer)
    return Array.isArray(value) ? value.map((_, index) => `${pointer}/${index}`) : []
  }

  /** Whether a whole element is withheld, which is then printed as such. */
  isWithheld(pointer: string): boolean {
    const withheld = this.#withheld.has(pointer)
    if (withheld) this.#printed.add(pointer)
    return withheld
  }

  /** Whether anything is known of an element: its value, or that it is withheld. */
  has(pointer: string): boolean {
    return this.#withheld.has(pointer) || this.value(pointer) !== undefined
  }

  /** Whether a flag is set, which is then printed. */
  isSet(pointer: string): boolean {
    if (!this.#withheld.has(pointer)) this.#printed.add(pointer)
    return this.value(pointer) === true
  }

  /** The places below a pointer that nothing has printed yet: values, and what is withheld. False flags say nothing. */
  left(below: string): readonly string[] {
    const withheld = [...this.#withheld].filter((at) => at.startsWith(`${below}/`))
    return [...this.#leaves(this.value(below), below), ...withheld].filter((at) => !this.#printed.has(at))
  }

  #leaves(value: unknown, at: string): readonly string[] {
    if (this.#withheld.has(at)) return []
    if (Array.isArray(value)) return value.flatMap((entry: unknown, index) => this.#leaves(entry, `${at}/${index}`))
    if (isObject(value))
      return Object.keys(value).flatMap((name) => this.#leaves(value[name], `${at}/${escaped(name)}`))
    return value === undefined || value === null || value === false || value === '' ? [] : [at]
  }
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The parts that are there, joined. */
export function joined(parts: readonly string[], separator = ', '): string {
  return parts.filter((part) => part !== '').join(separator)
}

/** A caption before what it is about; nothing if that is nothing. */
export function labelled(label: string, text: string): string {
  return text === '' ? '' : `${label} ${text}`
}

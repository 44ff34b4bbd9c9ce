import { resolve } from 'node:path'

/** Reads fields and collects what is wrong with them; a wrong field's value is never used. */
export class Fields {
  readonly problems: string[] = []
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  object(value: unknown, at: string): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    this.problems.push(`${at === '' ? 'the configuration' : at}: must be an object`)
    return {}
  }

  text(value: unknown, at: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value
    this.problems.push(`${at}: must be a non-empty text`)
    return ''
  }

  path(value: unknown, at: string): string {
    return resolve(this.#folder, this.text(value, at))
  }

  paths(value: unknown, at: string): readonly string[] {
    if (Array.isArray(value)) return value.map((entry: unknown, index) => this.path(entry, `${at}[${index}]`))
    this.problems.push(`${at}: must be a list`)
    return []
  }

  port(value: unknown, at: string): number {
    if (Number.isInteger(value) && Number(value) >= 0 && Number(value) < 65_536) return Number(value)
    this.problems.push(`${at}: must be a port number, or 0 for any free port`)
    return 0
  }

  oneOf<T extends string>(value: unknown, at: string, allowed: readonly T[]): T {
    if (!allowed.includes(value as T)) this.problems.push(`${at}: must be one of ${allowed.join(', ')}`)
    return value as T
  }

  optional<K extends string, T>(
    owner: Readonly<Record<string, unknown>>,
    name: K,
    read: (value: unknown) => T,
  ): { [P in K]?: T } {
    const value = owner[name]
    return value === undefined ? {} : ({ [name]: read(value) } as { [P in K]?: T })
  }
}

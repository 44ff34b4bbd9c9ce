import { Refusal } from './refusal'

/** An object whose members are still to be judged. */
export type Unjudged = Readonly<Record<string, unknown>>

/** Accepts an object with exactly these members, `optional` ones may miss. */
export function parseObject(
  input: unknown,
  field: string,
  names: readonly string[],
  optional: readonly string[] = [],
): Unjudged {
  if (!isObject(input)) throw malformed(field, 'must be an object')
  for (const name of names) if (!Object.hasOwn(input, name)) throw malformed(`${field}.${name}`, 'is missing')
  const known = Object.keys(input).every((name) => names.includes(name) || optional.includes(name))
  // The unknown name is not repeated: it is the caller's text and would end in logs.
  if (!known) throw malformed(field, `may only have ${[...names, ...optional].join(', ')}`)
  return input
}

/** True for an object that is neither null nor a list. */
export function isObject(input: unknown): input is Unjudged {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}

/** Accepts a list of `least` to `most` entries, each accepted by `parse`. */
export function parseList<T>(
  input: unknown,
  field: string,
  [least, most]: readonly [number, number],
  parse: (entry: unknown, field: string) => T,
): T[] {
  if (!Array.isArray(input)) throw malformed(field, 'must be a list')
  if (input.length > most) throw new Refusal('LIMIT_EXCEEDED', `${field}: at most ${most} entries`)
  if (input.length < least) throw malformed(field, `at least ${least} entries`)
  return input.map((entry: unknown, index) => parse(entry, `${field}[${index}]`))
}

/** A list of `least` to `most` parts that stand for different things, still to be judged. */
export function parseParts(input: unknown, field: string, least: number, most: number = least): unknown[] {
  return parseList(input, field, [least, most], (part) => part)
}

/** Accepts what `parse` accepts, or null. */
export function orNull<T>(input: unknown, field: string, parse: (input: unknown, field: string) => T): T | null {
  return input === null ? null : parse(input, field)
}

/** Accepts text of 1 to `limit` characters that the pattern matches; `rule` says so in words. */
export function parseText(input: unknown, field: string, pattern: RegExp, limit: number, rule: string): string {
  if (typeof input === 'string' && input.length <= limit && pattern.test(input)) return input
  throw malformed(field, `must be ${rule}, at most ${limit} characters`)
}

/** Accepts one of the words. */
export function parseWord<T extends string>(input: unknown, field: string, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === input)
  if (word === undefined) throw malformed(field, `must be one of ${words.join(', ')}`)
  return word
}

/** Accepts a whole number from `least` to `most`. */
export function parseWholeNumber(input: unknown, field: string, least: number, most: number): number {
  // JSON knows -0, and a second spelling of nothing would be a second text of the same entry.
  const isWhole = typeof input === 'number' && Number.isInteger(input) && !Object.is(input, -0)
  if (isWhole && input >= least && input <= most) return input
  throw malformed(field, `must be a whole number from ${least} to ${most}`)
}

/** The refusal of one field by one rule. */
export function malformed(field: string, rule: string): Refusal {
  return new Refusal('MALFORMED_INPUT', `${field}: ${rule}`)
}

import { canonicalText } from '../canonical'
import type { Json } from '../canonical'
import { isObject } from '../shape'
import { printJson } from './json-print'
import { parseStrictJson } from '../strict-json'
import { unread } from './answer'
import type { FormatReading } from './answer'
import { leavesOf, treeOf } from './leaves'
import type { Leaf } from './leaves'
import { FORMAT_LIMITS, sizeProblem } from './size'
import type { TreeReader } from './tree-read'

/** The member that holds, by their pointers, the elements for which a format of JSON has no place. */
export const BESIDE = 'beside'

/** The text of a format of JSON, in the order of its table. */
export function jsonText(leaves: readonly Leaf[], beside: Readonly<Record<string, Json>>): string {
  const made = treeOf(leaves)
  if ('pointer' in made) throw new RangeError(`the table makes no tree at ${made.pointer}`)
  const members = isObject(made.tree) ? made.tree : {}
  const whole = Object.keys(beside).length === 0 ? members : { ...members, [BESIDE]: beside }
  return printJson(whole)
}

/** True for a value that a strict reader takes back: names such as `__proto__`, which only `extensions` can have, it does not. */
export function isStrictJson(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true
  try {
    parseStrictJson(canonicalText(value), FORMAT_LIMITS.depth)
    return true
  } catch {
    return false
  }
}

/** How a format of JSON is read. */
export interface JsonReading {
  readonly read: TreeReader
  /** The shapes of places that are not taken apart. */
  readonly whole: ReadonlySet<string>
  /** Brings another form that the format allows into that of the table. */
  readonly arrange?: (members: Readonly<Record<string, Json>>) => Readonly<Record<string, Json>>
}

/** Reads a format of JSON: one object in valid JSON without double names. */
export function readJson(text: string, { read, whole, arrange }: JsonReading): FormatReading {
  const tooLarge = sizeProblem(text)
  if (tooLarge !== undefined) return tooLarge
  const parsed = parsedJson(text)
  if (!isObject(parsed)) return unread('not-json', parsed)
  const { [BESIDE]: beside = {}, ...members } = parsed.value as Readonly<Record<string, Json>>
  if (!isObject(beside)) return unread('value', 'It must be an object of pointers.', `/${BESIDE}`)
  const leaves = leavesOf(arrange?.(members) ?? members, whole, FORMAT_LIMITS.elements)
  if (leaves.length > FORMAT_LIMITS.elements)
    return unread('too-large', `The text has at most ${FORMAT_LIMITS.elements} values.`)
  return read(leaves, beside)
}

/** The object that a text says, or the sentence that refuses it. */
function parsedJson(text: string): { readonly value: object } | string {
  try {
    const value = parseStrictJson(text, FORMAT_LIMITS.depth)
    return isObject(value) ? { value } : 'The text must be one object of JSON.'
  } catch (error) {
    return error instanceof Error && error.name === 'JsonProblem' ? error.message : 'The text is not valid JSON.'
  }
}

import type { Json } from '../canonical'
import { isObject } from '../shape'
import { criterionOf, criterionText } from './criterion-text'
import { canonicalText } from '../canonical'

/** How a value is printed in a box: as it is; behind the line before; as a criterion; as words when it is true. */
export type BoxWriting = 'text' | 'behind' | 'criterion' | 'tick'

/** The words for the ways of printing, for the documentation. */
export const BOX_WRITINGS: Readonly<Record<BoxWriting, string>> = {
  text: 'as it is, behind its label',
  behind: 'as it is, in the line of the value before it',
  criterion: 'code, percentage with %, change of classification; combined with +; further marks behind commas',
  tick: 'the words, when it is true; nothing, when it is false',
}

/** What is printed; empty where nothing has to be; undefined where the value cannot be printed exactly. */
export function boxText(as: BoxWriting, value: Json, label = ''): string | undefined {
  if (as === 'tick') return tickText(value, label)
  const text = as === 'criterion' ? exactCriterion(value) : plainText(value)
  if (text === undefined) return undefined
  if (label === '') return text
  return as === 'behind' ? `${label} ${text}` : `${label}: ${text}`
}

function tickText(value: Json, label: string): string | undefined {
  if (value === true) return `[x] ${label}`
  return value === false ? '' : undefined
}

function plainText(value: Json): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function exactCriterion(value: Json): string | undefined {
  if (!isObject(value)) return undefined
  const text = criterionText(value)
  const read = criterionOf(text)
  return read !== undefined && canonicalText(read) === canonicalText(value) ? text : undefined
}

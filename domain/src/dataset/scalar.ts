import { dateOf, isDate } from '../date'
import { decimalRule, isDecimal } from './decimal'
import type { Format, TextFormat } from './format'

/** The formats of a single value that needs no list of codes. */
export type ScalarFormat = Exclude<Format, { readonly kind: 'object' | 'list' | 'code' | 'extensions' }>

/** The form of a UN/LOCODE. */
export const PLACE_PATTERN = '^[A-Z]{2}[A-Z2-9]{3}$'

const PLACE = new RegExp(PLACE_PATTERN)
const PATTERNS = new Map<string, RegExp>()

/** True for a value that is written as the format asks. */
export function isScalar(format: ScalarFormat, value: unknown): boolean {
  if (format.kind === 'flag') return typeof value === 'boolean'
  if (format.kind === 'whole') return Number.isInteger(value) && isBetween(value as number, format.least, format.most)
  return typeof value === 'string' && isWritten(format, value)
}

/** True for text that is longer than its format allows, whatever else is wrong with it. */
export function isTooLong(format: ScalarFormat, value: unknown): boolean {
  return format.kind === 'text' && typeof value === 'string' && !isWithin(value, format.most)
}

/** What a value must be, in words that do not depend on it. */
export function scalarRule(format: ScalarFormat): string {
  switch (format.kind) {
    case 'text':
      return `${format.rule}, at most ${format.most} characters`
    case 'word':
      return `one of ${format.words.join(', ')}`
    case 'decimal':
      return decimalRule(format)
    case 'whole':
      return `a whole number from ${format.least} to ${format.most}`
    case 'date':
      return 'a day that exists, written as 2026-01-31'
    case 'dateTime':
      return 'a point in time with its offset, written as 2026-01-31T09:30:00+11:00'
    case 'place':
      return 'a UN/LOCODE such as UYMVD'
    case 'flag':
      return 'true or false'
  }
}

function isWritten(format: Exclude<ScalarFormat, { readonly kind: 'flag' | 'whole' }>, value: string): boolean {
  switch (format.kind) {
    case 'text':
      return isWithin(value, format.most) && patternOf(format).test(value)
    case 'word':
      return format.words.includes(value)
    case 'decimal':
      return isDecimal(value, format)
    case 'date':
      return isDate(value)
    case 'dateTime':
      return dateOf(value) !== undefined
    case 'place':
      return PLACE.test(value)
  }
}

// Characters are code points, as in JSON Schema; there are never more of them than UTF-16 units, nor fewer than half.
function isWithin(value: string, most: number): boolean {
  if (value.length <= most) return true
  return value.length <= 2 * most && Array.from(value).length <= most
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}

function patternOf({ pattern }: TextFormat): RegExp {
  const known = PATTERNS.get(pattern)
  if (known !== undefined) return known
  const compiled = new RegExp(pattern, 'u')
  PATTERNS.set(pattern, compiled)
  return compiled
}

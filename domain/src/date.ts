import { malformed } from './shape'

/** A day of the Gregorian calendar, `2026-01-31`. Two of them compare as text. */
export type IsoDate = string & { readonly __brand: 'IsoDate' }

const DATE_PATTERN = /^\d{4}-\d{2}-\d{2}$/
const DATE_TIME_PATTERN =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** Accepts a day that exists. */
export function parseDate(input: unknown, field: string): IsoDate {
  if (typeof input === 'string' && isDate(input)) return input
  throw malformed(field, 'must be a day that exists, written as 2026-01-31')
}

/** True for a day that exists, written as 2026-01-31. */
export function isDate(text: string): text is IsoDate {
  if (!DATE_PATTERN.test(text)) return false
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

/** The day that a point in time (RFC 3339, with its offset) has at the place where it was written down. */
export function dateOf(dateTime: string): IsoDate | undefined {
  const [, date] = DATE_TIME_PATTERN.exec(dateTime) ?? []
  return date !== undefined && isDate(date) ? date : undefined
}

/** Accepts a point in time as the ledger's records hold it: UTC with milliseconds. */
export function parseInstant(input: unknown, field: string): string {
  if (typeof input === 'string' && isUtcTime(input)) return input
  throw malformed(field, 'must be a point in time in UTC with milliseconds')
}

/** True for a point in time as the ledger's records hold it: UTC with milliseconds. */
export function isUtcTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text) && dateOf(text) !== undefined
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

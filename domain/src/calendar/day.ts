import { isDate } from '../date'
import type { IsoDate } from '../date'
import { malformed } from '../shape'

/** The days of a week by ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

const LAST_YEAR = 9999
const DAYS_PER_ERA = 146_097
const DAYS_TO_EPOCH = 719_468

/** The day so many calendar days later, or earlier for a negative count; refuses years outside 1 to 9999. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return dayOfNumber(numberOfDay(date) + wholeNumber(days))
}

/**
 * The day with the same number so many months later, or earlier for a negative count. Where that month is too short it
 * is its last day: twelve months after 29 February 2024 is 28 February 2025.
 */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year, month, day] = partsOf(date)
  const count = year * 12 + (month - 1) + wholeNumber(months)
  const [newYear, newMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1]
  return toDate(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)))
}

/** How many days the second day is after the first; negative when it is before. */
export function daysBetween(first: IsoDate, second: IsoDate): number {
  return numberOfDay(second) - numberOfDay(first)
}

/** The day of the week. */
export function weekdayOf(date: IsoDate): Weekday {
  // Day 0 of the count, 1 January 1970, was a Thursday.
  const position = (((numberOfDay(date) + 3) % 7) + 7) % 7
  return (position + 1) as Weekday
}

/** The year of a day. */
export function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4))
}

// Both directions count in eras of 400 years that begin on 1 March, so that the leap day is the last of its year.
function numberOfDay(date: IsoDate): number {
  const [year, month, day] = partsOf(date)
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH
}

function dayOfNumber(number: number): IsoDate {
  const shifted = number + DAYS_TO_EPOCH
  const era = Math.floor(shifted / DAYS_PER_ERA)
  const dayOfEra = shifted - era * DAYS_PER_ERA
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = ((marchMonth + 2) % 12) + 1
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  return toDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function partsOf(date: IsoDate): readonly [number, number, number] {
  return [yearOf(date), Number(date.slice(5, 7)), Number(date.slice(8, 10))]
}

function toDate(year: number, month: number, day: number): IsoDate {
  const text = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
  if (year > LAST_YEAR || !isDate(text)) throw malformed('date', `must lie in the years 1 to ${LAST_YEAR}`)
  return text
}

function wholeNumber(count: number): number {
  if (!Number.isSafeInteger(count)) throw malformed('count', 'must be a whole number')
  return count
}

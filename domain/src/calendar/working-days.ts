import type { IsoDate } from '../date'
import { malformed } from '../shape'
import { addDays, weekdayOf, yearOf } from './day'
import type { Weekday } from './day'

/** The working days of one country, as far as they are certain. */
export interface WorkingCalendar {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** The days of the week on which the administration rests. */
  readonly restDays: readonly Weekday[]
  /** The years for which the days below are given; outside them only the days of the week count. */
  readonly years: readonly number[]
  /** Days off in the whole country that fall on a working weekday. */
  readonly holidays: readonly IsoDate[]
  /** Rest days that were declared working days in exchange for a longer holiday. */
  readonly workingRestDays: readonly IsoDate[]
  /** The legal act or notice that the days are taken from. */
  readonly source: string
  /** What is left out because it is not certain or not the same in the whole country; empty when nothing is. */
  readonly leftOut: string
}

/** How far an answer in working days can be trusted. */
export type WorkingDayBasis = 'holidays' | 'holidays-incomplete' | 'weekdays-only'

/** The day so many working days after the start, the start itself not counted, and what the count rests on. */
export interface WorkingDayAnswer {
  readonly date: IsoDate
  readonly basis: WorkingDayBasis
}

const MOST_WORKING_DAYS = 1000

/** True for a day on which the administration works, as far as the calendar knows. */
export function isWorkingDay(date: IsoDate, calendar: WorkingCalendar): boolean {
  if (calendar.workingRestDays.includes(date)) return true
  return !calendar.restDays.includes(weekdayOf(date)) && !calendar.holidays.includes(date)
}

/** The day that is so many working days later (0 to 1000), and what the count rests on. */
export function addWorkingDays(start: IsoDate, days: number, calendar: WorkingCalendar): WorkingDayAnswer {
  if (!Number.isInteger(days) || days < 0 || days > MOST_WORKING_DAYS) {
    throw malformed('days', `must be a whole number from 0 to ${MOST_WORKING_DAYS}`)
  }
  let date = start
  for (let left = days; left > 0;) {
    date = addDays(date, 1)
    if (isWorkingDay(date, calendar)) left -= 1
  }
  return { date, basis: basisOf(start, date, calendar) }
}

/** What a count of working days from one day to another rests on. */
export function basisOf(start: IsoDate, end: IsoDate, calendar: WorkingCalendar): WorkingDayBasis {
  for (let year = yearOf(start); year <= yearOf(end); year += 1) {
    if (!calendar.years.includes(year)) return 'weekdays-only'
  }
  return calendar.leftOut === '' ? 'holidays' : 'holidays-incomplete'
}

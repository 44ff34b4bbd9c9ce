import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { parseDate } from '../date'
import type { IsoDate } from '../date'
import { MEMBERS } from '../member'
import { CALENDARS, calendarOf } from './calendars'
import { addDays, weekdayOf, yearOf } from './day'
import { endOfPeriod, printPeriod } from './period'
import { addWorkingDays, isWorkingDay } from './working-days'

const day = (text: string): IsoDate => parseDate(text, 'day')
const calendars = MEMBERS.map(({ code }) => CALENDARS[code])

describe('the calendars of the members', () => {
  it.each(calendars)('list days of the covered years only, in order, each once: $country', (calendar) => {
    for (const days of [calendar.holidays, calendar.workingRestDays]) {
      expect(days).toEqual([...new Set(days)].sort())
      expect(days.every((date) => calendar.years.includes(yearOf(date)))).toBe(true)
    }
  })

  it.each(calendars)('list as holidays weekdays, as working rest days weekends: $country', (calendar) => {
    expect(calendar.holidays.filter((date) => calendar.restDays.includes(weekdayOf(date)))).toEqual([])
    expect(calendar.workingRestDays.filter((date) => !calendar.restDays.includes(weekdayOf(date)))).toEqual([])
  })

  it.each(calendars)('name their source, and begin every year with a day off: $country', (calendar) => {
    expect(calendar.source).not.toBe('')
    for (const year of calendar.years) expect(isWorkingDay(day(`${year}-01-01`), calendar)).toBe(false)
  })
})

describe('working days', () => {
  it.each([
    ['AU', '2025-04-17', 1, '2025-04-22', 'holidays-incomplete', 'Good Friday and Easter Monday'],
    ['AU', '2026-12-24', 1, '2026-12-29', 'holidays-incomplete', 'Christmas, and Boxing Day moved to a Monday'],
    ['CN', '2025-09-30', 7, '2025-10-16', 'holidays', 'the golden week, with a working Saturday in exchange'],
    ['CN', '2026-02-13', 1, '2026-02-14', 'holidays', 'a Saturday that was declared a working day'],
    ['KR', '2025-10-02', 3, '2025-10-14', 'holidays', 'Foundation Day, Chuseok with its substitute, Hangul Day'],
    ['JP', '2026-09-18', 1, '2026-09-24', 'holidays-incomplete', 'the day between two holidays is one too'],
    ['CH', '2025-07-31', 1, '2025-08-04', 'holidays-incomplete', 'National Day and a weekend'],
    ['KR', '2026-12-31', 1, '2027-01-01', 'weekdays-only', 'a year that is not covered'],
    ['UY', '2030-05-03', 1, '2030-05-06', 'weekdays-only', 'weekdays only'],
  ])('of %s from %s: %i later is %s (%s): %s', (country, start, count, end, basis) => {
    expect(addWorkingDays(day(start), count, calendarOf(country))).toEqual({ date: end, basis })
  })

  it('of a country without a calendar are Monday to Friday, and said to be', () => {
    expect(addWorkingDays(day('2026-03-06'), 1, calendarOf('SG'))).toEqual({
      date: '2026-03-09',
      basis: 'weekdays-only',
    })
  })

  it('end on a working day after as many of them as were asked for', () => {
    const anyDay = fc.integer({ min: 0, max: 1460 }).map((days) => addDays(day('2023-07-01'), days))
    fc.assert(
      fc.property(fc.constantFrom(...calendars), anyDay, fc.integer({ min: 1, max: 60 }), (calendar, start, count) => {
        const { date } = addWorkingDays(start, count, calendar)

        const between: IsoDate[] = []
        for (let at = addDays(start, 1); at <= date; at = addDays(at, 1)) between.push(at)
        expect(isWorkingDay(date, calendar)).toBe(true)
        expect(between.filter((at) => isWorkingDay(at, calendar))).toHaveLength(count)
      }),
    )
  })

  it('are refused in numbers that no agreement writes', () => {
    const count = (days: number) => () => addWorkingDays(day('2026-01-01'), days, CALENDARS.CH)

    expect(count(-1)).toThrow('days: must be a whole number from 0 to 1000')
    expect(count(1.5)).toThrow('days: must be a whole number from 0 to 1000')
    expect(count(1001)).toThrow('days: must be a whole number from 0 to 1000')
  })
})

describe('a period', () => {
  it.each([
    [{ amount: 1, unit: 'days' }, '2026-03-01', 'calendar', '1 day'],
    [{ amount: 7, unit: 'working-days' }, '2026-03-11', 'holidays', '7 working days'],
    [{ amount: 10, unit: 'months' }, '2026-12-28', 'calendar', '10 months'],
    [{ amount: 12, unit: 'months' }, '2027-02-28', 'calendar', '1 year'],
    [{ amount: 24, unit: 'months' }, '2028-02-28', 'calendar', '2 years'],
    [{ amount: 0, unit: 'days' }, '2026-02-28', 'calendar', '0 days'],
  ] as const)('%j in Korea from 28 February 2026 ends on %s (%s) and reads %s', (period, date, basis, text) => {
    expect(endOfPeriod(day('2026-02-28'), period, CALENDARS.KR)).toEqual({ date, basis })
    expect(printPeriod(period)).toBe(text)
  })
})

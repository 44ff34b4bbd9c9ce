import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { parseDate } from '../date'
import type { IsoDate } from '../date'
import { addDays, addMonths, daysBetween, weekdayOf } from './day'

const DAY_MS = 86_400_000
const anyDay = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9899-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10) as IsoDate)

describe('a month', () => {
  it.each([
    ['2024-02-29', 12, '2025-02-28', 'a leap day has no anniversary in a common year'],
    ['2024-02-29', 48, '2028-02-29', 'and its own in the next leap year'],
    ['2023-02-28', 12, '2024-02-28', 'the last day of February stays the 28th'],
    ['2026-01-31', 1, '2026-02-28', 'a day that the month does not have is its last one'],
    ['2026-08-31', 1, '2026-09-30', 'in a month of 30 days too'],
    ['2026-03-31', -1, '2026-02-28', 'backwards too'],
    ['2026-11-15', 3, '2027-02-15', 'over the end of a year'],
    ['2026-01-15', -1, '2025-12-15', 'over its beginning'],
    ['1900-01-29', 1, '1900-02-28', 'a century is not a leap year'],
    ['2000-01-29', 1, '2000-02-29', 'but every fourth one is'],
  ])('added to %s %i times ends on %s: %s', (start, months, end) => {
    expect(addMonths(parseDate(start, 'start'), months)).toBe(end)
  })

  it('added in one step or in two ends at most three days apart, and never later in two', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (date, one, other) => {
        const difference = daysBetween(addMonths(addMonths(date, one), other), addMonths(date, one + other))

        expect(difference).toBeGreaterThanOrEqual(0)
        expect(difference).toBeLessThanOrEqual(3)
      }),
    )
  })
})

describe('a day', () => {
  it('is counted as the proleptic Gregorian calendar of ECMAScript counts', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -300, max: 36_000 }), (date, days) => {
        fc.pre(date > '0002')
        const expected = new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

        expect(addDays(date, days)).toBe(expected)
        expect(daysBetween(date, addDays(date, days))).toBe(days)
      }),
    )
  })

  it('has the weekday that ECMAScript gives it', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        expect(weekdayOf(date) % 7).toBe(new Date(`${date}T00:00:00Z`).getUTCDay())
      }),
    )
  })

  it('is refused outside the years 1 to 9999, and for counts that are not whole', () => {
    expect(() => addDays(parseDate('9999-12-31', 'date'), 1)).toThrow('date: must lie in the years 1 to 9999')
    expect(() => addMonths(parseDate('0001-01-01', 'date'), -1)).toThrow('date: must lie in the years 1 to 9999')
    expect(() => addDays(parseDate('2026-01-01', 'date'), 0.5)).toThrow('count: must be a whole number')
    expect(() => addMonths(parseDate('2026-01-01', 'date'), Number.NaN)).toThrow('count: must be a whole number')
  })
})

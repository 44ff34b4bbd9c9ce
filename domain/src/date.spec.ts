import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { dateOf, isDate, isUtcTime, parseDate } from './date'

const instant = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
})

describe('a day', () => {
  it('is every day of the calendar', () => {
    fc.assert(fc.property(instant, (date) => expect(isDate(date.toISOString().slice(0, 10))).toBe(true)))
  })

  it.each([
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '26-1-1',
    '',
  ])('is not %j', (text) => {
    expect(() => parseDate(text, 'day')).toThrow(/^MALFORMED_INPUT: day: /)
  })

  it.each(['2024-02-29', '2000-02-29', '2026-12-31'])('is %s', (text) => {
    expect(parseDate(text, 'day')).toBe(text)
  })
})

describe('a point in time', () => {
  it('has the day of the place where it was written', () => {
    expect(dateOf('2026-03-02T00:30:00+11:00')).toBe('2026-03-02')
    expect(dateOf('2026-03-01T23:30:00-05:00')).toBe('2026-03-01')
    expect(dateOf('2026-03-01T23:30:00.123Z')).toBe('2026-03-01')
  })

  it.each([
    '2026-03-02',
    '2026-03-02T09:30:00',
    '2026-02-30T09:30:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02 09:30:00Z',
  ])('is not %j', (text) => {
    expect(dateOf(text)).toBeUndefined()
  })

  it('is written by the ledger in UTC with milliseconds', () => {
    fc.assert(fc.property(instant, (date) => expect(isUtcTime(date.toISOString())).toBe(true)))
    expect(isUtcTime('2026-03-02T09:30:00.000+11:00')).toBe(false)
  })
})

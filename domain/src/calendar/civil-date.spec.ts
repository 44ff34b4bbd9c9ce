import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { MEMBERS } from '../member'
import type { MemberCode } from '../member'
import { civilDate } from './civil-date'

const ZONES: Readonly<Record<MemberCode, string>> = {
  AU: 'Australia/Sydney',
  CN: 'Asia/Shanghai',
  ID: 'Asia/Jakarta',
  JP: 'Asia/Tokyo',
  KR: 'Asia/Seoul',
  MG: 'Indian/Antananarivo',
  UY: 'America/Montevideo',
  CH: 'Europe/Zurich',
}

const byZone = (time: string, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(time),
  )

describe('the civil date of an office', () => {
  it.each([
    ['2026-03-31T14:59:59.999Z', 'KR', '2026-03-31'],
    ['2026-03-31T15:00:00.000Z', 'KR', '2026-04-01'],
    ['2026-03-31T02:59:59.999Z', 'UY', '2026-03-30'],
    ['2026-01-15T12:59:59.999Z', 'AU', '2026-01-15'],
    ['2026-01-15T13:00:00.000Z', 'AU', '2026-01-16'],
    ['2026-07-15T13:30:00.000Z', 'AU', '2026-07-15'],
    ['2026-07-15T22:00:00.000Z', 'CH', '2026-07-16'],
    ['2026-12-15T22:30:00.000Z', 'CH', '2026-12-15'],
    ['2024-02-28T21:00:00.000Z', 'MG', '2024-02-29'],
    ['2026-07-15T22:00:00.000Z', 'WCO', '2026-07-15'],
  ])('at %s in %s is %s', (time, member, date) => {
    expect(civilDate(time, member)).toBe(date)
  })

  it('is the one of the time zone data base, for every member and in the hours of a change too', () => {
    const anyTime = fc.date({ min: new Date('2016-01-01T00:00:00Z'), max: new Date('2036-12-31T00:00:00Z') })
    const members = fc.constantFrom(...MEMBERS.map(({ code }) => code))
    fc.assert(
      fc.property(anyTime, members, (date, member) => {
        fc.pre(!Number.isNaN(date.getTime()))
        const time = date.toISOString()

        expect(civilDate(time, member)).toBe(byZone(time, ZONES[member]))
      }),
      { numRuns: 2000 },
    )
  })

  it('changes with summer time at the hour that the law names', () => {
    const around = (member: MemberCode, year: number): void => {
      const local = new Intl.DateTimeFormat('en-CA', { timeZone: ZONES[member], dateStyle: 'short' })
      for (let hour = 0; hour < 366 * 24; hour += 1) {
        const time = new Date(Date.UTC(year, 0, 1) + hour * 3_600_000).toISOString()
        expect([time, civilDate(time, member)]).toEqual([time, local.format(new Date(time))])
      }
    }

    around('AU', 2026)
    around('CH', 2026)
  })

  it('is refused for what is no time of the ledger', () => {
    expect(() => civilDate('2026-01-01', 'KR')).toThrow('time: must be a point in time in UTC with milliseconds')
  })
})

import { describe, expect, it } from '@jest/globals'
import { calendarOf } from '../calendar/calendars'
import { PROFILES } from './catalogue'
import { deadline, deadlineRule } from './deadline'
import { read } from './evidence'
import type { DeadlineName } from './profile'
import { day, workingDays } from './profiles/draft'
import { theProfile } from './testing/samples'

describe('the deadlines of the agreements', () => {
  it.each([
    ['RCEP', 'verification-reply', '2026-11-30', '2026-12-30', '2027-02-28', 'read'],
    ['RCEP', 'determination', '2026-01-31', '2026-05-01', '2026-07-30', 'read'],
    ['RCEP', 'visit-consent', '2024-02-01', undefined, '2024-03-02', 'read'],
    ['RCEP', 'goods-in-transit-claim', '2023-01-02', undefined, '2023-07-01', 'read'],
    ['ATIGA', 'refusal-notice', '2026-01-01', undefined, '2026-03-02', 'read'],
    ['ATIGA', 'verification-reply', '2026-01-31', undefined, '2026-05-01', 'read'],
    ['ATIGA', 'whole-verification', '2026-01-31', undefined, '2026-07-30', 'read'],
    ['ATIGA', 'visit-report', '2026-01-31', undefined, '2026-03-02', 'read'],
    ['ATIGA', 'visit-postponement', '2026-01-31', undefined, '2026-04-01', 'read'],
    ['AKFTA', 'verification-reply', '2026-12-31', undefined, '2027-02-28', 'secondary'],
    ['EFTA-Korea', 'verification-reply', '2026-11-30', undefined, '2028-02-29', 'secondary'],
    ['EFTA-Indonesia', 'verification-reply', '2026-11-30', undefined, '2027-02-28', 'secondary'],
    ['EFTA-Indonesia', 'verification-reply-extension', '2027-02-28', undefined, '2027-05-28', 'secondary'],
    ['EUR.1', 'verification-reply', '2026-04-30', undefined, '2027-02-28', 'secondary'],
  ])('%s: %s from %s ends between %s and %s (%s)', (code, name, start, earliest, date, evidence) => {
    const answer = deadline(deadlineRule(theProfile(code), name as DeadlineName), day(start), calendarOf('KR'))

    expect(answer).toMatchObject({ known: true, earliest, date, evidence, basis: 'calendar' })
  })

  it.each(['ChAFTA', 'China-Korea', 'Japan-Australia-EPA', 'CPTPP'])(
    '%s: nobody invents one that was not read',
    (code) => {
      const answer = deadline(deadlineRule(theProfile(code), 'verification-reply'), day('2026-01-01'), calendarOf('CN'))

      expect(answer).toMatchObject({ known: false, sentence: expect.stringContaining('was not read') })
    },
  )

  it.each([
    ['CH', 'Some holidays are not certain'],
    ['CN', 'Holidays are counted'],
    ['SG', 'Only weekends were left out'],
  ])('in working days of %s says what the count rests on', (country, words) => {
    const period = read({ most: workingDays(6), duty: 'shall' } as const, 'test')
    const rule = {
      name: 'verification-reply',
      from: read('receipt-of-request' as const, 'test'),
      period,
      consequence: '',
    } as const

    expect(deadline(rule, day('2026-03-23'), calendarOf(country))).toMatchObject({
      date: '2026-03-31',
      sentence: expect.stringContaining(words),
    })
  })

  it('say when the event from which they run was not read', () => {
    const answer = deadline(
      deadlineRule(theProfile('AKFTA'), 'verification-reply'),
      day('2026-01-01'),
      calendarOf('KR'),
    )

    expect(answer.sentence).toBe(
      'The agreement gives 2 months for verification reply. From which event they run was not read.',
    )
  })

  it('are named once each in every profile', () => {
    for (const { deadlines } of PROFILES) {
      expect(new Set(deadlines.map(({ name }) => name)).size).toBe(deadlines.length)
    }
  })
})

import { describe, expect, it } from '@jest/globals'
import { PROFILES } from '../agreements/catalogue'
import { background, read } from '../agreements/evidence'
import type { AgreementProfile, DeadlineName, StartEvent } from '../agreements/profile'
import { calendarDays, workingDays } from '../agreements/profiles/draft'
import { theProfile } from '../agreements/testing/samples'
import type { Period } from '../calendar/period'
import { deadlinesOf, refusalNoticeDeadline } from './deadlines'
import { isOverdue } from './deadline-state'
import type { CaseDeadline } from './deadline-state'
import { noticesOf } from './notices'
import type { VerificationCase } from './record'
import { aCase, aDay } from './testing/samples'
import type { Told } from './testing/samples'

const PARTIES = { importing: 'KR', issuing: 'AU' } as const
// Noon in Seoul, early afternoon in Canberra: the same day for both.
const OPENED = '2026-11-30T03:00:00.000Z'

const ack = (at: string, received: string | null = null): Told[number] => ({
  event: 'acknowledged',
  content: { received: received === null ? null : aDay(received), addressee: null },
  at,
})
const reply = (at: string): Told[number] => ({
  event: 'answered',
  content: { authentic: 'yes', originating: 'yes', textHash: null },
  at,
})
const decided = (at: string): Told[number] => ({
  event: 'determined',
  content: { result: 'confirmed', basis: 'other-information', preference: 'granted', textHash: null },
  at,
})
const named = (
  name: CaseDeadline['name'],
  record: VerificationCase,
  profile: AgreementProfile,
  now: string,
): CaseDeadline | undefined => deadlinesOf(record, PARTIES, profile, now).find((entry) => entry.name === name)

/** A profile with one deadline in place of its own. */
const withDeadline = (name: DeadlineName, from: StartEvent, most: Period): AgreementProfile => ({
  ...theProfile('RCEP'),
  deadlines: [{ name, from: background(from), period: read({ most, duty: 'shall' }, 'test'), consequence: '' }],
})

// Profile, deadline, and the possible last days for a request of 30 November 2026 that was received on 2 December.
const EXPECTED: Readonly<Record<string, Readonly<Record<string, readonly (string | undefined)[]>>>> = {
  RCEP: { 'verification-reply': ['2027-03-02'], determination: ['2027-08-29'] },
  ATIGA: { 'verification-reply': ['2027-03-02'], 'whole-verification': ['2027-05-29'] },
  AKFTA: { 'verification-reply': ['2027-02-02', '2027-01-30'] },
  'EFTA-Korea': { 'verification-reply': ['2028-03-02', '2028-02-29'] },
  'EFTA-Indonesia': { 'verification-reply': ['2027-03-02', '2027-02-28'] },
  'EUR.1': { 'verification-reply': ['2027-09-30'] },
}

describe('the deadlines of a case', () => {
  it.each(PROFILES.map((profile) => [profile.code, profile] as const))(
    'under %s are those that the agreement gives, and no others',
    (code, profile) => {
      const answered = '2027-03-02T03:00:00.000Z'
      const record = aCase(profile, OPENED, [ack('2026-12-03T03:00:00.000Z', '2026-12-02'), reply(answered)])

      const deadlines = deadlinesOf(record, PARTIES, profile, answered)

      const known = deadlines.filter(({ date }) => date !== undefined)
      const seen = known.map(({ name, date, earliestDate }) => [name, [date, earliestDate].filter((day) => day)])
      expect(Object.fromEntries(seen)).toEqual(EXPECTED[code] ?? {})
      const unread = deadlines.filter(({ date }) => date === undefined)
      expect(unread.map(({ state }) => state)).toEqual(unread.map(() => 'unknown'))
      for (const { source, sentence } of deadlines) expect([source, sentence]).not.toContain('')
    },
  )

  it('run from the day of receipt that was stated, else from the day on which the register showed the request', () => {
    const profile = theProfile('RCEP')
    const now = '2026-12-04T00:00:00.000Z'

    const before = named('verification-reply', aCase(profile, OPENED), profile, now)
    const stated = aCase(profile, OPENED, [ack('2026-12-03T03:00:00.000Z', '2026-12-02')])
    const silent = aCase(profile, OPENED, [ack('2026-12-03T03:00:00.000Z')])

    expect(before).toMatchObject({ date: '2027-02-28', start: { date: '2026-11-30', certainty: 'deemed' } })
    expect(named('verification-reply', stated, profile, now)).toMatchObject({
      date: '2027-03-02',
      start: { event: 'receipt-of-request', date: '2026-12-02', certainty: 'recorded' },
    })
    expect(named('verification-reply', silent, profile, now)?.date).toBe('2027-02-28')
  })

  it('are counted by the civil date of the office that acts', () => {
    const profile = theProfile('RCEP')
    // 23:30 on the 28th in Seoul, 1:30 on 1 March in Canberra.
    const record = aCase(profile, '2027-02-28T14:30:00.000Z')

    expect(named('verification-reply', record, profile, '2027-03-01T00:00:00.000Z')).toMatchObject({
      date: '2027-05-30',
      start: { date: '2027-03-01' },
    })
    expect(named('verification-reply', record, profile, '2027-05-30T13:59:59.999Z')?.state).toBe('running')
    expect(named('verification-reply', record, profile, '2027-05-30T14:00:00.000Z')?.state).toBe('overdue')
  })

  it.each([
    [calendarDays(30), '2024-01-30T03:00:00.000Z', '2024-02-29', 'calendar'],
    [{ amount: 1, unit: 'months' } as const, '2024-01-31T03:00:00.000Z', '2024-02-29', 'calendar'],
    [{ amount: 12, unit: 'months' } as const, '2024-02-29T03:00:00.000Z', '2025-02-28', 'calendar'],
    // Christmas, Boxing Day on a Saturday moved to Monday, and a weekend, by the calendar of Australia.
    [workingDays(1), '2026-12-24T03:00:00.000Z', '2026-12-29', 'holidays-incomplete'],
    [workingDays(5), '2026-11-30T03:00:00.000Z', '2026-12-07', 'holidays-incomplete'],
  ])('in %j from %s end on %s (%s), by the calendar of the side that replies', (most, openedAt, date, basis) => {
    const profile = withDeadline('verification-reply', 'date-of-request', most)
    const record = aCase(profile, openedAt)

    expect(named('verification-reply', record, profile, openedAt)).toMatchObject({ date, basis, state: 'running' })
  })

  it('say of a late reply that it is late, and it stays a reply', () => {
    const profile = theProfile('RCEP')
    const onTime = aCase(profile, OPENED, [reply('2027-02-28T03:00:00.000Z')])
    const late = aCase(profile, OPENED, [reply('2027-03-01T03:00:00.000Z')])
    const now = '2027-03-01T03:00:00.000Z'

    expect(named('verification-reply', onTime, profile, now)).toMatchObject({ state: 'met', keptOn: '2027-02-28' })
    expect(named('verification-reply', late, profile, now)?.state).toBe('late')
    expect(noticesOf(deadlinesOf(late, PARTIES, profile, now))).toEqual(['REPLY_LATE'])
    expect(noticesOf(deadlinesOf(onTime, PARTIES, profile, now))).toEqual([])
  })

  it('that nobody read stay unknown, and nothing is ever overdue by them', () => {
    const profile = theProfile('ChAFTA')
    const deadlines = deadlinesOf(aCase(profile, OPENED), PARTIES, profile, '2099-01-01T00:00:00.000Z')

    expect(deadlines.map(({ name, state, date }) => [name, state, date])).toEqual([
      ['verification-reply', 'unknown', undefined],
      ['determination', 'unknown', undefined],
    ])
    expect(deadlines.some(isOverdue)).toBe(false)
    expect(noticesOf(deadlines)).toEqual(['DEADLINE_NOT_READ'])
  })

  it('whose start nobody read are overdue only when they are from every possible one', () => {
    const profile = theProfile('AKFTA')
    const record = aCase(profile, OPENED, [ack('2026-12-03T03:00:00.000Z', '2026-12-02')])
    const at = (day: string): unknown => named('verification-reply', record, profile, `${day}T03:00:00.000Z`)?.state

    expect(['2027-01-30', '2027-01-31', '2027-02-02', '2027-02-03'].map(at)).toEqual([
      'running',
      'perhaps-overdue',
      'perhaps-overdue',
      'overdue',
    ])
  })

  it('for the reply become shorter as the asking side sets, and longer by an extension', () => {
    const rcep = theProfile('RCEP')
    const set = aCase(rcep, OPENED, [], { replyPeriod: 30 })
    expect(named('verification-reply', set, rcep, OPENED)).toMatchObject({ date: '2026-12-30' })

    const efta = theProfile('EFTA-Indonesia')
    const extended = aCase(efta, OPENED, [
      { event: 'extended', content: { textHash: null }, at: '2026-12-20T03:00:00.000Z' },
    ])
    expect(named('verification-reply', extended, efta, OPENED)).toMatchObject({
      date: '2027-05-28',
      sentence: expect.stringContaining('It was extended by 3 months.'),
    })
  })

  it('for the reply are those for suspected fraud where the agreement has some', () => {
    const plain = withDeadline('verification-reply', 'date-of-request', { amount: 7, unit: 'months' })
    const fraud = withDeadline('verification-reply-fraud', 'date-of-request', { amount: 12, unit: 'months' })
    const both = { ...plain, deadlines: [...plain.deadlines, ...fraud.deadlines] }
    const suspected = aCase(both, OPENED, [], { reasons: ['suspected-fraud'] })

    expect(named('verification-reply', suspected, both, OPENED)?.date).toBe('2027-11-30')
    expect(named('verification-reply', aCase(both, OPENED), both, OPENED)?.date).toBe('2027-06-30')
    expect(named('verification-reply', suspected, plain, OPENED)?.date).toBe('2027-06-30')
  })

  it('end without reproach when the case does', () => {
    const profile = theProfile('RCEP')
    const record = aCase(profile, OPENED, [decided('2026-12-10T03:00:00.000Z')])

    const deadlines = deadlinesOf(record, PARTIES, profile, '2029-01-01T00:00:00.000Z')

    expect(deadlines.map(({ name, state }) => [name, state])).toEqual([
      ['verification-reply', 'ended'],
      ['determination', 'ended'],
    ])
  })

  it('for the determination run from the first reply and show how strictly they are meant', () => {
    const profile = theProfile('RCEP')
    const record = aCase(profile, OPENED, [
      reply('2027-01-31T03:00:00.000Z'),
      reply('2027-02-20T03:00:00.000Z'),
      decided('2027-08-01T03:00:00.000Z'),
    ])

    expect(named('determination', record, profile, '2027-09-01T00:00:00.000Z')).toMatchObject({
      side: 'importing',
      date: '2027-07-30',
      keptOn: '2027-08-01',
      state: 'late',
      duty: 'endeavour',
    })
  })

  it('show whether the agreement lets or makes the preference be refused', () => {
    const force = (code: string): unknown => {
      const profile = theProfile(code)
      return named('verification-reply', aCase(profile, OPENED), profile, OPENED)?.consequence.force
    }

    expect([force('RCEP'), force('EUR.1'), force('AKFTA')]).toEqual(['may', 'shall', undefined])
  })
})

describe('the deadlines of a visit', () => {
  const profile = theProfile('ATIGA')
  const asked: Told = [
    { event: 'visit-requested', content: { day: null, textHash: null }, at: '2027-01-10T03:00:00.000Z' },
  ]
  const postponed: Told[number] = {
    event: 'visit-postponed',
    content: { day: aDay('2027-03-20'), textHash: null },
    at: '2027-01-20T03:00:00.000Z',
  }
  const reported = (day: string, at: string): Told[number] => ({
    event: 'visit-reported',
    content: { day: aDay(day), textHash: null },
    at,
  })
  const datesOf = (steps: Told, now: string): unknown =>
    deadlinesOf(aCase(profile, OPENED, steps), PARTIES, profile, now)
      .filter(({ name }) => name.startsWith('visit'))
      .map(({ name, date, state }) => [name, date, state])

  it('are of interest only when somebody asks for one', () => {
    expect(datesOf([], '2027-01-10T03:00:00.000Z')).toEqual([])
    expect(datesOf(asked, '2027-01-10T03:00:00.000Z')).toEqual([
      ['visit-consent', '2027-02-09', 'running'],
      ['visit-report', undefined, 'not-started'],
    ])
  })

  it('count a postponement from the notice, and the visit itself as keeping it', () => {
    const steps = [...asked, postponed, reported('2027-03-11', '2027-03-30T03:00:00.000Z')]

    expect(datesOf(steps, '2027-03-30T03:00:00.000Z')).toEqual([
      ['visit-consent', '2027-02-09', 'met'],
      ['visit-postponement', '2027-03-11', 'met'],
      ['visit-report', '2027-04-10', 'met'],
      ['visit-comments', '2027-04-29', 'running'],
    ])
  })

  it('begin anew with another visit', () => {
    const again = asked.map((step) => ({ ...step, at: '2027-04-01T03:00:00.000Z' }))
    const steps = [...asked, postponed, reported('2027-03-11', '2027-03-30T03:00:00.000Z'), ...again]

    expect(datesOf(steps, '2027-04-02T03:00:00.000Z')).toContainEqual(['visit-consent', '2027-05-01', 'running'])
    expect(datesOf(steps, '2027-04-02T03:00:00.000Z')).toContainEqual(['visit-report', undefined, 'not-started'])
  })
})

describe('the notice of a refusal', () => {
  const at = (code: string, refused: string | undefined, now: string): CaseDeadline =>
    refusalNoticeDeadline(theProfile(code), 'KR', {
      received: aDay('2026-01-01'),
      refused: refused === undefined ? undefined : aDay(refused),
      now,
    })

  it('is due 60 days after the proof was received under ATIGA', () => {
    expect(at('ATIGA', undefined, '2026-03-02T03:00:00.000Z')).toMatchObject({ date: '2026-03-02', state: 'running' })
    expect(at('ATIGA', undefined, '2026-03-03T03:00:00.000Z').state).toBe('overdue')
    expect(at('ATIGA', '2026-03-02', '2026-05-01T03:00:00.000Z').state).toBe('met')
    expect(at('ATIGA', '2026-03-03', '2026-05-01T03:00:00.000Z').state).toBe('late')
  })

  it('has no known time elsewhere', () => {
    expect(at('RCEP', undefined, '2036-03-02T03:00:00.000Z')).toMatchObject({ date: undefined, state: 'unknown' })
  })
})

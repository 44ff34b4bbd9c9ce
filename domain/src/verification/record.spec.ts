import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { HASH_PATTERN } from '../hash'
import { MEMBERS } from '../member'
import { Refusal } from '../refusal'
import { parsePurpose } from '../delivery/purpose'
import { CONTENT_PARSERS } from './content'
import { caseHeadKey, caseKey, loadCases } from './load'
import { caseLifeOf } from './life'
import {
  isUndecided,
  parseCase,
  parseHead,
  printCase,
  printHead,
  purposeOfEvent,
  stateOfCase,
  verificationStateOf,
} from './record'
import type { CaseEvent, VerificationCase } from './record'
import { CASE_EVENTS, CASE_STATES, CASE_STEPS, SIDE_ROLES } from './steps'
import type { CaseEventName } from './steps'
import { CALLERS, CaseLedger, CERTIFICATE, ENTRIES } from './testing/samples'
import { CASE_TRANSACTIONS, parseCases } from './transactions'
import {
  CASE_ANSWERS,
  CASE_BASES,
  CASE_KINDS,
  CASE_REASONS,
  CASE_RESULTS,
  PREFERENCES,
  WITHDRAWAL_REASONS,
} from './words'

const textHash = fc.option(fc.nat().map((count) => count.toString(16).padStart(64, '0')))
const day = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))
const authority = fc.constantFrom('AU-ACCI', 'KR-KCCI', 'CH-1', 'X')
const text = fc.record({ textHash })
const visitOn = fc.record({ day, textHash })
const visitPerhapsOn = fc.record({ day: fc.option(day), textHash })

const CONTENTS: Readonly<Record<CaseEventName, fc.Arbitrary<object>>> = {
  opened: fc.record({
    kind: fc.constantFrom(...CASE_KINDS),
    reasons: fc.subarray([...CASE_REASONS]),
    items: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 5 }).map((list) => list.sort((a, b) => a - b)),
    replyPeriod: fc.option(fc.integer({ min: 1, max: 999 })),
    textHash,
    importingMember: fc.constantFrom(...MEMBERS.map(({ code }) => code)),
    addressee: authority,
  }),
  acknowledged: fc.record({ received: fc.option(day), addressee: fc.option(authority) }),
  answered: fc.record({
    authentic: fc.constantFrom(...CASE_ANSWERS),
    originating: fc.constantFrom(...CASE_ANSWERS),
    textHash,
  }),
  extended: text,
  'visit-requested': visitPerhapsOn,
  'visit-consented': visitPerhapsOn,
  'visit-refused': text,
  'visit-postponed': visitOn,
  'visit-reported': visitOn,
  'visit-commented': text,
  determined: fc.record({
    result: fc.constantFrom(...CASE_RESULTS),
    basis: fc.constantFrom(...CASE_BASES),
    preference: fc.constantFrom(...PREFERENCES),
    textHash,
  }),
  withdrawn: fc.record({ reason: fc.constantFrom(...WITHDRAWAL_REASONS) }),
}

const eventOf = (event: CaseEventName): fc.Arbitrary<CaseEvent> =>
  fc.record({
    event: fc.constant(event),
    at: fc.integer({ min: 0, max: 4e12 }).map((time) => new Date(time).toISOString()),
    requestId: fc.nat().map((count) => `request-${count}`),
    by: fc.option(authority),
    content: CONTENTS[event],
  }) as fc.Arbitrary<CaseEvent>

const anyEvent = fc.constantFrom(...CASE_EVENTS).chain(eventOf)
const anyCase = fc.record({
  number: fc.integer({ min: 1, max: 999 }),
  events: fc.tuple(eventOf('opened'), fc.array(anyEvent, { maxLength: 6 })).map(([first, rest]) => [first, ...rest]),
}) as fc.Arbitrary<VerificationCase>

describe('the record of a case', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyCase, (record) => {
        expect(parseCase(printCase(record))).toEqual(record)
      }),
    )
  })

  it('has a head that is read as it was written', () => {
    const head = fc.record({
      count: fc.integer({ min: 1, max: 999 }),
      state: fc.constantFrom(...CASE_STATES),
      determinedBefore: fc.boolean(),
    })
    fc.assert(
      fc.property(head, (record) => {
        expect(parseHead(printHead(record))).toEqual(record)
      }),
    )
  })

  it.each([
    ['no list', '{}', 'must be a list'],
    ['another format', '[2,1,"open",false]', 'must be of format 1'],
    ['no number', '[1,0,"open",false]', 'count'],
    ['no state', '[1,1,"shut",false]', 'state'],
    ['no truth', '[1,1,"open",0]', 'true or false'],
  ])('refuses a head with %s', (_what, text, words) => {
    expect(() => parseHead(text)).toThrow(words)
  })

  it('refuses another format, other members, other events, and a beginning other than the request', () => {
    const [opened, other] = [fc.sample(eventOf('opened'), 1), fc.sample(eventOf('withdrawn'), 1)]
    const read = (changes: object): (() => unknown) => {
      const record = { formatVersion: 1, number: 1, events: opened, ...changes }
      return () => parseCase(JSON.stringify(record))
    }

    expect(read({})).not.toThrow()
    expect(read({ formatVersion: 2 })).toThrow('must be of format 1')
    expect(read({ note: 'text' })).toThrow('may only have')
    expect(read({ events: other })).toThrow('must begin with opened')
    expect(read({ events: [] })).toThrow('at least 1')
    expect(read({ events: [{ ...opened[0], event: 'wondered' }] })).toThrow('must be one of')
    expect(read({ events: [{ ...opened[0], at: 'today' }] })).toThrow('must be a time in UTC')
  })

  it('holds in every event nothing that could be free text', () => {
    for (const event of CASE_EVENTS) {
      fc.assert(
        fc.property(CONTENTS[event], fc.string({ minLength: 3 }), (content, note) => {
          for (const [name, value] of Object.entries(content)) {
            // A reason, a day, a hash, a member or the id of an authority: a sentence is none of them.
            if (typeof value !== 'string') continue
            const changed = { ...content, [name]: `A sentence: ${note}` }
            expect(() => CONTENT_PARSERS[event](changed, 'entry')).toThrow(Refusal)
          }
        }),
        { numRuns: 20 },
      )
    }
  })
})

describe('the texts of a case', () => {
  it('have purposes that the collection of two members accepts, each its own', () => {
    const purposes = CASE_EVENTS.flatMap((event) => [1, 2, 26, 27, 53, 200].map((nth) => purposeOfEvent(7, event, nth)))

    for (const purpose of purposes) expect(parsePurpose(purpose)).toBe(purpose)
    expect(new Set(purposes).size).toBe(purposes.length)
    expect(purposeOfEvent(7, 'answered', 1)).toBe('case/7/answered')
    expect(purposeOfEvent(7, 'answered', 2)).toBe('case/7/answered-b')
  })
})

describe('the table of steps', () => {
  it('names a transaction of the side for every event', () => {
    const names = Object.keys(CASE_TRANSACTIONS)
    for (const event of CASE_EVENTS) {
      const { transaction, side } = CASE_STEPS[event]
      expect(names).toContain(transaction)
      expect(CASE_TRANSACTIONS[transaction as keyof typeof CASE_TRANSACTIONS].roles).toEqual(SIDE_ROLES[side])
    }
  })

  it('holds for every history of steps by anybody: one undecided case, and a state that follows from the events', async () => {
    const steps = Object.keys(ENTRIES) as (keyof typeof ENTRIES)[]
    const anyCaller = fc.constantFrom(...Object.values(CALLERS))
    const move = fc.record({
      name: fc.constantFrom('openCase' as const, ...steps),
      // Mostly whoever may take the step, in the case that is next or under way: else hardly anything would happen.
      caller: fc.oneof({ weight: 4, arbitrary: fc.constant('allowed' as const) }, anyCaller),
      number: fc.oneof({ weight: 4, arbitrary: fc.constant('current' as const) }, fc.integer({ min: 1, max: 3 })),
      basis: fc.constantFrom(...CASE_BASES),
      answer: fc.constantFrom('consent', 'refuse', 'postpone'),
      wait: fc.integer({ min: 0, max: 60 * 24 }),
    })
    const taken = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 40 }), async (moves) => {
        const ledger = new CaseLedger()
        let time = Date.parse(ledger.time)
        for (const { name, basis, answer, wait, ...move } of moves) {
          const isOpening = name === 'openCase'
          const count = parseCases(JSON.parse(await ledger.cases())).length
          const number = move.number === 'current' ? Math.max(1, count + (isOpening ? 1 : 0)) : move.number
          const isOwn = SIDE_ROLES.importing.some((role) => CASE_TRANSACTIONS[name].roles.includes(role))
          const caller = move.caller === 'allowed' ? (isOwn ? CALLERS.importer : CALLERS.issuer) : move.caller
          ledger.time = new Date((time += wait * 3_600_000)).toISOString()
          const before = ledger.state.value(caseKey(CERTIFICATE.id, number))
          const outcome = isOpening
            ? await ledger.open({ case: number })
            : await ledger
                .step(caller, name, { case: number, ...changesOf(name, basis, answer) })
                .catch(() => 'ROLE_NOT_ALLOWED')

          const after = ledger.state.value(caseKey(CERTIFICATE.id, number))
          // Only a repeat is done without a change, and every request here is a new one.
          expect(after === before).toBe(outcome !== 'done')
          if (outcome === 'done') taken.add(name)
          await requireSound(ledger)
        }
      }),
      { numRuns: 800 },
    )
    for (const name of ['openCase', 'acknowledgeCase', 'answerCase', 'requestVisit', 'answerVisit', 'determine']) {
      expect(taken).toContain(name)
    }
  })
})

function changesOf(name: string, basis: string, answer: string): object {
  if (name === 'determine') return { basis }
  if (name !== 'answerVisit') return {}
  return { answer, day: answer === 'postpone' ? '2026-09-01' : null }
}

async function requireSound(ledger: CaseLedger): Promise<void> {
  const reader = { read: (key: string) => Promise.resolve(ledger.state.value(key)) }
  const cases = await loadCases(reader, CERTIFICATE.id)
  const states = cases.map(stateOfCase)
  expect(states.filter(isUndecided).length).toBeLessThanOrEqual(1)
  expect(states.slice(0, -1).some(isUndecided)).toBe(false)
  expect(verificationStateOf(ledger.state.value(caseHeadKey(CERTIFICATE.id)))).toBe(certificateState(states))
  for (const { events } of cases) {
    expect(events.every(({ at }, index) => index === 0 || at >= (events[index - 1]?.at ?? ''))).toBe(true)
    for (const { content } of events) {
      if ('textHash' in content && content.textHash !== null) expect(content.textHash).toMatch(HASH_PATTERN)
    }
  }
}

function certificateState(states: readonly string[]): string {
  const last = states.findLast((state) => state !== 'withdrawn')
  const current = states.at(-1) === 'withdrawn' && last !== 'determined' ? undefined : last
  return (current === 'acknowledged' ? 'open' : current) ?? 'none'
}

describe('the times of a case', () => {
  it('are those of the request, the first reply and the determination', async () => {
    const ledger = new CaseLedger()
    const at = (minute: number): void => {
      ledger.time = `2026-03-10T12:${minute}:00.000Z`
    }
    await ledger.open()
    at(10)
    await ledger.step(CALLERS.issuer, 'answerCase')
    at(20)
    await ledger.step(CALLERS.issuer, 'answerCase')
    at(30)
    await ledger.step(CALLERS.importer, 'determine')

    const [record] = await loadCases({ read: (key) => Promise.resolve(ledger.state.value(key)) }, CERTIFICATE.id)
    expect(record && caseLifeOf(record)).toEqual({
      openedAt: Date.parse('2026-03-10T12:00:00.000Z'),
      answeredAt: Date.parse('2026-03-10T12:10:00.000Z'),
      determinedAt: Date.parse('2026-03-10T12:30:00.000Z'),
    })
  })
})

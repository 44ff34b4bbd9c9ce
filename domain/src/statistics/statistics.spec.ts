import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { DELIVERY_STATES, DOCUMENT_STATES, VERIFICATION_STATES } from '../certificate'
import { MEMBERS } from '../member'
import { statisticsCsv } from './csv'
import { useOfAll } from './life'
import type { CertificateLife } from './life'
import { DIMENSIONS, SPANS, USE_STATES, statisticsOf } from './statistics'

const REGISTERED = Date.parse('2026-03-31T23:59:59.999Z')
const HOUR = 3_600_000

function aLife(changes: Partial<CertificateLife> = {}): CertificateLife {
  return {
    issuingMember: 'AU',
    importingMember: 'KR',
    agreement: 'RCEP',
    registeredAt: REGISTERED,
    document: 'issued',
    delivery: 'registered',
    use: 'unused',
    verification: 'none',
    refusals: [],
    cases: [],
    ...changes,
  }
}

const code = fc.constantFrom(...MEMBERS.map((member) => member.code))
const time = fc.option(fc.integer({ min: REGISTERED, max: REGISTERED + 1000 * HOUR }), { nil: undefined })
const life: fc.Arbitrary<CertificateLife> = fc
  .record({
    issuingMember: code,
    importingMember: code,
    agreement: fc.constantFrom('RCEP', 'ChAFTA', '=1+1'),
    registeredAt: fc.integer({ min: 0, max: REGISTERED }),
    document: fc.constantFrom(...DOCUMENT_STATES),
    delivery: fc.constantFrom(...DELIVERY_STATES),
    use: fc.constantFrom(...USE_STATES),
    verification: fc.constantFrom(...VERIFICATION_STATES),
    deliveredAt: time,
    refusals: fc.array(fc.constantFrom('origin-in-doubt', 'form'), { maxLength: 3 }),
  })
  .map(({ deliveredAt, ...rest }) => aLife({ ...rest, ...(deliveredAt !== undefined && { deliveredAt }) }))

describe('statistics', () => {
  it('count every certificate exactly once in each dimension and on each axis', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 30 }), (lives) => {
        const { total, by } = statisticsOf(lives)

        for (const dimension of DIMENSIONS) {
          expect(sum(by[dimension].map(({ figures }) => figures.certificates))).toBe(lives.length)
          expect(sum(by[dimension].flatMap(({ figures }) => figures.refusals.map(({ count }) => count)))).toBe(
            sum(lives.map(({ refusals }) => refusals.length)),
          )
        }
        for (const axis of [total.document, total.delivery, total.use, total.verification]) {
          expect(sum(Object.values(axis))).toBe(lives.length)
        }
      }),
    )
  })

  it('do not depend on the order of the certificates', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 20 }), (lives) => {
        expect(statisticsOf([...lives].reverse())).toEqual(statisticsOf(lives))
      }),
    )
  })

  it('name pairs by direction and months by the day of registration in UTC', () => {
    const { by } = statisticsOf([
      aLife(),
      aLife({ issuingMember: 'KR', importingMember: 'AU' }),
      aLife({ registeredAt: REGISTERED + 1 }),
    ])

    expect(by.pair.map(({ key, figures }) => [key, figures.certificates])).toEqual([
      ['AU-KR', 2],
      ['KR-AU', 1],
    ])
    expect(by.month.map(({ key }) => key)).toEqual(['2026-03', '2026-04'])
  })

  it('tell the middle of the times between events, of those only that both happened', () => {
    const delivered = (hours: number): CertificateLife => aLife({ deliveredAt: REGISTERED + hours * HOUR })
    const { times } = statisticsOf([
      aLife(),
      delivered(1),
      delivered(5),
      delivered(-1),
      { ...delivered(90), acknowledgedAt: REGISTERED + 91 * HOUR, firstUsedAt: REGISTERED + 94 * HOUR },
      { ...delivered(2), cases: [{ openedAt: 10, answeredAt: 30, determinedAt: 60 }, { openedAt: 10 }] },
    ]).total

    expect(times).toEqual({
      issueToDelivery: { count: 4, medianMs: 3.5 * HOUR },
      deliveryToAcknowledgement: { count: 1, medianMs: HOUR },
      acknowledgementToUse: { count: 1, medianMs: 3 * HOUR },
      issueToUse: { count: 1, medianMs: 94 * HOUR },
      caseToAnswer: { count: 1, medianMs: 20 },
      caseToDetermination: { count: 1, medianMs: 50 },
    })
  })

  it('of nothing are nothing, and no time is made up', () => {
    const { total, by } = statisticsOf([])

    expect(total.certificates).toBe(0)
    for (const span of SPANS) expect(total.times[span]).toEqual({ count: 0, medianMs: null })
    for (const dimension of DIMENSIONS) expect(by[dimension]).toEqual([])
  })
})

describe('the use of a certificate', () => {
  it.each([
    [['used', 'used'], 'used'],
    [['used', 'unused'], 'partly-used'],
    [['partly-used', 'refused'], 'partly-used'],
    [['unused', 'refused'], 'refused'],
    [['reserved', 'unused'], 'reserved'],
    [['unused', 'unused'], 'unused'],
    [[], 'unused'],
  ] as const)('with items %j is %s', (items, use) => {
    expect(useOfAll(items)).toBe(use)
  })
})

describe('statistics as a table', () => {
  it('have one number in each line, under one header', () => {
    const csv = statisticsCsv(statisticsOf([aLife({ deliveredAt: REGISTERED + 7, refusals: ['form'] })]))

    const lines = csv.split('\r\n')
    expect(lines[0]).toBe('dimension,key,measure,name,value')
    expect(lines.at(-1)).toBe('')
    expect(lines).toEqual(
      expect.arrayContaining([
        'total,,certificates,,1',
        'pair,AU-KR,document,issued,1',
        'agreement,RCEP,refusals,form,1',
        'month,2026-03,times-median-ms,issueToDelivery,7',
        'status,issued,times-median-ms,caseToAnswer,',
      ]),
    )
  })

  it('cannot carry a formula or break out of a field', () => {
    const csv = statisticsCsv(statisticsOf([aLife({ agreement: '=1+1' }), aLife({ agreement: 'A "B", C' })]))

    expect(csv).toContain("agreement,'=1+1,certificates,,1")
    expect(csv).toContain('agreement,"A ""B"", C",certificates,,1')
  })
})

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

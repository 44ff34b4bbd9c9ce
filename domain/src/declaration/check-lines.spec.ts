import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { smallestUnits } from '../item-account'
import { checkDeclarationLines } from './check-lines'
import type { LineAnswer } from './check-lines'
import type { DeclarationLine } from './declaration'
import type { DeclaredCertificate } from './declared-certificate'
import { aDeclaration, aDeclaredCertificate, aLine } from './testing/samples'
import { LINE_CHECKS, LINE_CODES, LINE_STEPS } from './words'

const ORANGES = smallestUnits('1200')

/** Lines about oranges and watches, some wrong in one way or another, with different numbers. */
const lines = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 })
  .chain((numbers) => fc.tuple(...numbers.map((line) => anyLine().map((made) => ({ ...made, line })))))

function anyLine(): fc.Arbitrary<DeclarationLine> {
  const quantity = fc.oneof(
    fc.integer({ min: 1, max: 1300 }).map((value) => ({ value: value.toString(), unit: 'KGM' })),
    fc
      .integer({ min: 1, max: 1300 })
      .map((value) => ({ value: `0.${value.toString().padStart(4, '0')}`, unit: 'TNE' })),
    fc.constant({ value: '3', unit: 'H87' }),
  )
  return fc
    .record({
      quantity,
      itemSequence: fc.constantFrom(1, 1, 1, 2, 3),
      origin: fc.constantFrom('AU', 'AU', 'AU', 'NZ'),
      hsCode: fc.constantFrom('080510', '0805100000', '910111'),
    })
    .map((changes) => aLine(changes))
}

function check(
  declared: readonly DeclarationLine[],
  changes: Partial<DeclaredCertificate> = {},
): readonly LineAnswer[] {
  return checkDeclarationLines({
    declaration: aDeclaration(declared),
    certificates: [aDeclaredCertificate(changes)],
  })
}

describe('a check of a declaration', () => {
  it('never lets more be reserved than is left of an item', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 1200 }), (declared, left) => {
        const answers = check(declared, { left: [{ seq: 1, value: left.toString() }] })

        const taken = answers
          .filter(({ mayReserve, itemSequence }) => mayReserve && itemSequence === 1)
          .reduce((sum, { counted }) => sum + smallestUnits(counted!.value), 0n)
        expect(taken <= BigInt(left) * 1_000_000n).toBe(true)
      }),
    )
  })

  it('says of a withdrawn certificate that it does not hold, and nothing of a quantity that nobody used up', () => {
    const cancelled = { name: 'document-state', result: 'fail', code: 'CANCELLED' } as const

    const [answer] = check([aLine()], { checks: [cancelled], left: [{ seq: 1, value: '0' }] })

    const failed = answer!.checks.filter(({ result }) => result === 'fail').map(({ code }) => code)
    expect(failed).toEqual(['CERTIFICATE_DOES_NOT_HOLD'])
    expect([answer!.verdict, answer!.mayReserve]).toEqual(['NOT_VALID', false])
  })

  it('answers the same in whatever order the lines are written down', () => {
    fc.assert(
      fc.property(lines, fc.infiniteStream(fc.nat()), (declared, numbers) => {
        const keys = new Map(declared.map((line) => [line, numbers.next().value as number]))
        const shuffled = [...declared].sort((one, other) => keys.get(one)! - keys.get(other)!)

        expect(check(shuffled)).toEqual(check(declared))
      }),
    )
  })

  it('answers the same for whatever line numbers, as long as the lines do not compete for one quantity', () => {
    fc.assert(
      fc.property(lines, (declared) => {
        const last = Math.max(...declared.map(({ line }) => line))
        const renumbered = declared.map((line) => ({ ...line, line: last + 1 - line.line }))
        const [before, after] = [check(declared), check(renumbered)]
        const asked = before
          .filter(({ itemSequence, counted }) => itemSequence === 1 && counted !== undefined)
          .reduce((sum, { counted }) => sum + smallestUnits(counted!.value), 0n)
        fc.pre(asked <= ORANGES)

        for (const answer of before) {
          const same = after.find(({ line }) => line === last + 1 - answer.line)
          expect([same?.verdict, same?.mayReserve]).toEqual([answer.verdict, answer.mayReserve])
        }
      }),
    )
  })

  it('finds a line VALID only if every question passes, and NOT_VALID as soon as one fails', () => {
    fc.assert(
      fc.property(lines, (declared) => {
        for (const { verdict, checks, mayReserve } of check(declared)) {
          const results = checks.map(({ result }) => result)
          expect(verdict === 'NOT_VALID').toBe(results.includes('fail'))
          expect(verdict === 'VALID').toBe(results.every((result) => result === 'pass'))
          if (mayReserve) expect(verdict).not.toBe('NOT_VALID')
        }
      }),
    )
  })

  it('does not become NOT_VALID by minor discrepancies, even where the agreement forgives none', () => {
    const strict = {
      ...aDeclaredCertificate().profile!,
      minorDiscrepancies: { evidence: 'read', value: { kinds: [] }, source: 'nowhere' },
    } as const
    const [answer] = check([aLine({ description: 'Something else', quantity: { value: '0.1', unit: 'TNE' } })], {
      profile: strict,
      observed: ['ink'],
    })

    expect(answer?.verdict).toBe('VALID')
    expect(answer?.minorDiscrepancies.map(({ kind, forgiven, seen }) => [kind, forgiven, seen])).toEqual([
      ['units', 'no', 'found'],
      ['description', 'no', 'found'],
      ['ink', 'no', 'observed'],
    ])
  })

  it('tells with which place and article a certificate breaks its agreement', () => {
    const dataset = { ...(aDeclaredCertificate().dataset as object), departureDate: '2026-02-01' }

    const [answer] = check([aLine()], { dataset })

    const form = answer?.checks.find(({ name }) => name === 'form')
    expect(form?.sentence).toContain('V4 /flags/issuedRetroactively (Art. 3.17.8)')
  })

  it('tells the deadline of the agreement with the step that it belongs to', () => {
    const [answer] = check([aLine()], { checks: [{ name: 'signature', result: 'fail', code: 'SIGNATURE_INVALID' }] })

    const step = answer?.nextSteps.find(({ step: name }) => name === 'REQUEST_VERIFICATION')
    expect(step?.sentence).toContain('The agreement gives 90 days for the verification reply.')
    expect(step?.source).toBe('Art. 3.24')
  })

  it.each([
    ['hsCode', 'TARIFF_CODE_NOT_READABLE'],
    ['originCountry', 'ORIGIN_NOT_READABLE'],
    ['quantity', 'UNIT_NOT_READABLE'],
  ])('cannot determine a line whose item does not show its %s', (member, code) => {
    const dataset = aDeclaredCertificate().dataset as { items: readonly Readonly<Record<string, unknown>>[] }
    const items = dataset.items.map((item) =>
      Object.fromEntries(Object.entries(item).filter(([name]) => name !== member)),
    )
    const checks = [{ name: 'agreement', result: 'unknown', code: 'AGREEMENT_PARTLY_WITHHELD' }] as const

    const [answer] = check([aLine()], { dataset: { ...dataset, items }, checks })

    expect(answer?.verdict).toBe('CANNOT_DETERMINE')
    expect(answer?.checks.map((one) => one.code)).toContain(code)
  })

  it('answers whatever a document shows, and finds no line VALID that shows less than it needs', () => {
    const shown = aDeclaredCertificate().dataset as Readonly<Record<string, unknown>>
    const some = fc.subarray(Object.keys(shown)).map((names) => names.map((name) => [name, shown[name]] as const))
    const datasets = fc.oneof(
      fc.jsonValue(),
      some.map(Object.fromEntries),
      fc.constant({ ...shown, items: [null, 7, {}] }),
    )

    fc.assert(
      fc.property(datasets, lines, (dataset, declared) => {
        for (const { verdict } of check(declared, { dataset })) {
          if (verdict === 'VALID') expect(dataset).toMatchObject({ items: shown.items, importCountry: 'KR' })
        }
      }),
    )
  })

  it('asks its questions in one order, each at most once', () => {
    const [answer] = check([aLine()])

    expect(answer?.checks.map(({ name }) => name)).toEqual(LINE_CHECKS)
  })
})

describe('the table of answers', () => {
  it('has a sentence of its own for every answer, and a step for each that is not a pass', () => {
    const meanings = Object.values(LINE_CODES)

    expect(new Set(meanings.map(({ sentence }) => sentence)).size).toBe(meanings.length)
    for (const { result, step } of meanings) expect(step === null).toBe(result === 'pass')
    expect(new Set(meanings.map(({ name }) => name))).toEqual(new Set(LINE_CHECKS))
  })

  it('uses every step', () => {
    const used = new Set<string | null>(Object.values(LINE_CODES).map(({ step }) => step))

    expect(Object.keys(LINE_STEPS).filter((step) => !used.has(step))).toEqual([
      'CONSIDER_PREFERENCE',
      'NO_PROOF_NEEDED',
    ])
  })
})

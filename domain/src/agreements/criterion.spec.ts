import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { PROFILES } from './catalogue'
import { TARIFF_SHIFTS, criterionProblems, parseCriterion, printCriterion } from './criterion'
import type { Criterion, CriterionCode, CriterionGrammar, CriterionPart } from './criterion'
import { isKnown } from './evidence'
import { theProfile } from './testing/samples'

describe('the criterion of an agreement', () => {
  it.each([
    ['ATIGA', 'WO', { code: 'WO' }],
    ['ATIGA', '40%', { code: 'RVC', percent: '40' }],
    ['ATIGA', 'CTSH + 35%', { code: 'CTSH', combined: [{ code: 'RVC', percent: '35' }] }],
    ['ATIGA', 'PC 25%', { code: 'PC', percent: '25' }],
    ['AKFTA', 'RVC45', { code: 'RVC', percent: '45' }],
    ['AKFTA', 'CTH', { code: 'CTC', tariffShift: 'CTH' }],
    ['AANZFTA', 'CTSH + RVC35', { code: 'CTC', tariffShift: 'CTSH', combined: [{ code: 'RVC', percent: '35' }] }],
    ['AANZFTA', 'OTHER', { code: 'OTHER' }],
    ['ACFTA', 'RVC40', { code: 'RVC', percent: '40' }],
    ['RCEP', 'CTC, ACU, DMI', { code: 'CTC', extras: ['ACU', 'DMI'] }],
    ['AJCEP', 'SP, DMI', { code: 'SP', extras: ['DMI'] }],
    ['ChAFTA', 'PSR', { code: 'PSR' }],
    ['IA-CEPA', 'QVC', { code: 'QVC' }],
    ['Switzerland-GSP', 'Y45', { code: 'Y', percent: '45' }],
    ['MERCOSUR', 'B', { code: 'B' }],
    ['CPTPP', 'Change of heading from any other heading', { code: 'Change of heading from any other heading' }],
  ] as const)('of %s reads %s, and prints it again', (code, text, criterion) => {
    const grammar = grammarOf(code)

    expect(parseCriterion(text, grammar)).toEqual(criterion)
    expect(printCriterion(criterion, grammar)).toBe(text)
  })

  it.each([
    ['RCEP', 'PC 25%'],
    ['RCEP', '40%'],
    ['RCEP', 'WO, XXX'],
    ['RCEP', 'WO, ACU, ACU'],
    ['ATIGA', 'PC 40%'],
    ['ATIGA', 'WO + 35%'],
    ['ATIGA', '040%'],
    ['ATIGA', '101%'],
    ['ATIGA', '35.5%'],
    ['ChAFTA', 'CTH'],
    ['AANZFTA', 'CTSH + RVC35 + RVC40'],
    ['EUR.1', 'WO'],
    ['IA-CEPA', ''],
  ])('of %s is not %s', (code, text) => {
    expect(parseCriterion(text, grammarOf(code))).toBeUndefined()
  })

  it.each([
    ['ATIGA', ' ctsh+35 % ', 'CTSH + 35%'],
    ['ATIGA', 'pc25%', 'PC 25%'],
    ['RCEP', 'ctc ,acu', 'CTC, ACU'],
    ['ACFTA', 'RVC 40', 'RVC40'],
  ])('of %s typed as "%s" is printed as %s', (code, typed, printed) => {
    const criterion = parseCriterion(typed, grammarOf(code))

    expect(criterion && printCriterion(criterion, grammarOf(code))).toBe(printed)
  })

  it('is the same after it was printed and read, for every criterion of every grammar', () => {
    fc.assert(
      fc.property(anyCriterion(), ([grammar, criterion]) => {
        expect(criterionProblems(criterion, grammar)).toEqual([])
        expect(parseCriterion(printCriterion(criterion, grammar), grammar)).toEqual(criterion)
      }),
      { numRuns: 2000 },
    )
  })

  it('is printed as it was read, for every text that a grammar reads', () => {
    const letters = fc.stringMatching(/^[A-Z0-9%+, ]{1,12}$/)
    fc.assert(
      fc.property(fc.constantFrom(...grammars()), fc.oneof(letters, fc.string()), (grammar, text) => {
        const criterion = parseCriterion(text, grammar)
        if (criterion === undefined) return
        const printed = printCriterion(criterion, grammar)

        expect(parseCriterion(printed, grammar)).toEqual(criterion)
        expect(printed.replaceAll(' ', '').toUpperCase()).toBe(text.normalize('NFC').replace(/\s+/g, '').toUpperCase())
      }),
      { numRuns: 2000 },
    )
  })

  it('is not printed when the agreement does not know it', () => {
    expect(() => printCriterion({ code: 'PC', percent: '25' }, grammarOf('RCEP'))).toThrow(
      'originCriterion: must be a criterion of the agreement',
    )
  })
})

function grammarOf(code: string): CriterionGrammar {
  const { criterion } = theProfile(code)
  if (!isKnown(criterion)) throw new RangeError(`${code} has no grammar`)
  return criterion.value
}

function grammars(): readonly CriterionGrammar[] {
  return PROFILES.flatMap(({ criterion }) => (isKnown(criterion) ? [criterion.value] : []))
}

function anyCriterion(): fc.Arbitrary<readonly [CriterionGrammar, Criterion]> {
  const withCodes = grammars().filter(({ kind }) => kind === 'codes')
  return fc.constantFrom(...withCodes).chain((grammar) =>
    fc
      .record({ leading: fc.constantFrom(...grammar.codes), extras: fc.subarray([...grammar.extras]) })
      .chain(({ leading, extras }) => {
        const following = grammar.codes.filter((code) =>
          grammar.combinations.some(([first, second]) => first === leading.code && second === code.code),
        )
        const second =
          following.length === 0
            ? fc.constant(undefined)
            : fc.option(fc.constantFrom(...following).chain(anyPart), { nil: undefined })
        return fc.tuple(anyPart(leading), second).map(([part, other]): readonly [CriterionGrammar, Criterion] => [
          grammar,
          {
            ...part,
            ...(other === undefined ? {} : { combined: [other] }),
            ...(extras.length === 0 ? {} : { extras }),
          },
        ])
      }),
  )
}

function anyPart({ code, forms, percentBelow = 101 }: CriterionCode): fc.Arbitrary<CriterionPart> {
  return fc
    .tuple(fc.constantFrom(...forms), fc.integer({ min: 0, max: percentBelow - 1 }), fc.constantFrom(...TARIFF_SHIFTS))
    .map(([form, percent, tariffShift]) => ({
      code,
      ...(form.includes('#') ? { percent: String(percent) } : {}),
      ...(form.includes('~') ? { tariffShift } : {}),
    }))
}

import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { canonicalText } from '../canonical'
import { LIMITS } from '../limits'
import { Refusal } from '../refusal'
import { issueDateOf, parseDataset, parseDatasetOfAnyCountry } from './parse'
import type { DatasetReading } from './parse'
import { DATASET_RULES, PROBLEMS_MOST } from './problem'
import type { DatasetProblem } from './problem'
import { aCommonDataset, aCommonItem, anyDataset } from './testing/datasets'

declare function require(path: string): unknown

const STORY = require('../../../network/story/rcep-au-kr.json') as Readonly<Record<string, unknown>>

function problemsOf(input: unknown): readonly DatasetProblem[] {
  const reading = parseDataset(input)
  return reading.ok ? [] : reading.problems
}

function rulesOf(input: unknown): readonly string[] {
  return problemsOf(input).map(({ pointer, rule }) => `${pointer} ${rule}`)
}

describe('a common dataset', () => {
  it('is accepted as it stands, complete or with nothing but what every dataset has', () => {
    expect(parseDataset(STORY)).toEqual({ ok: true, dataset: STORY })
    expect(parseDataset(aCommonDataset())).toEqual({ ok: true, dataset: aCommonDataset() })
  })

  it('gets all its problems at once, in the order of the elements', () => {
    const item = { ...aCommonItem(), hsCode: '7701', quantity: { value: 12.5, unit: 'PCE' } }
    const exporter = { address: { country: 'XK' } }

    const rules = rulesOf(aCommonDataset({ certificateNumber: 'é', isPreferential: 'yes', exporter, items: [item] }))

    expect(rules).toEqual([
      '/certificateNumber format',
      '/isPreferential format',
      '/exporter/name required',
      '/exporter/address/city required',
      '/exporter/address/country code',
      '/items/0/hsCode format',
      '/items/0/quantity/value format',
      '/items/0/quantity/unit code',
    ])
  })

  it('is told every element that it misses, when it is empty', () => {
    expect(rulesOf({})).toEqual([
      '/certificateNumber required',
      '/agreement/code required',
      '/agreement/version required',
      '/certificateType required',
      '/isPreferential required',
      '/issueDateTime required',
      '/issuingCountry required',
      '/issuingAuthority/id required',
      '/validUntil required',
      '/exporter/name required',
      '/exporter/address/city required',
      '/exporter/address/country required',
      '/exportCountry required',
      '/importCountry required',
      '/items required',
    ])
  })

  it('is told the limit that a value exceeds', () => {
    const [problem] = problemsOf(aCommonDataset({ remarks: 'x'.repeat(513) }))

    expect(problem).toEqual({
      pointer: '/remarks',
      rule: 'limit',
      sentence: 'remarks is too long.',
      limit: 'visible text without spaces at its ends, at most 512 characters',
    })
  })

  it('counts characters as people do, not halves of pairs', () => {
    expect(rulesOf(aCommonDataset({ remarks: '𠮷'.repeat(512) }))).toEqual([])
    expect(rulesOf(aCommonDataset({ remarks: '𠮷'.repeat(513) }))).toEqual(['/remarks limit'])
  })

  it.each([
    [
      'a line feed in one line of text',
      { exporter: { name: 'A\nB', address: { city: 'Biel', country: 'CH' } } },
      '/exporter/name',
    ],
    ['a text that turns its direction', { remarks: 'invoice\u202e4321' }, '/remarks'],
    ['a space at an end', { remarks: 'remark ' }, '/remarks'],
    ['empty text', { remarks: '' }, '/remarks'],
    ['a control character', { remarks: 'a\u0007b' }, '/remarks'],
  ])('refuses %s', (_, changes, pointer) => {
    expect(rulesOf(aCommonDataset(changes))).toEqual([`${pointer} format`])
  })

  it('accepts line feeds where text may have several lines', () => {
    expect(rulesOf(aCommonDataset({ remarks: 'first line\nsecond line' }))).toEqual([])
  })

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '0000-01-01', '2027-03-01T00:00:00Z', 20270301])(
    'refuses %s as a day',
    (validUntil) => {
      expect(rulesOf(aCommonDataset({ validUntil }))).toEqual(['/validUntil format'])
    },
  )

  it.each(['770110', '000000', '01011', '0101.21', '01012A'])('refuses the HS code %s', (hsCode) => {
    expect(rulesOf(aCommonDataset({ items: [aCommonItem({ hsCode })] }))).toEqual(['/items/0/hsCode format'])
  })

  it('refuses an HS code of more than 12 digits', () => {
    expect(rulesOf(aCommonDataset({ items: [aCommonItem({ hsCode: '0101210000000' })] }))).toEqual([
      '/items/0/hsCode limit',
    ])
  })

  it.each(['010121', '970690', '980100', '8471300090'])('accepts the HS code %s', (hsCode) => {
    expect(rulesOf(aCommonDataset({ items: [aCommonItem({ hsCode })] }))).toEqual([])
  })

  it('accepts a currency up to the last day on which it was money, and not in a certificate issued later', () => {
    const item = aCommonItem({ fobValue: { amount: '100.00', currency: 'BGN' } })
    const issued = (day: string): object => aCommonDataset({ issueDateTime: `${day}T12:00:00Z`, items: [item] })

    expect(rulesOf(issued('2026-01-31'))).toEqual([])
    expect(rulesOf(issued('2026-02-01'))).toEqual(['/items/0/fobValue/currency code-withdrawn'])
  })

  it('refuses more than its limits as a whole, in items, levels and bytes', () => {
    const items = (count: number): object[] =>
      Array.from({ length: count }, (_, index) => aCommonItem({ sequence: index + 1 }))
    let deep: object = {}
    for (let level = 0; level < LIMITS.datasetDepth; level += 1) deep = { deep }

    expect(rulesOf(aCommonDataset({ items: items(LIMITS.itemsPerCertificate + 1) }))).toEqual(['/items limit'])
    expect(rulesOf(aCommonDataset({ extensions: deep }))).toEqual([' limit'])
    expect(rulesOf(aCommonDataset({ extensions: { text: 'x'.repeat(LIMITS.datasetBytes) } }))).toEqual([' limit'])
    expect(rulesOf(aCommonDataset({ extensions: { list: Array.from({ length: 200_000 }, () => 0) } }))).toEqual([
      ' limit',
    ])
  })

  it('tells so many problems at most, and that there are more', () => {
    const items = Array.from({ length: LIMITS.itemsPerCertificate }, () => ({}))

    const problems = problemsOf(aCommonDataset({ items }))

    expect(problems).toHaveLength(PROBLEMS_MOST + 1)
    expect(problems.at(-1)).toEqual({
      pointer: '',
      rule: 'limit',
      sentence: 'The dataset has more than 1000 problems.',
    })
  })

  it('refuses a member that no element has, and names the element that was meant', () => {
    const [problem, ...others] = problemsOf(aCommonDataset({ items: [{ ...aCommonItem(), hscode: '910111' }] }))

    expect(problem).toMatchObject({ pointer: '/items/0', rule: 'unknown-element' })
    expect(problem?.sentence).toBe('items.0 has a member that is no element here; perhaps hsCode was meant.')
    expect(others).toEqual([])
  })

  it('keeps whatever stands in extensions, of the dataset and of items', () => {
    const extensions = { purchaseOrder: 'PO-7', 'urn:example:lot': [1, { two: null }] }
    const dataset = aCommonDataset({ extensions, items: [aCommonItem({ extensions })] })

    expect(parseDataset(dataset)).toEqual({ ok: true, dataset })
    expect(rulesOf(aCommonDataset({ extensions: { 'not a name': 1 } }))).toEqual(['/extensions format'])
  })

  it('is between two members of the network, unless any countries are asked for', () => {
    const dataset = aCommonDataset({ issuingCountry: 'VN', importCountry: 'TH' })

    expect(rulesOf(dataset)).toEqual(['/issuingCountry unknown-member', '/importCountry unknown-member'])
    expect(parseDatasetOfAnyCountry(dataset)).toEqual({ ok: true, dataset })
    expect(parseDatasetOfAnyCountry(aCommonDataset({ importCountry: 'XX' })).ok).toBe(false)
  })

  it('was issued on the day at the place of issue, which only a point in time can tell', () => {
    expect(issueDateOf({ issueDateTime: '2026-03-02T00:30:00+14:00' })).toBe('2026-03-02')
    expect(() => issueDateOf({ issueDateTime: '2026-03-02' })).toThrow(Refusal)
  })

  it('is judged as a copy: what the input answers later changes nothing', () => {
    let reads = 0
    const input = {
      ...aCommonDataset(),
      get remarks() {
        reads += 1
        return reads > 2 ? 5 : 'remark'
      },
    }

    const reading = parseDataset(input)

    expect(reading).toEqual({ ok: true, dataset: aCommonDataset({ remarks: 'remark' }) })
  })

  it('is refused, not thrown about, when looking at it throws', () => {
    const input = {
      get remarks() {
        throw new Error('no')
      },
    }

    expect(rulesOf(input)).toEqual([' unrepresentable'])
  })
})

describe('a name of JavaScript’s own', () => {
  it.each(['__proto__', 'constructor', 'prototype'])(
    '%s is refused, also deep in an extension: no strict reader takes it back',
    (name) => {
      const extensions = { purchaseOrder: [JSON.parse(`{"${name}":""}`) as unknown] }

      expect(rulesOf({ ...STORY, extensions })).toEqual([' unrepresentable'])
    },
  )
})

describe('any input', () => {
  it('is accepted or gets problems, and never makes the parser throw', () => {
    const inputs = fc.oneof(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withSparseArray: true,
        withTypedArray: true,
      }),
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...Object.keys(STORY), '__proto__', 'constructor', 'toString'), fc.jsonValue()),
      fc
        .tuple(fc.constantFrom(...Object.keys(STORY)), fc.anything())
        .map(([name, value]) => ({ ...STORY, [name]: value })),
    )

    fc.assert(
      fc.property(inputs, (input) => typeof parseDataset(input).ok === 'boolean'),
      { numRuns: 300 },
    )
  })

  it('gets problems that name a place of the input or one that is missing there, a known rule and a sentence', () => {
    const broken = fc
      .tuple(fc.constantFrom(...Object.keys(STORY)), fc.jsonValue())
      .map(([name, value]) => ({ ...STORY, [name]: value }))

    fc.assert(
      fc.property(broken, (input) => {
        for (const { pointer, rule, sentence } of problemsOf(input)) {
          expect(pointer).toMatch(/^(\/[A-Za-z0-9]+)*$/)
          expect(DATASET_RULES).toHaveProperty([rule])
          expect(sentence).toMatch(/^[A-Za-z].*\.$/)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('finds neither its values nor its names again in problems', () => {
    const secret = 'Zq9SecretQz'
    const inputs = fc
      .constantFrom(...Object.keys(STORY))
      .chain((name) =>
        fc.constantFrom<unknown>(
          { ...STORY, [name]: secret.repeat(40) },
          { ...STORY, [name]: { [secret]: secret } },
          { ...STORY, [name]: [{ [secret]: 1 }, secret] },
          { ...STORY, [secret]: name },
        ),
      )

    fc.assert(fc.property(inputs, (input) => !JSON.stringify(problemsOf(input)).includes(secret)))
  })
})

describe('any dataset that the table of elements allows', () => {
  it('is accepted as it stands, and has one canonical text, from which it is read again', () => {
    fc.assert(
      fc.property(anyDataset(), (dataset) => {
        const reading: DatasetReading = parseDataset(dataset)
        const text = canonicalText(dataset)

        expect(reading).toEqual({ ok: true, dataset })
        expect(parseDataset(JSON.parse(text))).toEqual(reading)
        expect(canonicalText(reading.ok ? reading.dataset : null)).toBe(text)
      }),
      { numRuns: 100 },
    )
  })
})

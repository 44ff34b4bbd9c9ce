import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { canonicalText } from '../canonical'
import { parseDatasetOfAnyCountry } from './parse'
import { datasetComponent, datasetSchema } from './schema'
import { aCommonDataset, aCommonItem, anyDataset } from './testing/datasets'
import { isValid } from './testing/json-schema'

// What a JSON Schema can say; everything else only the parser judges.
const SAID_BY_SCHEMA = ['required', 'format', 'unknown-element']

const BROKEN: readonly (readonly [string, unknown])[] = [
  ['nothing in it', {}],
  ['no items', aCommonDataset({ items: [] })],
  ['a quantity as a number', aCommonDataset({ items: [aCommonItem({ quantity: { value: 1, unit: 'KGM' } })] })],
  ['a quantity of nothing', aCommonDataset({ items: [aCommonItem({ quantity: { value: '0.0', unit: 'KGM' } })] })],
  ['seven decimals', aCommonDataset({ items: [aCommonItem({ quantity: { value: '1.0000000', unit: 'KGM' } })] })],
  ['an HS code of the reserved chapter', aCommonDataset({ items: [aCommonItem({ hsCode: '770100' })] })],
  ['a member that is no element', aCommonDataset({ colour: 'red' })],
  ['a party without name or id', aCommonDataset({ consignee: { address: { city: 'Oita', country: 'JP' } } })],
  ['a text that turns its direction', aCommonDataset({ remarks: 'a\u202eb' })],
  ['a time without offset', aCommonDataset({ issueDateTime: '2026-03-02T09:30:00' })],
  ['a flag in words', aCommonDataset({ flags: { duplicate: 'no' } })],
]

describe('the JSON Schema of the dataset', () => {
  it('accepts every dataset that the parser accepts', () => {
    const schema = datasetSchema()

    fc.assert(
      fc.property(anyDataset(), (dataset) => isValid(dataset, schema)),
      { numRuns: 100 },
    )
  })

  it.each(BROKEN)('refuses a dataset with %s, as the parser does', (_, dataset) => {
    expect(isValid(dataset, datasetSchema())).toBe(false)
    expect(parseDatasetOfAnyCountry(dataset).ok).toBe(false)
  })

  it('refuses what the parser refuses by a rule that a schema can say', () => {
    const schema = datasetSchema()
    const names = Object.keys(aCommonDataset())
    const broken = fc
      .tuple(fc.constantFrom(...names), fc.jsonValue())
      .map(([name, value]) => aCommonDataset({ [name]: value }))

    fc.assert(
      fc.property(broken, (dataset) => {
        const reading = parseDatasetOfAnyCountry(dataset)
        const rules = reading.ok ? [] : reading.problems.map(({ rule }) => rule)
        if (rules.some((rule) => SAID_BY_SCHEMA.includes(rule))) expect(isValid(dataset, schema)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('is the same as the OpenAPI component, which has no keyword with a dollar sign', () => {
    const { $schema, $id, title, ...component } = datasetSchema()

    expect([$schema, $id, title].every((value) => typeof value === 'string')).toBe(true)
    expect(component).toEqual(datasetComponent())
    expect(canonicalText(component)).not.toContain('"$')
  })

  it('describes every element with its number, ids and limits', () => {
    const text = canonicalText(datasetSchema())

    expect(text).toContain('Element 1. Unique per issuing authority (ATIGA R.7(3), RCEP 3.17.3(b)).')
    expect(text).toContain('UNTDED 1004, WCO D014.')
    expect(text).toContain('At most 16 digits'.toLowerCase())
  })
})

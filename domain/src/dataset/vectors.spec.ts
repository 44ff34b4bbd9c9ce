import { describe, expect, it } from '@jest/globals'
import { canonicalText } from '../canonical'
import { sha256Hex } from '../hash'
import { parseDataset } from './parse'
import { datasetSchema } from './schema'
import { isValid } from './testing/json-schema'

declare function require(path: string): unknown

const VALID = require('../../vectors/dataset/valid.json') as {
  readonly cases: readonly { readonly name: string; readonly dataset: object; readonly sha256: string }[]
}
const INVALID = require('../../vectors/dataset/invalid.json') as {
  readonly cases: readonly { readonly name: string; readonly dataset: unknown; readonly problems: readonly object[] }[]
}

describe('the vectors of the common dataset', () => {
  it.each(VALID.cases)('hold for the accepted dataset "$name"', ({ dataset, sha256 }) => {
    const reading = parseDataset(dataset)

    expect(reading).toEqual({ ok: true, dataset })
    expect(sha256Hex(canonicalText(reading.ok ? reading.dataset : null))).toBe(sha256)
    expect(isValid(dataset, datasetSchema())).toBe(true)
  })

  it.each(INVALID.cases)('hold for the refused dataset "$name"', ({ dataset, problems }) => {
    const reading = parseDataset(dataset)

    expect(reading.ok ? [] : reading.problems.map(({ pointer, rule }) => ({ pointer, rule }))).toEqual(problems)
  })

  it('have names of their own', () => {
    const names = [...VALID.cases, ...INVALID.cases].map(({ name }) => name)

    expect(new Set(names).size).toBe(names.length)
  })
})

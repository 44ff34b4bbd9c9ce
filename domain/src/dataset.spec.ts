import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { parseDataset } from './dataset'
import type { DatasetProblem } from './dataset'
import { aDataset } from './testing/samples'

describe('a dataset', () => {
  it('keeps whatever else it holds, exactly as sent', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^x-[a-z]+$/), fc.jsonValue({ maxDepth: 5 })), (others) => {
        const dataset = aDataset(others)

        expect(parseDataset(dataset)).toEqual({ ok: true, dataset })
      }),
    )
  })

  it('is judged, never a fault, whatever is sent', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }), (input) => {
        expect(problemsOf(input).length).toBeGreaterThan(0)
      }),
    )
  })

  it('is told all its problems at once, in order, in sentences that repeat no value', () => {
    const problems = problemsOf({ ...aDataset(), certificateNumber: 'Bad\tnumber', importCountry: 'FR', items: [{}] })

    expect(problems.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual([
      '/certificateNumber format',
      '/importCountry unknown-member',
      '/items/0/sequence required',
      '/items/0/quantity/value required',
      '/items/0/quantity/unit required',
    ])
    for (const { sentence } of problems) expect(sentence).toMatch(/^[a-zA-Z0-9.]+ (must|is) .*\.$/)
    expect(JSON.stringify(problems)).not.toMatch(/Bad|FR/)
  })

  it('is refused above 256 KiB, counted in bytes', () => {
    const room = 256 * 1024 - JSON.stringify(aDataset({ remarks: '' })).length

    expect(problemsOf(aDataset({ remarks: 'x'.repeat(room) }))).toEqual([])
    expect(problemsOf(aDataset({ remarks: 'x'.repeat(room + 1) }))).toMatchObject([{ pointer: '', rule: 'limit' }])
    expect(problemsOf(aDataset({ remarks: '\u00e9'.repeat(room - 1) }))).toMatchObject([{ rule: 'limit' }])
  })

  it('is refused above 32 levels', () => {
    expect(problemsOf(aDataset({ deep: nested(31) }))).toEqual([])
    expect(problemsOf(aDataset({ deep: nested(32) }))).toMatchObject([{ pointer: '', rule: 'limit' }])
    expect(problemsOf(aDataset({ deep: nested(50_000) }))).toMatchObject([{ pointer: '', rule: 'limit' }])
  })

  it('is refused with more than 999 items', () => {
    const items = Array.from({ length: 1000 }, (_, index) => ({
      sequence: index + 1,
      quantity: { value: '1', unit: 'C62' },
    }))

    expect(problemsOf(aDataset({ items: items.slice(1) }))).toEqual([])
    expect(problemsOf(aDataset({ items }))).toMatchObject([{ pointer: '/items', rule: 'limit' }])
  })

  it('is refused with half a surrogate pair, which has no bytes to hash', () => {
    expect(problemsOf(aDataset({ remarks: '\ud800' }))).toMatchObject([{ pointer: '', rule: 'unrepresentable' }])
  })
})

function problemsOf(input: unknown): readonly DatasetProblem[] {
  const reading = parseDataset(input)
  return reading.ok ? [] : reading.problems
}

function nested(levels: number): unknown {
  let value: unknown[] = []
  for (let level = 1; level < levels; level += 1) value = [value]
  return value
}

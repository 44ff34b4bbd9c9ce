import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { firstDifference } from './compare'
import type { Json, Transcript } from './scenario'
import { isExpected, judge, readDifferences, summary } from './verdict'

const SEEN: Transcript = [{ step: 'submit', outcome: { validation: 'VALID', reads: [['~a', null]] } }]
const NOBODY = new Set<string>()

function changed(outcome: Json): Transcript {
  return [{ step: 'submit', outcome }]
}

describe('two transcripts', () => {
  it('are equal when they hold the same, in whatever order an object names it', () => {
    expect(firstDifference(SEEN, changed({ reads: [['~a', null]], validation: 'VALID' }))).toBeUndefined()
  })

  it.each<[string, Json, string]>([
    ['another value', { validation: 'VALID', reads: [['~a', 't1']] }, '0.outcome.reads.0.1'],
    ['a missing name', { reads: [['~a', null]] }, '0.outcome.validation'],
    ['one more name', { validation: 'VALID', reads: [['~a', null]], more: 1 }, '0.outcome.more'],
    ['a shorter list', { validation: 'VALID', reads: [] }, '0.outcome.reads.0'],
    ['a longer list', { validation: 'VALID', reads: [['~a', null], []] }, '0.outcome.reads.1'],
    ['an object in place of a list', { validation: 'VALID', reads: { 0: ['~a', null] } }, '0.outcome.reads'],
    ['nothing in place of null', { validation: 'VALID', reads: [['~a']] }, '0.outcome.reads.0.1'],
  ])('differ by %s, and the place is told', (_, outcome, place) => {
    expect(firstDifference(SEEN, changed(outcome))).toMatch(new RegExp(`^${place}: Fabric has `))
  })

  it('differ exactly when they are not the same JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        const [left, right] = [changed(one as Json), changed(two as Json)]
        const same = fc.stringify(sortedByName(one)) === fc.stringify(sortedByName(two))

        expect(firstDifference(left, right) === undefined).toBe(same)
        expect(firstDifference(left, left)).toBeUndefined()
      }),
    )
  })
})

describe('a verdict', () => {
  it.each([
    ['equal', SEEN, NOBODY, true],
    ['equal but listed', SEEN, new Set(['a/b']), false],
    ['different', changed('else'), NOBODY, false],
    ['listed as different', changed('else'), new Set(['a/b']), true],
    ['not recorded', undefined, NOBODY, false],
  ])('of %s is told apart from the others', (kind, recorded, listed, expected) => {
    const verdict = judge('a/b', SEEN, recorded, listed)

    expect(verdict.kind).toBe(kind)
    expect(isExpected(verdict)).toBe(expected)
  })

  it('counts in the summary', () => {
    const verdicts = [
      judge('a/a', SEEN, SEEN, NOBODY),
      judge('a/b', SEEN, changed(1), new Set(['a/b'])),
      judge('a/c', SEEN, changed(1), NOBODY),
    ]

    expect(summary(verdicts)).toBe('3 scenarios, 1 equal, 1 listed as different')
  })
})

describe('the list of differences', () => {
  it('is made of the headings that name a scenario', () => {
    const folder = mkdtempSync(join(tmpdir(), 'differences-'))
    const file = join(folder, 'DIFFERENCES.md')
    try {
      writeFileSync(file, '# Title\n\n### `a/b`\n\nBecause of `c/d`.\n\n## Others\n\n### `e/f`\n\nBecause.\n')

      expect(readDifferences(file)).toEqual(['a/b', 'e/f'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

function sortedByName(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sortedByName)
  if (typeof json === 'number') return json + 0
  if (typeof json !== 'object' || json === null) return json
  const entries = Object.entries(json).map(([name, value]) => [name, sortedByName(value)] as const)
  return { object: entries.sort(([a], [b]) => (a < b ? -1 : 1)) }
}

import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Read } from './read-message'
import { isSameSummary, MAX_DEGREE, summarizeRange } from './range-summary'

/** So many keys, written by three transactions of 900 each in the blocks 27, 28 and 29. */
function reads(count: number): readonly Read[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `v${String(index).padStart(5, '0')}`,
    version: { block: 27 + Math.floor(index / 900), tx: 0 },
  }))
}

/** What a peer of Fabric 3.1.5 wrote for the same reads: their number, the level, the hashes. */
const OF_FABRIC: readonly (readonly [number, number, readonly string[]])[] = [
  [51, 1, ['65e0789f7dfc274ecf6583e89364e2263b6d3a7df801538459d337b88e68b061']],
  [
    102,
    1,
    [
      '65e0789f7dfc274ecf6583e89364e2263b6d3a7df801538459d337b88e68b061',
      'be43e1f25e3bcd2b8d0a09eca6332b20354118c4c2754175b4b2a0224ab0acf2',
    ],
  ],
  [2551, 2, ['a1c1d561e8e59f3d20478fbafc49f851e39fb2edf8a3495a8d4460b9897638bb']],
  [2552, 2, ['ea9a1f359a59b34c23595da042999a87687a0c36c7319c921330dc217b1b103e']],
  [
    2700,
    2,
    [
      'a4886408127f36400b0ff5c488b826d9164907e74e7e16bed5de32351c40e30a',
      '3c93bebba0352d411b2c64c5e4822add0e1f4eb7f3e6d1e982b9dfca4674d00a',
    ],
  ],
]

describe('a summary of a range', () => {
  it.each(OF_FABRIC)('of %i results is the one that Fabric writes', (count, level, hashes) => {
    const summary = summarizeRange(reads(count))

    expect(summary).toMatchObject({ maxDegree: MAX_DEGREE, level })
    expect(summary?.hashes.map((hash) => Buffer.from(hash).toString('hex'))).toEqual(hashes)
  })

  it('is made of more than fifty results only', () => {
    expect(summarizeRange(reads(50))).toBeUndefined()
    expect(summarizeRange(reads(51))).toBeDefined()
  })

  it('is another one when any result is another one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 40 }), fc.integer({ min: 0, max: 39 }), (count, at) => {
        const before = reads(count)
        const after = before.map((read, index) => (index === at % count ? { ...read, version: undefined } : read))
        const summary = summarizeRange(before, 2)

        expect(summary && isSameSummary(summary, summarizeRange(after, 2))).toBe(false)
        expect(summary && isSameSummary(summary, summarizeRange(reads(count), 2))).toBe(true)
      }),
    )
  })

  it('is another one when there are more results, or fewer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 200 }), fc.integer({ min: 1, max: 20 }), (count, more) => {
        const summary = summarizeRange(reads(count), 3)
        if (summary === undefined) return

        expect(isSameSummary(summary, summarizeRange(reads(count + more), 3))).toBe(false)
      }),
    )
  })

  it('has no more hashes than its degree, each of SHA-256', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 300 }), fc.integer({ min: 2, max: 5 }), (count, maxDegree) => {
        const hashes = summarizeRange(reads(count), maxDegree)?.hashes ?? []

        expect(hashes.length).toBeLessThanOrEqual(maxDegree)
        expect(hashes.every(({ length }) => length === createHash('sha256').digest().length)).toBe(true)
      }),
    )
  })
})

import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { satisfies } from './evaluate'
import { endorsementLayouts } from './layouts'
import { parsePolicy } from './parse'
import type { SignaturePolicy } from './signature-policy'

const ORGANIZATIONS = ['A', 'B', 'C', 'D', 'E', 'F']

describe('endorsementLayouts', () => {
  it('finds exactly the minimal sets that satisfy all policies, small ones first, then in the order given', () => {
    fc.assert(
      fc.property(
        fc.array(aPolicy(), { minLength: 1, maxLength: 3 }),
        fc.shuffledSubarray(ORGANIZATIONS),
        (policies, available) => {
          expect([...endorsementLayouts(policies, available)]).toEqual(minimalSets(policies, available).slice(0, 100))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('prefers the organisations that stand first', () => {
    const policy = outOf(3, 8)

    const [first, second] = endorsementLayouts([policy], ['O7', 'O2', 'O5', 'O0', 'O1'])

    expect(first).toEqual(['O7', 'O2', 'O5'])
    expect(second).toEqual(['O7', 'O2', 'O0'])
  })

  it('asks organisations that no policy names for nothing', () => {
    expect([...endorsementLayouts([parsePolicy("OR('B.peer')")], ['A', 'B', 'C'])]).toEqual([['B']])
  })

  it('offers every organisation alone when nothing is required', () => {
    expect([...endorsementLayouts([], ['A', 'B'])]).toEqual([['A'], ['B']])
    expect([...endorsementLayouts([parsePolicy("OutOf(0, 'A.peer')")], ['A', 'B'])]).toEqual([['A'], ['B']])
  })

  it.each([
    ["AND('A.peer', 'Z.peer')", 'an organisation that is not available'],
    ["OR('A.client')", 'a role that no peer has'],
    ["AND('A.peer', 'A.member')", 'two peers of one organisation'],
  ])('finds none for %s: %s', (text) => {
    expect([...endorsementLayouts([parsePolicy(text)], ORGANIZATIONS)]).toEqual([])
  })

  it('finds all 56 sets of 3 out of 8', () => {
    const layouts = [...endorsementLayouts([outOf(3, 8)], named(8))]

    expect(layouts).toHaveLength(56)
    expect(layouts.every((layout) => layout.length === 3)).toBe(true)
  })

  it('stops after 100 of the many sets of 11 out of 32, at once', () => {
    const keyPolicy = parsePolicy("AND('O30.peer', 'O31.peer')")

    const layouts = [...endorsementLayouts([outOf(11, 32), keyPolicy], named(32))]

    expect(layouts).toHaveLength(100)
    expect(layouts[0]).toEqual([...named(9), 'O30', 'O31'])
  })

  it('finds a set, if there is one, in policies that would take too long to search', () => {
    const tangled = Array.from({ length: 12 }, (_, i) =>
      parsePolicy(`OutOf(15, ${principals(rotated(named(30), i * 5).slice(0, 20))})`),
    )

    const [layout = []] = endorsementLayouts(tangled, named(30))

    expect(tangled.every((policy) => satisfies(policy, peersOf(layout)))).toBe(true)
  })
})

/** Policies in which an organisation may stand several times, as the roles that peers have. */
function aPolicy(): fc.Arbitrary<SignaturePolicy> {
  const { rule } = fc.letrec<{ rule: string; operand: string }>((tie) => ({
    operand: fc.oneof(
      { maxDepth: 2 },
      fc
        .tuple(fc.constantFrom(...ORGANIZATIONS), fc.constantFrom('peer', 'member'))
        .map((part) => `'${part.join('.')}'`),
      tie('rule'),
    ),
    rule: fc
      .array(tie('operand'), { minLength: 1, maxLength: 4 })
      .chain((operands) =>
        fc.integer({ min: 1, max: operands.length }).map((n) => `OutOf(${[`${n}`, ...operands].join(', ')})`),
      ),
  }))
  return rule.map((text) => parsePolicy(text)).filter(({ principals: { length } }) => length < 9)
}

/** All sets by brute force. */
function minimalSets(policies: readonly SignaturePolicy[], available: readonly string[]): string[][] {
  const sets = subsets(available)
    .filter((set) => set.length > 0 && policies.every((policy) => satisfies(policy, peersOf(set))))
    .sort((a, b) => a.length - b.length || rank(a, available) - rank(b, available))
  return sets.filter((set) => !sets.some((other) => other.length < set.length && other.every((o) => set.includes(o))))
}

function rank(set: readonly string[], available: readonly string[]): number {
  return -available.reduce((sum, mspId) => sum * 2 + (set.includes(mspId) ? 1 : 0), 0)
}

function subsets(items: readonly string[]): string[][] {
  const [first, ...rest] = items
  if (first === undefined) return [[]]
  const without = subsets(rest)
  return [...without.map((set) => [first, ...set]), ...without]
}

function outOf(count: number, organizations: number): SignaturePolicy {
  return parsePolicy(`OutOf(${count}, ${principals(named(organizations))})`)
}

function named(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `O${i}`)
}

function principals(mspIds: readonly string[]): string {
  return mspIds.map((mspId) => `'${mspId}.peer'`).join(', ')
}

function rotated(items: readonly string[], by: number): string[] {
  return items.map((_, i) => items[(i + by) % items.length]!)
}

function peersOf(mspIds: readonly string[]): { mspId: string; role: 'peer' }[] {
  return mspIds.map((mspId) => ({ mspId, role: 'peer' }))
}

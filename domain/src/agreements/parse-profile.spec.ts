import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { PROFILES } from './catalogue'
import { parseAgreementProfile, profileHash } from './parse-profile'
import type { AgreementProfile } from './profile'
import { theProfile } from './testing/samples'

describe('an agreement profile', () => {
  it.each(PROFILES)('is accepted as it is shipped: $code', (profile) => {
    expect(parseAgreementProfile(JSON.parse(JSON.stringify(profile)))).toEqual({ ok: true, profile })
  })

  it('has a code and version of its own', () => {
    expect(new Set(PROFILES.map(({ code }) => code)).size).toBe(PROFILES.length)
  })

  it.each([
    ['a member too many', { extra: 1 }, ' unknown-member'],
    ['a code with a space', { code: 'R CEP' }, '/code format'],
    ['a name that is no text', { name: 7 }, '/name type'],
    ['no proof at all', { proofs: [] }, '/proofs limit'],
    [
      'a rule without a source',
      { validity: { evidence: 'read', value: { amount: 12, unit: 'months' } } },
      '/validity/source required',
    ],
    [
      'an unread rule with a value',
      { validity: { evidence: 'not-read', value: 1, source: 'x' } },
      '/validity unknown-member',
    ],
    ['a day that does not exist', { inForce: rule({ from: '2026-02-29', later: [] }) }, '/inForce/value/from format'],
    ['half a period', { retention: rule({ amount: 1.5, unit: 'months' }) }, '/retention/value/amount type'],
    ['years of its own', { retention: rule({ amount: 1, unit: 'years' }) }, '/retention/value/unit format'],
    [
      'item limits out of order',
      {
        itemLimit: rule([
          { from: '2021-01-01', value: 9 },
          { from: '2020-01-01', value: 8 },
        ]),
      },
      '/itemLimit/value/1/from order',
    ],
    [
      'fewer digits at most than at least',
      { tariffCode: rule({ least: 8, most: 6, tariff: 'regional' }) },
      '/tariffCode/value/least order',
    ],
    ['an element that nobody knows', { elements: [element({ element: 'colour' })] }, '/elements/0/element format'],
    [
      'a conditional element without a condition',
      { elements: [element({ need: 'conditional' })] },
      '/elements/0/when required',
    ],
    [
      'a condition on an unknown flag',
      { elements: [element({ need: 'conditional', when: { flag: 'lucky' } })] },
      '/elements/0/when/flag format',
    ],
    ['two codes that print alike', { criterion: rule(grammar(['A', 'B'], ['X'])) }, '/criterion/value/codes ambiguous'],
    ['a code twice', { criterion: rule(grammar(['A', 'A'])) }, '/criterion/value/codes/1/code unique'],
    [
      'codes in a grammar of words',
      { criterion: rule({ ...grammar(['A']), kind: 'free-text' }) },
      '/criterion/value/codes format',
    ],
    [
      'a combination of unknown codes',
      { criterion: rule({ ...grammar(['A']), combinations: [['A', 'Z']] }) },
      '/criterion/value/combinations/0 format',
    ],
    [
      'two declarations of one kind',
      { proofs: [...theProfile('RCEP').proofs, ...theProfile('CPTPP').proofs] },
      '/proofs/3 unique',
    ],
  ])('is refused with %s', (_, changes, expected) => {
    const reading = parseAgreementProfile({ ...theProfile('RCEP'), ...changes })

    expect(reading.ok ? [] : reading.problems.map(({ pointer, rule: id }) => `${pointer} ${id}`)).toContain(expected)
  })

  it('is told all its problems at once, in sentences that repeat no value', () => {
    const reading = parseAgreementProfile({ ...theProfile('RCEP'), code: 'S3CRET VALUE', version: '', name: '' })

    expect(reading.ok ? [] : reading.problems.map(({ pointer }) => pointer)).toEqual(['/code', '/version', '/name'])
    expect(JSON.stringify(reading)).not.toContain('S3CRET')
  })

  it('is judged, never a fault, whatever is sent', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }), (input) => {
        expect(parseAgreementProfile(input).ok).toBe(false)
      }),
    )
    expect(parseAgreementProfile(nested(50_000))).toMatchObject({ ok: false, problems: [{ rule: 'limit' }] })
  })

  it('is judged, never a fault, with anything in any place of it', () => {
    const paths = placesOf(theProfile('ATIGA'))
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        expect(typeof parseAgreementProfile(changed(theProfile('ATIGA'), path, value)).ok).toBe('boolean')
      }),
      { numRuns: 300 },
    )
  })

  it('has one hash for every order of its members, and another for every change', () => {
    const profile = theProfile('RCEP')
    const reversed = Object.fromEntries(Object.entries(profile).reverse()) as unknown as AgreementProfile

    expect(profileHash(reversed)).toBe(profileHash(profile))
    expect(profileHash(profile)).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(PROFILES.map(profileHash)).size).toBe(PROFILES.length)
    expect(profileHash({ ...profile, notes: [] })).not.toBe(profileHash(profile))
  })
})

function rule(value: unknown): object {
  return { evidence: 'read', source: 'Art. 1', value }
}

function element(changes: object): object {
  return { element: 'producer', need: 'required', evidence: 'read', source: 'Art. 1', ...changes }
}

function grammar(names: readonly string[], forms?: readonly string[]): object {
  const codes = names.map((code) => ({ code, forms: forms ?? [code], meaning: 'a criterion' }))
  return { kind: 'codes', codes, combinations: [], extras: [] }
}

function nested(levels: number): unknown {
  let value: unknown[] = []
  for (let level = 1; level < levels; level += 1) value = [value]
  return value
}

type Path = readonly (string | number)[]

function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: [string, unknown][] = Object.entries(value)
  return [
    path,
    ...entries.flatMap(([name, entry]) => placesOf(entry, [...path, Array.isArray(value) ? Number(name) : name])),
  ]
}

function changed(root: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value
  const copy: Record<string | number, unknown> = Array.isArray(root)
    ? ([...(root as unknown[])] as never)
    : { ...(root as object) }
  copy[step] = changed((root as Record<string | number, unknown>)[step], rest, value)
  return copy
}

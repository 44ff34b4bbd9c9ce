import { describe, expect, it } from '@jest/globals'
import { PROFILES } from '@eco/domain'
import { FAMILIES, familyOf } from './families'
import { Shown } from './shown'

describe('families of forms', () => {
  it.each([
    ['RCEP', 'rcep'],
    ['ATIGA', 'form-d'],
    ['AKFTA', 'form-d'],
    ['China-Korea', 'form-d'],
    ['China-Switzerland', 'eur1'],
    ['EUR.1', 'eur1'],
    ['CPTPP', 'generic'],
    ['an agreement to come', 'generic'],
  ])('%s is printed as %s', (code, family) => {
    expect(familyOf(new Shown({ dataset: { agreement: { code } } }))).toBe(family)
  })

  it('are chosen for agreements that there are', () => {
    const codes = PROFILES.map(({ code }) => code)

    expect(Object.keys(FAMILIES).filter((code) => !codes.includes(code))).toEqual([])
  })
})

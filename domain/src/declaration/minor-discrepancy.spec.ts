import { describe, expect, it } from '@jest/globals'
import { theProfile } from '../agreements/testing/samples'
import { MINOR_KIND_NAMES, descriptionKind, minorDiscrepancy } from './minor-discrepancy'

describe('a minor discrepancy', () => {
  it('is of one of the eight kinds, all of which ATIGA forgives by name and RCEP in general', () => {
    expect(MINOR_KIND_NAMES).toHaveLength(8)
    for (const kind of MINOR_KIND_NAMES) {
      expect(minorDiscrepancy(theProfile('ATIGA'), kind, 'found').forgiven).toBe('yes')
      expect(minorDiscrepancy(theProfile('RCEP'), kind, 'found').forgiven).toBe('yes')
    }
  })

  it('is not said to be forgiven by an agreement that was not read on it, or is not known', () => {
    expect(minorDiscrepancy(theProfile('ChAFTA'), 'ink', 'observed')).toMatchObject({ forgiven: 'unknown' })
    expect(minorDiscrepancy(undefined, 'ink', 'observed')).toMatchObject({ forgiven: 'unknown' })
  })

  it.each([
    ['Wrist watches', 'WRIST-WATCHES', undefined],
    ['Watches', 'Wrist watches, electrically operated', undefined],
    ['Wrist watches, of gold, new', 'Wrist watches', undefined],
    ['Wrist wathces', 'Wrist watches', 'spelling'],
    ['Ｗｒｉｓｔ watches', 'wrist watches', undefined],
    ['Model 1234', 'Model 1235', 'description'],
    ['Clocks', 'Wrist watches', 'description'],
    [undefined, 'Wrist watches', undefined],
    ['Wrist watches', undefined, undefined],
  ])('between the descriptions %j and %j is %j', (line, item, kind) => {
    expect(descriptionKind(line, item)).toBe(kind)
  })
})

import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { UNITS } from '../dataset/codes-units'
import { smallestUnits } from '../item-account'
import { printUnits } from './print-units'
import { convertUnits } from './units'

function convert(value: string, from: string, to: string): string {
  const conversion = convertUnits(smallestUnits(value), from, to)
  return 'amount' in conversion ? printUnits(conversion.amount) : conversion.problem
}

describe('a conversion of units', () => {
  it.each([
    ['1.2', 'TNE', 'KGM', '1200'],
    ['500', 'GRM', 'KGM', '0.5'],
    ['1', 'CTM', 'GRM', '0.2'],
    ['100', 'LBR', 'KGM', '45.359237'],
    ['16', 'ONZ', 'LBR', '1'],
    ['2', 'HLT', 'LTR', '200'],
    ['1', 'MTQ', 'LTR', '1000'],
    ['10', 'FOT', 'MTR', '3.048'],
    ['3', 'FOT', 'YRD', '1'],
    ['1', 'MTK', 'CMK', '10000'],
    ['4', 'DZN', 'H87', '48'],
    ['7', 'C62', 'H87', '7'],
    ['3', 'TPR', 'PR', '30'],
    ['12.5', 'BX', 'BX', '12.5'],
  ])('makes %s %s to %s exactly %s', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBe(expected)
  })

  it.each([
    ['1', 'LBR', 'KGM', 'not-exact'],
    ['1', 'H87', 'DZN', 'not-exact'],
    ['1', 'KGM', 'LTR', 'not-comparable'],
    ['1', 'PR', 'H87', 'not-comparable'],
    ['1', 'BX', 'H87', 'not-comparable'],
  ])('does not round %s %s to %s: %s', (value, from, to, problem) => {
    expect(convert(value, from, to)).toBe(problem)
  })

  it('loses nothing: whatever converts converts back', () => {
    const unit = fc.constantFrom(...UNITS)
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 22n }), unit, unit, (amount, from, to) => {
        const there = convertUnits(amount, from, to)
        if ('amount' in there) expect(convertUnits(there.amount, to, from)).toEqual({ amount })
      }),
      { numRuns: 2000 },
    )
  })
})

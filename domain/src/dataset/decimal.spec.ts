import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { Refusal } from '../refusal'
import { addDecimals, compareDecimals, isDecimal, parseDecimal, printDecimal } from './decimal'

const LIMITS = { whole: 16, decimals: 6, zero: false }

const decimals = fc
  .tuple(fc.bigInt({ min: 0n, max: 9_999_999_999_999_999n }), fc.stringMatching(/^[0-9]{0,6}$/))
  .map(([whole, digits]) => (digits === '' ? whole.toString() : `${whole}.${digits}`))

describe('decimal text', () => {
  it.each(['1', '0.5', '12.50', '9999999999999999.999999', '0.000001'])(
    'is accepted exactly as written: %s',
    (text) => {
      expect(parseDecimal(text, 'value', LIMITS)).toBe(text)
    },
  )

  it.each([
    '',
    '0',
    '0.0',
    '-1',
    '+1',
    '01',
    '1.',
    '.5',
    '1e3',
    '1,5',
    ' 1',
    '1 ',
    '0x1',
    '１',
    '10000000000000000',
    '0.0000001',
    'NaN',
  ])('is refused when it is not a decimal above 0 within the limits: "%s"', (text) => {
    expect(() => parseDecimal(text, 'value', LIMITS)).toThrow(Refusal)
  })

  it('is never a number, however exact', () => {
    expect(() => parseDecimal(12.5, 'value', LIMITS)).toThrow('value: must be decimal text above 0')
  })

  it('may be 0 where the limits say so', () => {
    expect(isDecimal('0.00', { ...LIMITS, zero: true })).toBe(true)
  })

  it('compares by value, not by text', () => {
    expect([compareDecimals('1.50', '1.5'), compareDecimals('9', '10'), compareDecimals('0.3', '0.29')]).toEqual([
      0, -1, 1,
    ])
  })

  it('adds without an error of rounding', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3')
    expect(addDecimals('9999999999999999.999999', '0.000001')).toBe('10000000000000000')
    expect(addDecimals()).toBe('0')
  })

  it('prints the shortest text of a value, which stays the same value', () => {
    expect([printDecimal('12.500'), printDecimal('100'), printDecimal('0.0')]).toEqual(['12.5', '100', '0'])
    fc.assert(fc.property(decimals, (text) => compareDecimals(printDecimal(text), text) === 0))
  })

  it('has sums that do not depend on the order, and grow by every term', () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, (one, other, third) => {
        expect(addDecimals(one, other, third)).toBe(addDecimals(third, addDecimals(other, one)))
        expect(compareDecimals(addDecimals(one, other), one)).toBe(compareDecimals(other, '0'))
      }),
    )
  })

  it('is compared and added only as decimal text', () => {
    expect(() => compareDecimals('1', 'one')).toThrow(Refusal)
    expect(() => addDecimals('1', '1e3')).toThrow(Refusal)
  })
})

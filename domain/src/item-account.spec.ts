import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import {
  blindAmount,
  blindFactor,
  isUntouched,
  openAccount,
  parseItemAccount,
  smallestUnits,
  unblindAmount,
  unusedOf,
  useOf,
} from './item-account'

const salt = fc.stringMatching(/^[0-9a-f]{32}$/)
const seq = fc.integer({ min: 1, max: 99_999 })
const amount = fc.bigInt({ min: 1n, max: 10n ** 22n - 1n })

describe('a blinded amount', () => {
  it('gives the amount back to who knows the salt', () => {
    fc.assert(
      fc.property(salt, seq, amount, (key, item, units) => {
        const factor = blindFactor({ salt: key }, item)

        expect(unblindAmount(blindAmount(units, factor), factor)).toBe(units)
      }),
    )
  })

  it('can be added and compared without knowing the factor', () => {
    fc.assert(
      fc.property(salt, seq, amount, amount, (key, item, one, other) => {
        const factor = blindFactor({ salt: key }, item)
        const [blindOne, blindOther] = [BigInt(blindAmount(one, factor)), BigInt(blindAmount(other, factor))]

        expect((blindOne + blindOther).toString()).toBe(blindAmount(one + other, factor))
        expect(blindOne < blindOther).toBe(one < other)
      }),
    )
  })

  it('differs between items and between documents with the same quantity', () => {
    fc.assert(
      fc.property(salt, salt, seq, (one, other, item) => {
        fc.pre(one !== other)

        expect(blindFactor({ salt: one }, item)).not.toBe(blindFactor({ salt: other }, item))
        expect(blindFactor({ salt: one }, item)).not.toBe(blindFactor({ salt: one }, item + 1))
      }),
    )
  })

  it('does not lay open the small prime factors of a round quantity', () => {
    const factors = Array.from({ length: 200 }, (_, index) =>
      blindFactor({ salt: '00112233445566778899aabbccddeeff' }, index + 1),
    )

    // A thousand tonnes has 2 and 5 to the power of nine; the factor brings more of both, in varying number.
    for (const prime of [2n, 3n, 5n, 7n, 11n]) {
      const powers = factors.map((factor) => power(factor, prime))
      expect(new Set(powers).size).toBeGreaterThan(3)
      expect(powers.filter((count) => count > 0).length).toBeGreaterThan(180)
    }
  })

  it('does not show by its length how long the amount is', () => {
    const lengths = Array.from(
      { length: 200 },
      (_, index) => blindFactor({ salt: '00112233445566778899aabbccddeeff' }, index + 1).toString(2).length,
    )

    expect(Math.max(...lengths) - Math.min(...lengths)).toBeGreaterThan(80)
  })

  it('cannot be read with another salt', () => {
    const blinded = blindAmount(7n, blindFactor({ salt: '00'.repeat(16) }, 1))

    expect(() => unblindAmount(blinded, blindFactor({ salt: '11'.repeat(16) }, 1))).toThrow(
      /^MALFORMED_INPUT: amount: /,
    )
  })

  it.each(['', '00', 'G'.repeat(32), 'A'.repeat(32)])('is refused for the salt %j', (text) => {
    expect(() => blindFactor({ salt: text }, 1)).toThrow(/^MALFORMED_INPUT: salt: /)
  })
})

describe('a quantity', () => {
  it.each([
    ['1', 1_000_000n],
    ['0.000001', 1n],
    ['12.5', 12_500_000n],
    ['9999999999999999.999999', 10n ** 22n - 1n],
  ])('%s is counted exactly in millionths', (text, units) => {
    expect(smallestUnits(text)).toBe(units)
  })

  it.each(['0', '0.0', '-1', '+1', '01', '1.', '.5', '1e3', '1,5', '0.0000001', '10000000000000000', '', ' 1'])(
    'is not %j',
    (text) => {
      expect(() => smallestUnits(text)).toThrow(/^MALFORMED_INPUT: quantity: /)
    },
  )
})

describe('an item account', () => {
  const accounts = fc
    .tuple(seq, fc.array(fc.bigInt({ min: 0n, max: 10n ** 60n }), { minLength: 6, maxLength: 6 }))
    .map(([item, [left = 0n, ...parts]]) => {
      const [reserved = 0n, used = 0n, drawn = 0n, refused = 0n, cancelled = 0n] = parts
      const issued = parts.reduce((sum, part) => sum + part, left)
      return { left, account: { seq: item, ...texts({ issued, reserved, used, drawn, refused, cancelled }) } }
    })

  it('always adds up: issued is what is unused and all that is taken', () => {
    fc.assert(
      fc.property(accounts, ({ left, account }) => {
        expect(unusedOf(parseItemAccount(account, 'item'))).toBe(left)
      }),
    )
  })

  it('is refused when more is taken than was issued', () => {
    fc.assert(
      fc.property(accounts, ({ left, account }) => {
        const overdrawn = { ...account, used: (BigInt(account.used) + left + 1n).toString() }

        expect(() => parseItemAccount(overdrawn, 'item')).toThrow(/^MALFORMED_INPUT: item: more is taken/)
      }),
    )
  })

  it.each(['-1', '01', '1.0', '', 5, '1'.repeat(257)])('has no amount %j', (used) => {
    expect(() => parseItemAccount({ ...openAccount(1, '10'), used }, 'item')).toThrow(/^MALFORMED_INPUT: item\.used: /)
  })

  it('says how far the item has been used', () => {
    const open = openAccount(1, '10')

    expect([open, { ...open, reserved: '1' }, { ...open, used: '4' }].map(useOf)).toEqual([
      'unused',
      'reserved',
      'partly-used',
    ])
    expect(
      [
        { ...open, used: '4', drawn: '6' },
        { ...open, refused: '10' },
      ].map(useOf),
    ).toEqual(['used', 'refused'])
  })

  it('is untouched only while nothing of it is taken', () => {
    const open = openAccount(1, '10')

    expect(isUntouched(open)).toBe(true)
    expect(isUntouched({ ...open, cancelled: '1' })).toBe(false)
  })
})

function power(factor: bigint, prime: bigint): number {
  let [rest, count] = [factor, 0]
  for (; rest % prime === 0n; rest /= prime) count += 1
  return count
}

function texts<T extends Record<string, bigint>>(amounts: T): Record<keyof T, string> {
  return Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, value.toString()])) as Record<
    keyof T,
    string
  >
}

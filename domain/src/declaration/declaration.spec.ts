import { describe, expect, it } from '@jest/globals'
import { Refusal } from '../refusal'
import { DECLARATION_LINES_MOST, parseDeclaration } from './declaration'
import { aDeclaration, aLine } from './testing/samples'

const WHOLE = aDeclaration([
  aLine({
    hsVersion: '2022',
    description: 'Oranges',
    certificate: { number: 'AU-1', issuingMember: 'AU', authority: 'AU-ACCI' },
    value: { amount: '150.5', currency: 'USD' },
  }),
])

function refusalOf(input: unknown): string {
  try {
    parseDeclaration(input)
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
  return 'accepted'
}

describe('a declaration', () => {
  it('is accepted whole, with all that it may say', () => {
    expect(parseDeclaration({ ...WHOLE, late: 'force-majeure' })).toEqual({ ...WHOLE, late: 'force-majeure' })
  })

  it.each([
    ['an unknown member', { ...WHOLE, declarant: 'A. Example' }, /^MALFORMED_INPUT: declaration: may only have/],
    ['no reference', { ...WHOLE, reference: '' }, /^MALFORMED_INPUT: declaration\.reference/],
    ['a day that does not exist', { ...WHOLE, date: '2026-02-30' }, /^MALFORMED_INPUT: declaration\.date/],
    ['no lines', { ...WHOLE, lines: [] }, /^MALFORMED_INPUT: declaration\.lines/],
    ['one line number twice', { ...WHOLE, lines: [aLine(), aLine()] }, /different line numbers/],
    [
      'too many lines',
      { ...WHOLE, lines: manyLines(DECLARATION_LINES_MOST + 1) },
      /^LIMIT_EXCEEDED: declaration\.lines/,
    ],
    ['another reason to be late', { ...WHOLE, late: 'forgotten' }, /^MALFORMED_INPUT: declaration\.late/],
    ['a short tariff code', withLine({ hsCode: '0805' }), /lines\[0\]\.hsCode/],
    ['a quantity of nothing', withLine({ quantity: { value: '0', unit: 'KGM' } }), /lines\[0\]\.quantity\.value/],
    ['a unit that is none', withLine({ quantity: { value: '1', unit: 'KILO' } }), /lines\[0\]\.quantity\.unit/],
    ['a country that is none', withLine({ origin: 'XX' }), /lines\[0\]\.origin/],
    ['a currency that is none', withLine({ value: { amount: '1', currency: 'XXY' } }), /lines\[0\]\.value\.currency/],
  ])('is refused with %s, by its place', (_, input, message) => {
    expect(refusalOf(input)).toMatch(message)
  })
})

function withLine(changes: Parameters<typeof aLine>[0]): unknown {
  return { ...WHOLE, lines: [aLine(changes)] }
}

function manyLines(count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => aLine({ line: index + 1 }))
}

import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { charactersWithoutGlyph, languageOf, runsOf } from './fonts'
import { linesOf } from './paragraph'

describe('a paragraph', () => {
  const words = fc.array(fc.oneof(fc.lorem(), fc.constantFrom('羊毛製品', '한솔', 'ウール', 'Å', 'x'.repeat(80))), {
    maxLength: 12,
  })

  it('keeps every character, on lines that fit their width', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 30, max: 300 }), (parts, width) => {
        const text = parts.join(' ')

        const lines = linesOf(text, width, { size: 8 })

        const kept = lines.flatMap(({ runs }) => runs.map((run) => run.text)).join('')
        expect(kept.replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const line of lines) expect(line.width).toBeLessThanOrEqual(width + 0.01)
      }),
      { numRuns: 300 },
    )
  })

  it('ends where the text ends a line', () => {
    expect(linesOf('one\n\ntwo', 300, { size: 8 })).toHaveLength(3)
  })
})

describe('fonts', () => {
  const facesOf = (text: string): readonly string[] =>
    runsOf(text, 'regular', languageOf(text)).map(({ face }) => face.name)

  it('are chosen by script, and Chinese characters by the language around them', () => {
    expect(facesOf('Wool, Čapek, Đình, Ελλάς')).toEqual(['regular'])
    expect(facesOf('羊毛')).toEqual(['chinese'])
    expect(facesOf('臺灣')).toEqual(['chinese'])
    expect(facesOf('羊毛ウール')).toEqual(['japanese'])
    expect(facesOf('양모 羊毛')).toEqual(['korean', 'japanese'])
    expect(facesOf('Wool 羊毛')).toEqual(['regular', 'chinese'])
  })

  it('keep a mark with its letter', () => {
    expect(runsOf('x\u0301', 'regular', 'chinese')).toHaveLength(1)
  })

  it.each([
    ['an emoji', '\u{1F600}'],
    ['a letter of a script without a font', 'ท'],
    ['a sign that turns the direction of text', '\u202E'],
    ['a sign that nobody sees', '\u200B'],
  ])('show a mark in the place of %s', (_, sign) => {
    expect(runsOf(sign, 'regular', 'chinese').map(({ text }) => text)).toEqual(['\uFFFD'])
    expect(charactersWithoutGlyph([`a${sign}b${sign}\n`, sign])).toEqual([sign])
  })

  it('have every character of GBK, Big5 and Shift JIS, and every syllable of Hangul', () => {
    const two = (encoding: string): string => {
      const bytes = Array.from({ length: 0x7e }, (_, high) =>
        Array.from({ length: 0xbf }, (_, low) => [high + 0x81, low + 0x40]),
      )
      return new TextDecoder(encoding).decode(Uint8Array.from(bytes.flat(2)))
    }
    const hangul = Array.from({ length: 11_172 }, (_, index) => String.fromCodePoint(0xac00 + index)).join('')
    const han = [two('gbk'), two('big5'), two('shift_jis')].join('').match(/\p{Script=Han}/gu) ?? []

    expect(han.length).toBeGreaterThan(30_000)
    expect(charactersWithoutGlyph([hangul])).toEqual([])
    expect(charactersWithoutGlyph([han.join('')])).toEqual([])
  })
})

import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { runsOf } from './fonts'
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
  const facesOf = (text: string): readonly string[] => runsOf(text, 'regular').map(({ face }) => face.name)

  it('are chosen by script, and Chinese characters by the language around them', () => {
    expect(facesOf('Wool')).toEqual(['noto-sans-latin-400'])
    expect(facesOf('羊毛')).toEqual(['noto-sans-sc-chinese-simplified-400'])
    expect(facesOf('羊毛ウール')).toEqual(['noto-sans-jp-japanese-400'])
    expect(facesOf('양모')).toEqual(['noto-sans-kr-korean-400'])
    expect(facesOf('Čapek')).toEqual(['noto-sans-latin-ext-400', 'noto-sans-latin-400'])
  })

  it('show a mark for a character that none of them has', () => {
    expect(runsOf('\u{1F600}', 'regular').map(({ text }) => text)).toEqual(['?'])
  })
})

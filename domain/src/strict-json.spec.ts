import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { JsonProblem, parseStrictJson } from './strict-json'

const parse = (text: string, depth = 40): unknown => parseStrictJson(text, depth)

describe('strict JSON', () => {
  it('reads whatever JSON.stringify writes, as JSON.parse does', () => {
    const json = fc.json({ maxDepth: 6 }).filter((text) => !/__proto__|constructor|prototype/.test(text))

    fc.assert(
      fc.property(json, (text) => {
        expect(parse(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it.each([
    '{"a":{"b":1},"c":{"b":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a\\"":1,"a":2}',
    '{"\\\\":1,"a":2}',
  ])('does not take %s for a name that stands twice', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text))
  })

  it.each([
    ['{"a":1,"b":{},"a":2}', 'duplicate-key'],
    ['{"a" : 1, "\\u0061"\t: 2}', 'duplicate-key'],
    ['[[{"x":[{"":1,"":1}]}]]', 'duplicate-key'],
    ['{"a":{"__proto__":1}}', 'forbidden-key'],
    ['{"\\u005f_proto__":1}', 'forbidden-key'],
    ['{"a":9007199254740993}', 'number-range'],
    ['[-9007199254740993]', 'number-range'],
    ['[1e400]', 'number-range'],
    ['\ufeff{}', 'syntax'],
    ['{"a":1}x', 'syntax'],
    ['', 'syntax'],
    ['[[[[[[]]]]]]', 'depth'],
  ])('refuses %s: %s', (text, rule) => {
    expect(ruleBrokenBy(text, 5)).toBe(rule)
  })

  it('does not count brackets inside text as levels', () => {
    expect(parse('["[[[[[[[["]', 1)).toEqual(['[[[[[[[['])
  })

  it('keeps numbers that a double holds exactly, also large ones', () => {
    expect(parse('[9007199254740991,1e20,0.1,-0]')).toEqual([9007199254740991, 1e20, 0.1, -0])
  })

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseStrictJson(Uint8Array.of(0x22, 0xc0, 0x80, 0x22), 1)).toThrow(JsonProblem)
  })
})

function ruleBrokenBy(text: string, depth: number): string {
  try {
    parse(text, depth)
    return 'none'
  } catch (error) {
    return error instanceof JsonProblem ? error.rule : String(error)
  }
}

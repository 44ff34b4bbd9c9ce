import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { canonicalText, depthOf, parseJson } from './canonical'
import { Refusal } from './refusal'

// Where an object had a member whose name begins with a backslash, V8 of Node 24.21 reads another name that is written with
// an escape as that one: JSON.parse('{"a":0,"\\\\":0}'), and then JSON.parse('{"a":0,"\\"":0}') gives {"a":0,"\\\\":0}.
const json = fc.jsonValue({ maxDepth: 8 }).filter((value) => !JSON.stringify(value).includes('"\\\\'))

describe('the canonical text', () => {
  it('reads back as the same value', () => {
    fc.assert(fc.property(json, (value) => expect(JSON.parse(canonicalText(value))).toEqual(withoutMinusZero(value))))
  })

  it('does not depend on the order in which members were added', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())

        expect(canonicalText(reversed)).toBe(canonicalText(value))
      }),
    )
  })

  it('is its own canonical text', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalText(value)

        expect(canonicalText(JSON.parse(text))).toBe(text)
      }),
    )
  })

  it('orders names by UTF-16 code units whatever the language of the machine', () => {
    expect(canonicalText({ z: 1, ä: 2, Z: 3, a: 4, '😀': 5, '\ufb33': 6 })).toBe(
      '{"Z":3,"a":4,"z":1,"ä":2,"😀":5,"\ufb33":6}',
    )
  })

  it.each([
    ['undefined', { a: undefined }],
    ['a hole in a list', new Array(1)],
    ['NaN', NaN],
    ['Infinity', [Infinity]],
    ['a whole number beyond JSON', 10n],
    ['a function', { a: (): void => undefined }],
    ['a symbol', Symbol('a')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['half a surrogate pair', 'a\ud800'],
    ['a name with half a surrogate pair', { '\udc00': 1 }],
  ])('is refused for %s', (_, value) => {
    expect(() => canonicalText(value)).toThrow(/^MALFORMED_INPUT: value: JSON cannot represent/)
  })

  it('is refused for a value more than 64 levels deep, also one that contains itself', () => {
    const ring: unknown[] = []
    ring.push(ring)

    expect(canonicalText(nested(64))).toBe('['.repeat(64) + ']'.repeat(64))
    expect(() => canonicalText(nested(65))).toThrow(/^LIMIT_EXCEEDED/)
    expect(() => canonicalText(ring)).toThrow(/^LIMIT_EXCEEDED/)
  })
})

describe('the depth of a value', () => {
  it('counts lists and objects', () => {
    expect(depthOf('text', 9)).toBe(0)
    expect(depthOf({}, 9)).toBe(1)
    expect(depthOf([{ a: [1] }, 2], 9)).toBe(3)
  })

  it('stops just above the limit, however deep the value is', () => {
    expect(depthOf(nested(100_000), 32)).toBe(33)
  })
})

describe('reading JSON', () => {
  it('refuses other text by the name of its field, without repeating it', () => {
    expect(() => parseJson('{secret', 'body')).toThrow(new Refusal('MALFORMED_INPUT', 'body: must be JSON'))
  })
})

function nested(levels: number): unknown {
  let value: unknown[] = []
  for (let level = 1; level < levels; level += 1) value = [value]
  return value
}

// JSON text knows one zero only.
function withoutMinusZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

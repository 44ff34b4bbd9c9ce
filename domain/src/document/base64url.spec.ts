import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { utf8Bytes, utf8Text } from '../utf8'
import { base64url, base64urlBytes, base64urlText } from './base64url'
import { nodeBase64url, nodeBytes } from './testing/keys'

describe('base64url', () => {
  it('is written and read as by Node itself, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = base64url(bytes)

        expect(text).toBe(nodeBase64url(bytes))
        expect(base64urlBytes(text)).toEqual(bytes)
      }),
    )
  })

  it('has one text for the same bytes: everything that is read is written again as it was', () => {
    const digits = fc.string({
      unit: fc.constantFrom('A', 'Q', 'g', 'w', 'B', '_', '-', '9', '=', '+', '/', ' ', 'é'),
      maxLength: 9,
    })

    fc.assert(
      fc.property(digits, (text) => {
        const bytes = base64urlBytes(text)

        expect(bytes === undefined ? undefined : base64url(bytes)).toBe(bytes === undefined ? undefined : text)
        if (nodeBase64url(nodeBytes(text)) === text) expect(bytes).toBeDefined()
      }),
      { numRuns: 2000 },
    )
  })

  it('spells as text what its bytes spell, however long it is, and nothing that one before it left', () => {
    const digits = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => base64url(utf8Bytes(text))),
      fc.nat(12_000).map((length) => 'QUJD'.repeat(length)),
      fc.uint8Array({ maxLength: 30 }).map(base64url),
      fc.string({ maxLength: 30 }),
    )

    fc.assert(
      fc.property(digits.map(utf8Bytes), (part) => {
        const bytes = base64urlBytes(part)

        expect(base64urlText(part)).toBe(bytes && utf8Text(bytes))
      }),
      { numRuns: 500 },
    )
  })
})

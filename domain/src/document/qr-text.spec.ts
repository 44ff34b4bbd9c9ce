import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { parseCertificateNumber } from '../certificate-id'
import { DOCUMENT_HASH } from '../testing/samples'
import { parseQrText, printQrText } from './qr-text'

const REFERENCE = { issuingMember: 'AU', authority: 'AU-ACCI', number: 'AU-1', documentHash: DOCUMENT_HASH } as const

describe('the text of a QR code', () => {
  it('says which certificate and the hash of its document, and nothing else', () => {
    expect(printQrText(REFERENCE)).toBe(`ECO1:AU:AU-ACCI:AU-1:${DOCUMENT_HASH.toUpperCase()}`)
  })

  it('is read back, whatever number the authority gave', () => {
    const number = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 70 }).filter((text) => {
      try {
        return parseCertificateNumber(text) === text
      } catch {
        return false
      }
    })

    fc.assert(
      fc.property(fc.oneof(number, fc.constantFrom('A:B', '%3A', 'a%25b', '100%')), (text) => {
        expect(parseQrText(printQrText({ ...REFERENCE, number: text }))).toEqual({ ...REFERENCE, number: text })
      }),
    )
  })

  it.each([
    ['', 'must read ECO1'],
    ['https://example.org/AU-1', 'must read ECO1'],
    [`ECO1:XX:AU-ACCI:AU-1:${DOCUMENT_HASH.toUpperCase()}`, 'qrCode.issuingMember'],
    [`ECO1:AU:AU-ACCI:AU-1:${DOCUMENT_HASH}`, 'one spelling'],
    [`ECO1:AU:AU-ACCI:AU%2d1:${DOCUMENT_HASH.toUpperCase()}`, 'one spelling'],
    [`${printQrText(REFERENCE)}:more`, 'must read ECO1'],
  ])('%s is refused: %s', (text, detail) => {
    expect(() => parseQrText(text)).toThrow(detail)
  })
})

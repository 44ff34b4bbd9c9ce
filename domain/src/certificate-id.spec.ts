import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { certificateId, parseAuthorityId, parseCertificateId, parseCertificateNumber } from './certificate-id'
import { MEMBERS } from './member'

const reference = fc.record({
  issuingMember: fc.constantFrom(...MEMBERS.map(({ code }) => code)),
  authority: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,34}$/),
  number: fc.stringMatching(/^[!-~]([ -~]{0,68}[!-~])?$/),
})

describe('a certificate id', () => {
  it('differs as soon as member, authority or number differ', () => {
    fc.assert(
      fc.property(reference, reference, (one, other) => {
        const same = JSON.stringify(Object.values(one)) === JSON.stringify(Object.values(other))

        expect(certificateId(one) === certificateId(other)).toBe(same)
      }),
    )
  })

  it('differs when a character moves from the authority to the number', () => {
    const one = certificateId({ issuingMember: 'AU', authority: 'ab', number: 'c' })
    const other = certificateId({ issuingMember: 'AU', authority: 'a', number: 'bc' })

    expect(one).not.toBe(other)
  })

  it('reads back as itself', () => {
    fc.assert(fc.property(reference, (any) => expect(parseCertificateId(certificateId(any))).toBe(certificateId(any))))
  })

  it.each(['', 'A'.repeat(64), 'a'.repeat(63), 'a'.repeat(65), `${'a'.repeat(64)}\n`, 7, null, {}])(
    'is not %j',
    (input) => {
      expect(() => parseCertificateId(input)).toThrow(/^MALFORMED_INPUT: id: /)
    },
  )
})

describe('a certificate number', () => {
  it.each(['', ' 1', '1 ', 'n\u00b0 1', 'a\tb', 'x'.repeat(71), 12])(
    'is not %j, so that one has one spelling',
    (input) => {
      expect(() => parseCertificateNumber(input)).toThrow(/^MALFORMED_INPUT: certificateNumber: /)
    },
  )
})

describe('the id of an authority', () => {
  it.each(['', '-AU', 'AU ACCI', 'AU/ACCI', 'x'.repeat(36), undefined])('is not %j', (input) => {
    expect(() => parseAuthorityId(input)).toThrow(/^MALFORMED_INPUT: authority: /)
  })
})

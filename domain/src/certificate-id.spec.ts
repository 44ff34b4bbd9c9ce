import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { sha256 } from '@noble/hashes/sha2.js'
import {
  CertificateIdKey,
  certificateId,
  parseAuthorityId,
  parseCertificateId,
  parseCertificateNumber,
} from './certificate-id'
import { utf8 } from './hash'
import { MEMBERS } from './member'
import { anIdKey } from './register/testing/a-register'

declare function require(path: 'node:util'): { inspect: (value: unknown, options: object) => string }
const { inspect } = require('node:util')

const KEY = anIdKey('AU', 'KR')

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

        expect(certificateId(one, KEY) === certificateId(other, KEY)).toBe(same)
      }),
    )
  })

  it('differs when a character moves from the authority to the number', () => {
    const one = certificateId({ issuingMember: 'AU', authority: 'ab', number: 'c' }, KEY)
    const other = certificateId({ issuingMember: 'AU', authority: 'a', number: 'bc' }, KEY)

    expect(one).not.toBe(other)
  })

  it('reads back as itself', () => {
    fc.assert(
      fc.property(reference, (any) =>
        expect(parseCertificateId(certificateId(any, KEY))).toBe(certificateId(any, anIdKey('KR', 'AU'))),
      ),
    )
  })

  it('differs for every two members and for every key of one of them', () => {
    const one = { issuingMember: 'AU', authority: 'AU-1', number: '1' } as const
    const agreed = sha256(utf8('one secret'))
    const keys = [
      ...MEMBERS.flatMap(({ code }) => (code === 'AU' ? [] : [anIdKey('AU', code)])),
      ...['first', 'second'].map((thumbprint) =>
        CertificateIdKey.derive(agreed, [
          { member: 'AU', thumbprint },
          { member: 'KR', thumbprint: 'other' },
        ]),
      ),
    ]

    expect(new Set(keys.map((key) => certificateId(one, key))).size).toBe(MEMBERS.length + 1)
  })

  it.each(['', 'A'.repeat(64), 'a'.repeat(63), 'a'.repeat(65), `${'a'.repeat(64)}\n`, 7, null, {}])(
    'is not %j',
    (input) => {
      expect(() => parseCertificateId(input)).toThrow(/^MALFORMED_INPUT: id: /)
    },
  )
})

describe('the key of certificate ids', () => {
  it('shows nothing of itself to whoever prints or serializes it', () => {
    expect(JSON.stringify({ KEY })).toBe('{"KEY":{}}')
    expect(inspect(KEY, { depth: 9, showHidden: true })).not.toMatch(/bytes|Uint8Array|[0-9a-f]{16}/)
  })
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

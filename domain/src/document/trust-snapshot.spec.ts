import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { Refusal } from '../refusal'
import { AUTHORITY, aTrust, aTrustedKey } from './testing/documents'
import { aSigner } from './testing/keys'
import { parseTrustSnapshot } from './trust-snapshot'

const AUTHORITIES = [{ member: 'AU', id: 'AU-ACCI', keys: [aTrustedKey()] }]

describe('a trust snapshot', () => {
  it('of the fewest members says when keys hold, and that they are for seals', () => {
    expect(parseTrustSnapshot({ authorities: AUTHORITIES })).toEqual({
      asOf: undefined,
      anchors: [],
      profiles: [],
      authorities: [
        {
          member: 'AU',
          id: 'AU-ACCI',
          name: undefined,
          active: [],
          keys: [
            {
              thumbprint: AUTHORITY.keyId,
              publicJwk: AUTHORITY.publicJwk,
              use: 'seal',
              validFrom: '2026-01-01',
              validUntil: undefined,
              compromisedFrom: undefined,
            },
          ],
        },
      ],
    })
  })

  it.each<[string, unknown, string]>([
    ['no list of authorities', {}, 'trust.authorities: is missing'],
    ['a member nobody knows', { authorities: [{ ...AUTHORITIES[0], member: 'XX' }] }, 'trust.authorities[0].member'],
    ['an unknown member of the object', { authorities: [], more: 1 }, 'trust: may only have'],
    [
      'a private key',
      {
        authorities: [
          { ...AUTHORITIES[0], keys: [aTrustedKey(AUTHORITY, { publicJwk: { ...AUTHORITY.publicJwk, d: 'x' } })] },
        ],
      },
      'trust.authorities[0].keys[0].publicJwk: must not hold a private key',
    ],
    [
      'a day that does not exist',
      { authorities: [{ ...AUTHORITIES[0], keys: [aTrustedKey(AUTHORITY, { validFrom: '2026-02-30' })] }] },
      'trust.authorities[0].keys[0].validFrom: must be a date',
    ],
    [
      'an anchor that is no base64',
      { authorities: [], anchors: [{ member: 'AU', certificate: '-' }] },
      'trust.anchors[0]',
    ],
    ['a time without a zone', { authorities: [], asOf: '2026-03-02T00:00:00' }, 'trust.asOf'],
  ])('with %s is refused by name of the field', (_, input, detail) => {
    expect(() => parseTrustSnapshot(input)).toThrow(Refusal)
    expect(() => parseTrustSnapshot(input)).toThrow(detail)
  })

  it('never repeats what it refuses, nor throws anything but its refusal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          parseTrustSnapshot(value)
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
        }
      }),
    )
  })

  it('with a key that has another thumbprint, or stands there twice, is refused as a whole', () => {
    expect(() => aTrust([aTrustedKey(aSigner(), { thumbprint: AUTHORITY.keyId })])).toThrow(/is not that of the key/)
    expect(() => aTrust([aTrustedKey(), aTrustedKey()])).toThrow(/stands there twice/)
  })
})

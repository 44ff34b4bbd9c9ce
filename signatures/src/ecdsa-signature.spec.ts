import { createPublicKey, sign, verify } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { derOf, rawOf } from './ecdsa-signature'
import { aKey } from './testing/certificates'

const number = fc.oneof(
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
  fc.tuple(fc.nat(32), fc.integer({ min: 1, max: 255 })).map(([zeros, byte]) => new Uint8Array(32).fill(byte, zeros)),
)
const signature = fc.tuple(number, number).map(([r, s]) => Uint8Array.of(...r, ...s))

describe('a signature', () => {
  it('is the same 64 bytes after DER, however small its numbers are', () => {
    fc.assert(
      fc.property(signature, (raw) => {
        expect(rawOf(derOf(raw))).toEqual(raw)
      }),
    )
  })

  it('has in DER numbers without a sign and without a zero too many', () => {
    const raw = Uint8Array.of(...new Uint8Array(31), 0x80, ...new Uint8Array(30), 0x7f, 0xff)

    expect([...derOf(raw)]).toEqual([0x30, 8, 2, 2, 0, 0x80, 2, 2, 0x7f, 0xff])
    expect([...derOf(new Uint8Array(64))]).toEqual([0x30, 6, 2, 1, 0, 2, 1, 0])
  })

  it('holds for Node in either form', () => {
    const key = aKey()
    const publicKey = createPublicKey(key)

    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (input) => {
        const der = sign('sha256', input, key)
        const raw = sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' })

        expect(verify('sha256', input, { key: publicKey, dsaEncoding: 'ieee-p1363' }, rawOf(der))).toBe(true)
        expect(verify('sha256', input, publicKey, derOf(raw))).toBe(true)
        expect([...derOf(rawOf(der))]).toEqual([...der])
      }),
    )
  })
})

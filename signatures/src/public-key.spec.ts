import { createHash, createPublicKey } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { keyThumbprint, publicJwkOf, publicJwkOfCertificate } from './public-key'
import { aKey, certify } from './testing/certificates'
import { certificateVector, vector } from './testing/vectors'

// The key of RFC 7515, A.3.
const X = 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU'
const Y = 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'

describe('the name of a key', () => {
  it('is the SHA-256 digest of its required members in order, without spaces (RFC 7638)', () => {
    const expected = createHash('sha256').update(`{"crv":"P-256","kty":"EC","x":"${X}","y":"${Y}"}`).digest('base64url')

    expect(keyThumbprint({ kty: 'EC', crv: 'P-256', x: X, y: Y })).toBe(expected)
  })
})

describe('the public part of a key', () => {
  it('is the same from the private key, the public key, and either in PEM', () => {
    const key = aKey()
    const publicKey = createPublicKey(key)
    const { x, y } = publicKey.export({ format: 'jwk' })
    const expected = { kty: 'EC', crv: 'P-256', x, y }

    expect(publicJwkOf(key)).toEqual(expected)
    expect(publicJwkOf(publicKey)).toEqual(expected)
    expect(publicJwkOf(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toEqual(expected)
    expect(publicJwkOf(key.export({ type: 'pkcs8', format: 'pem' }).toString())).toEqual(expected)
  })

  it('is that of its certificate', () => {
    const { text, key } = certify({ name: 'Seal' })

    expect(publicJwkOfCertificate(text)).toEqual(publicJwkOf(key))
  })

  it.each(['p384.pem', 'rsa.pem', 'sm2.pem'])('is nothing for a key of another kind: %s', (file) => {
    expect(publicJwkOf(vector(file).toString())).toBeUndefined()
  })

  it('is nothing for what is no key or no certificate, or a certificate of another kind of key', () => {
    expect(publicJwkOf('no key')).toBeUndefined()
    expect(publicJwkOfCertificate('no certificate')).toBeUndefined()
    expect(publicJwkOfCertificate(certificateVector('root.pem'))).toBeUndefined()
  })
})

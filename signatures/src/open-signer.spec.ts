import { describe, expect, it } from '@jest/globals'
import { openSigner } from './open-signer'
import { PASSPHRASE, vector } from './testing/vectors'

describe('a key to sign with', () => {
  it('is the same from PEM and from PKCS #12, and can be closed', async () => {
    const key = vector('pkcs8.pem').toString()
    const certificates = vector('certificates.pem').toString()

    const pem = await openSigner({ kind: 'pem', key, certificates })
    const pkcs12 = await openSigner({ kind: 'pkcs12', bytes: vector('openssl.p12'), passphrase: PASSPHRASE })

    expect(pkcs12.keyId).toBe(pem.keyId)
    expect(pkcs12.certificateChain).toEqual(pem.certificateChain)
    await Promise.all([pem.close(), pkcs12.close()])
  })

  it('that cannot be used is a rejected promise, not an exception', async () => {
    await expect(openSigner({ kind: 'pem', key: 'no key' })).rejects.toMatchObject({ code: 'KEY_UNREADABLE' })
  })
})

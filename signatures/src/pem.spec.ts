import { describe, expect, it } from '@jest/globals'
import { KeyProblem } from './key-problem'
import { nodeCryptography } from './node-cryptography'
import { openPem } from './pem'
import { publicJwkOfCertificate } from './public-key'
import { aKey, anAuthority, certify } from './testing/certificates'
import type { Certified } from './testing/certificates'
import { certificateVector, PASSPHRASE, vector } from './testing/vectors'

const INPUT = Buffer.from('what is to be signed')
const text = (name: string): string => vector(name).toString()

function problemOf(open: () => unknown): KeyProblem {
  try {
    open()
  } catch (error) {
    if (error instanceof KeyProblem) return error
    throw error
  }
  throw new Error('the key was opened')
}

describe('a key in PEM', () => {
  it('signs with the same key whether it is PKCS #8, encrypted or SEC 1', async () => {
    const { verify } = nodeCryptography()
    const encrypted = openPem({ key: text('pkcs8-encrypted.pem'), passphrase: PASSPHRASE })
    const signers = [openPem({ key: text('pkcs8.pem') }), openPem({ key: text('sec1.pem') }), encrypted]

    expect(new Set(signers.map(({ keyId }) => keyId)).size).toBe(1)
    for (const { sign } of signers) expect(await verify(encrypted.publicJwk, INPUT, await sign(INPUT))).toBe(true)
  })

  it('has no certificates where none are given', () => {
    expect(openPem({ key: text('pkcs8.pem') }).certificateChain).toEqual([])
  })

  it('has its certificates in order, without the root, whatever order they stand in', async () => {
    const key = text('pkcs8.pem')
    const apart = openPem({ key, certificates: text('certificates.pem') })
    const together = openPem({ key: `${text('certificates.pem')}${key}` })
    const { result } = await nodeCryptography().followChain(
      apart.certificateChain,
      [certificateVector('root.pem')],
      '2030-01-01T00:00:00Z',
    )

    expect(apart.certificateChain).toHaveLength(2)
    expect(publicJwkOfCertificate(apart.certificateChain[0] ?? '')).toEqual(apart.publicJwk)
    expect(together.certificateChain).toEqual(apart.certificateChain)
    expect(result).toBe('anchored')
  })

  it('has the certificate that ends last, of several of the same key', () => {
    const key = aKey()
    const old = certify({ name: 'Seal', key, to: '2025-01-01T00:00:00Z' })
    const renewed = certify({ name: 'Seal', key, to: '2030-01-01T00:00:00Z' })

    expect(openPem({ key: pemOf(key), certificates: pems(old, renewed) }).certificateChain).toEqual([renewed.text])
  })

  it('has no certificate of an authority that only has the name of its issuer', () => {
    const authority = anAuthority({ name: 'Authority' })
    const end = certify({ name: 'Seal', by: authority })
    const namesake = anAuthority({ name: 'Authority', by: anAuthority({ name: 'Another root' }) })

    expect(openPem({ key: pemOf(end.key), certificates: pems(namesake, end) }).certificateChain).toEqual([end.text])
  })
})

describe('a certificate with a key that nobody knows', () => {
  it('does not hinder a key beside it', () => {
    const end = certify({ name: 'Seal' })
    const strange = certify({ name: 'Strange', keyAlgorithm: '1.2.3.4' })

    expect(openPem({ key: pemOf(end.key), certificates: pems(strange, end) }).certificateChain).toEqual([end.text])
  })
})

describe('a key in PEM is refused', () => {
  it.each([
    ['p384.pem', 'secp384r1'],
    ['rsa.pem', 'rsa'],
    ['sm2.pem', 'SM2'],
  ])('by the name of its kind when it cannot sign ES256: %s', (file, kind) => {
    const problem = problemOf(() => openPem({ key: text(file) }))

    expect(problem.code).toBe('KEY_NOT_SUPPORTED')
    expect(problem.message).toContain(kind)
  })

  it('when it is encrypted and the passphrase is wrong or missing, which no message repeats', () => {
    const key = text('pkcs8-encrypted.pem')
    const wrong = problemOf(() => openPem({ key, passphrase: 'not the passphrase at all' }))

    expect(wrong.code).toBe('PASSPHRASE_WRONG')
    expect(JSON.stringify([wrong, wrong.message, wrong.cause])).not.toContain('not the passphrase')
    expect(problemOf(() => openPem({ key })).code).toBe('PASSPHRASE_WRONG')
  })

  it('when there is none, and its text is not repeated', () => {
    const problem = problemOf(() => openPem({ key: '-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----' }))

    expect(problem.code).toBe('KEY_UNREADABLE')
    expect(JSON.stringify([problem, problem.message, problem.cause])).not.toContain('secret')
  })

  it('with certificates of another key', () => {
    const problem = problemOf(() => openPem({ key: pemOf(aKey()), certificates: text('certificates.pem') }))

    expect(problem.code).toBe('CERTIFICATE_OF_ANOTHER_KEY')
  })

  it('with a certificate that cannot be read', () => {
    const certificates = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'

    expect(problemOf(() => openPem({ key: pemOf(aKey()), certificates })).code).toBe('CERTIFICATE_UNREADABLE')
  })

  it('with a certificate that lets it certify and not sign', () => {
    const authority = anAuthority({ name: 'Authority' })
    const problem = problemOf(() => openPem({ key: pemOf(authority.key), certificates: pems(authority) }))

    expect(problem.code).toBe('CERTIFICATE_NOT_FOR_SIGNING')
  })

  it('with a chain longer than anybody would follow', () => {
    const above = [1, 2, 3, 4].reduce(
      (all, count) => [anAuthority({ name: `A${count}`, by: all[0] ?? anAuthority({ name: 'Root' }) }), ...all],
      [anAuthority({ name: 'A0', by: anAuthority({ name: 'Root' }) })],
    )
    const end = certify({ name: 'Seal', by: above[0]! })

    expect(problemOf(() => openPem({ key: pemOf(end.key), certificates: pems(end, ...above) })).code).toBe(
      'LIMIT_EXCEEDED',
    )
  })
})

function pemOf(key: ReturnType<typeof aKey>): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function pems(...certificates: readonly Certified[]): string {
  return certificates.map((each) => `-----BEGIN CERTIFICATE-----\n${each.text}\n-----END CERTIFICATE-----\n`).join('')
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { KeyProblem } from '../key-problem'
import { nodeCryptography } from '../node-cryptography'
import { keyThumbprint, publicJwkOf } from '../public-key'
import { aKey, anAuthority, certify } from '../testing/certificates'
import type { FakeToken } from '../testing/fake-token'
import { aToken, certificateObject, keyPairObjects, number, packageWith } from '../testing/fake-token'
import { pkcs11Signer } from './pkcs11-signer'
import type { Pkcs11Key } from './pkcs11-signer'
import { CK, loadPkcs11js } from './pkcs11js'
import type { Pkcs11Package } from './pkcs11js'

const INPUT = Buffer.from('what is to be signed')
const root = anAuthority({ name: 'Root' })
const authority = anAuthority({ name: 'Authority', by: root })
const seal = certify({ name: 'Seal', by: authority })
const CERTIFICATES = [root, authority, seal].map(({ text }) => certificateObject(text))
const SOURCE: Pkcs11Key = { module: '/lib/token.so', tokenLabel: 'seals', pin: '1234', keyLabel: 'seal' }

const { verify } = nodeCryptography()

function sealToken(): FakeToken {
  return aToken([...keyPairObjects(aKey(), 'other'), ...keyPairObjects(seal.key, 'seal'), ...CERTIFICATES])
}

async function problemOf(source: Partial<Pkcs11Key>, ...tokens: readonly FakeToken[]): Promise<KeyProblem> {
  const from = packageWith(...tokens)
  try {
    await pkcs11Signer({ ...SOURCE, ...source }, () => from)
  } catch (error) {
    expect(from.initialized()).toBe(false)
    expect(tokens.map(({ sessions }) => sessions)).toEqual(tokens.map(() => 0))
    if (error instanceof KeyProblem) return error
    throw error
  }
  throw new Error('the key was opened')
}

describe('a key in a token', () => {
  it('signs documents, with the certificates of the token in order', async () => {
    const from = packageWith(sealToken())
    const signer = await pkcs11Signer(SOURCE, () => from)
    const publicJwk = publicJwkOf(seal.key)!

    const signature = await signer.sign(INPUT)

    expect(signer.publicJwk).toEqual(publicJwk)
    expect(signer.keyId).toBe(keyThumbprint(publicJwk))
    expect(signer.certificateChain).toEqual([seal.text, authority.text])
    expect(await verify(publicJwk, INPUT, signature)).toBe(true)
  })

  it('is found by its id and by the number of its slot as well', async () => {
    const from = packageWith(aToken([], 'empty'), sealToken())
    const keyId = Buffer.from('seal').toString('hex')
    const { module, pin } = SOURCE

    const signer = await pkcs11Signer({ module, pin, slot: 1, keyId }, () => from)

    expect(signer.publicJwk).toEqual(publicJwkOf(seal.key))
  })

  it('is found without naming its token where one only is initialised', async () => {
    const from = packageWith(sealToken(), aToken([], ''))
    const { module, pin, keyLabel } = SOURCE

    const signer = await pkcs11Signer({ module, pin, keyLabel: keyLabel! }, () => from)

    expect(signer.publicJwk).toEqual(publicJwkOf(seal.key))
  })

  it('has the certificates that are given instead of those in the token', async () => {
    const renewed = certify({ name: 'Seal', key: seal.key, by: root })
    const certificates = `-----BEGIN CERTIFICATE-----\n${renewed.text}\n-----END CERTIFICATE-----`
    const from = packageWith(sealToken())

    const signer = await pkcs11Signer({ ...SOURCE, certificates }, () => from)

    expect(signer.certificateChain).toEqual([renewed.text])
  })

  it('is known by its certificate where the token does not show its public key', async () => {
    const [privateKey] = keyPairObjects(seal.key, 'seal')
    const from = packageWith(aToken([privateKey!, ...CERTIFICATES]))

    expect((await pkcs11Signer(SOURCE, () => from)).publicJwk).toEqual(publicJwkOf(seal.key))
  })

  it('is opened beside a certificate with a key that nobody knows', async () => {
    const strange = certificateObject(certify({ name: 'Strange', keyAlgorithm: '1.2.3.4' }).text)
    const from = packageWith(aToken([strange, ...keyPairObjects(seal.key, 'seal'), ...CERTIFICATES]))

    expect((await pkcs11Signer(SOURCE, () => from)).certificateChain).toEqual([seal.text, authority.text])
  })

  it('has no certificates where the token has none of it', async () => {
    const from = packageWith(aToken([...keyPairObjects(aKey(), 'seal'), ...CERTIFICATES]))

    expect((await pkcs11Signer(SOURCE, () => from)).certificateChain).toEqual([])
  })

  it('signs many documents that are asked for at once, each for itself', async () => {
    const from = packageWith(sealToken())
    const { sign, publicJwk } = await pkcs11Signer(SOURCE, () => from)
    const inputs = Array.from({ length: 20 }, (_, index) => Buffer.from(`document ${index}`))

    const signatures = await Promise.all(inputs.map(async (input) => sign(input)))

    for (const [index, input] of inputs.entries()) expect(await verify(publicJwk, input, signatures[index]!)).toBe(true)
  })

  it('signs with a key that asks for the PIN each time', async () => {
    const always: [number, Buffer] = [CK.alwaysAuthenticate, Buffer.from([1])]
    const from = packageWith(aToken(keyPairObjects(seal.key, 'seal', [always])))
    const { sign, publicJwk } = await pkcs11Signer(SOURCE, () => from)

    expect(await verify(publicJwk, INPUT, await sign(INPUT))).toBe(true)
    expect(await verify(publicJwk, INPUT, await sign(INPUT))).toBe(true)
  })
})

describe('a session with a token', () => {
  it('ends when the key is closed, which may be said twice, and nothing is signed after it', async () => {
    const token = sealToken()
    const from = packageWith(token)
    const signer = await pkcs11Signer(SOURCE, () => from)
    const last = signer.sign(INPUT)

    await Promise.all([signer.close(), signer.close()])

    expect(await verify(signer.publicJwk, INPUT, await last)).toBe(true)
    expect(token.sessions).toBe(0)
    expect(from.initialized()).toBe(false)
    await expect(signer.sign(INPUT)).rejects.toMatchObject({ code: 'TOKEN_GONE' })
  })

  it('does not end because that of another key in the same token does', async () => {
    const token = sealToken()
    const from = packageWith(token)
    const one = await pkcs11Signer(SOURCE, () => from)
    const other = await pkcs11Signer({ ...SOURCE, keyLabel: 'other' }, () => from)

    await one.close()

    expect(await verify(other.publicJwk, INPUT, await other.sign(INPUT))).toBe(true)
    await other.close()
    expect(from.initialized()).toBe(false)
  })

  it('leaves a module as it is that others in the process have initialised', async () => {
    const from = packageWith(sealToken())
    new from.PKCS11().C_Initialize({ flags: CK.osLockingOk })

    const signer = await pkcs11Signer(SOURCE, () => from)
    await signer.close()

    expect(from.initialized()).toBe(true)
  })

  it('that is lost because the token was taken away shows as such, and can be closed', async () => {
    const token = sealToken()
    const from = packageWith(token)
    const signer = await pkcs11Signer(SOURCE, () => from)

    token.isGone = true

    await expect(signer.sign(INPUT)).rejects.toMatchObject({ name: 'KeyProblem', code: 'TOKEN_GONE' })
    await signer.close()
    token.isGone = false
    const again = await pkcs11Signer(SOURCE, () => from)
    expect(await verify(again.publicJwk, INPUT, await again.sign(INPUT))).toBe(true)
  })
})

describe('a key in a token is refused, and no session is left', () => {
  it('when the PIN is wrong, which no message repeats', async () => {
    const problem = await problemOf({ pin: '987654' }, sealToken())

    expect(problem.code).toBe('PIN_WRONG')
    expect(JSON.stringify([problem, problem.message, problem.cause])).not.toContain('987654')
  })

  it('when there is no such token, or more than one', async () => {
    expect((await problemOf({ tokenLabel: 'another' }, sealToken())).code).toBe('TOKEN_NOT_FOUND')
    expect((await problemOf({ slot: 7 }, sealToken())).code).toBe('TOKEN_NOT_FOUND')
    expect((await problemOf({}, sealToken(), sealToken())).message).toContain('2 such tokens')
  })

  it('when there is no such key, or more than one, which are named', async () => {
    const { module, tokenLabel, pin } = SOURCE
    const from = packageWith(sealToken())

    expect((await problemOf({ keyLabel: 'another' }, sealToken())).code).toBe('KEY_NOT_FOUND')
    await expect(pkcs11Signer({ module, tokenLabel: tokenLabel!, pin }, () => from)).rejects.toMatchObject({
      code: 'KEY_AMBIGUOUS',
      message: expect.stringContaining('other, seal'),
    })
  })

  it('when it is a key of another kind, by name if it is one for SM2', async () => {
    const ofCurve = (curve: string): FakeToken =>
      aToken(keyPairObjects(seal.key, 'seal', [[CK.ecParameters, Buffer.from(curve, 'hex')]]))
    const rsa = aToken(keyPairObjects(seal.key, 'seal', [[CK.keyType, number(0)]]))
    const sm2 = await problemOf({}, ofCurve('06082a811ccf5501822d'))

    expect(sm2.code).toBe('KEY_NOT_SUPPORTED')
    expect(sm2.message).toContain('SM2')
    expect((await problemOf({}, ofCurve('06052b81040022'))).code).toBe('KEY_NOT_SUPPORTED')
    expect((await problemOf({}, rsa)).code).toBe('KEY_NOT_SUPPORTED')
  })

  it('when what stands beside it is the public key or the certificate of another', async () => {
    const [privateKey] = keyPairObjects(aKey(), 'seal')
    const [, publicKey] = keyPairObjects(seal.key, 'seal')

    expect((await problemOf({}, aToken([privateKey!, publicKey!]))).code).toBe('KEY_NOT_FOUND')
    expect((await problemOf({}, aToken([privateKey!, ...CERTIFICATES]))).code).toBe('CERTIFICATE_OF_ANOTHER_KEY')
  })

  it('when the module is not there', async () => {
    expect((await problemOf({ module: '/lib/missing.so' }, sealToken())).code).toBe('MODULE_MISSING')
  })
})

describe('without the package for tokens', () => {
  it('is how everybody installs the product: nothing has to be compiled', () => {
    expect(readFileSync(join(__dirname, '..', '..', '..', 'package-lock.json'), 'utf8')).not.toContain('pkcs11js')
  })

  it('the problem says what to install', async () => {
    const load = (): Pkcs11Package => loadPkcs11js(throwNotFound)

    await expect(pkcs11Signer(SOURCE, load)).rejects.toMatchObject({
      code: 'MODULE_MISSING',
      message: expect.stringContaining('npm install --no-save pkcs11js@2'),
    })
  })
})

function throwNotFound(): never {
  throw new Error("Cannot find module 'pkcs11js'")
}

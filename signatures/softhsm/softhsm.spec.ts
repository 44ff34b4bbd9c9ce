import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { nodeCryptography, openPem, openSigner } from '@eco/signatures'
import type { ClosableSigner, SignerSource } from '@eco/signatures'

const INPUT = Buffer.from('what is to be signed')
const VECTORS = join(__dirname, '..', 'vectors')
const PIN = '482915'
const PLACES = ['/usr/lib/softhsm', '/usr/lib64/pkcs11', '/usr/local/lib/softhsm', '/opt/homebrew/lib/softhsm']

const UTIL = process.env.SOFTHSM2_UTIL ?? 'softhsm2-util'
const MODULE =
  process.env.SOFTHSM2_MODULE ?? PLACES.map((place) => join(place, 'libsofthsm2.so')).find(existsSync) ?? ''

// PKCS #11's numbers for what the product itself never does.
const [SERIAL_SESSION, READ_WRITE_SESSION] = [4, 2]
const [CLASS, ON_TOKEN, VALUE, CERTIFICATE_TYPE, SUBJECT] = [0, 1, 0x11, 0x80, 0x101]

interface Token {
  load: (path: string) => void
  close: () => void
  C_Initialize: () => void
  C_Finalize: () => void
  C_GetSlotList: (tokenPresent: boolean) => Buffer[]
  C_GetTokenInfo: (slot: Buffer) => { readonly label: string }
  C_OpenSession: (slot: Buffer, flags: number) => Buffer
  C_Login: (session: Buffer, user: number, pin: string) => void
  C_CreateObject: (session: Buffer, template: object[]) => void
}

const { PKCS11 } = createRequire(__filename)('pkcs11js') as { readonly PKCS11: new () => Token }
const { verify } = nodeCryptography()
const opened: ClosableSigner[] = []

async function open(changes: object = {}): Promise<ClosableSigner> {
  const source = { kind: 'pkcs11', module: MODULE, tokenLabel: 'seals', pin: PIN, keyLabel: 'seal', ...changes }
  const signer = await openSigner(source as SignerSource)
  opened.push(signer)
  return signer
}

function pem(name: string): string {
  return readFileSync(join(VECTORS, name), 'utf8')
}

function util(...options: readonly string[]): void {
  execFileSync(UTIL, [...options, '--module', MODULE], { stdio: 'pipe' })
}

beforeAll(() => {
  if (MODULE === '') throw new Error('SoftHSM was not found; name its library in SOFTHSM2_MODULE')
  util('--init-token', '--free', '--label', 'seals', '--pin', PIN, '--so-pin', PIN)
  util('--init-token', '--free', '--label', 'empty', '--pin', PIN, '--so-pin', PIN)
  importKey('pkcs8.pem', 'seal', '01')
  importKey('p384.pem', 'large', '02')
  importKey('rsa.pem', 'rsa', '03')
})

// SoftHSM's own program puts no certificates into a token.
function putCertificate(text: string): void {
  const { raw, subject } = new X509Certificate(text)
  const pkcs11 = new PKCS11()
  pkcs11.load(MODULE)
  pkcs11.C_Initialize()
  const slot = pkcs11.C_GetSlotList(true).find((each) => pkcs11.C_GetTokenInfo(each).label.trim() === 'seals')
  const session = pkcs11.C_OpenSession(slot!, SERIAL_SESSION | READ_WRITE_SESSION)
  pkcs11.C_Login(session, 1, PIN)
  pkcs11.C_CreateObject(session, [
    { type: CLASS, value: 1 },
    { type: CERTIFICATE_TYPE, value: 0 },
    { type: ON_TOKEN, value: true },
    { type: SUBJECT, value: Buffer.from(subject) },
    { type: VALUE, value: raw },
  ])
  pkcs11.C_Finalize()
  pkcs11.close()
}

function importKey(name: string, label: string, id: string): void {
  util('--import', join(VECTORS, name), '--token', 'seals', '--label', label, '--id', id, '--pin', PIN)
}

afterEach(async () => {
  for (const signer of opened.splice(0)) await signer.close()
})

describe('a key in SoftHSM', () => {
  it('signs documents as the very key that was put into it', async () => {
    const { keyId } = openPem({ key: pem('pkcs8.pem') })

    const signer = await open()

    expect(signer.keyId).toBe(keyId)
    expect(await verify(signer.publicJwk, INPUT, await signer.sign(INPUT))).toBe(true)
  })

  it('is found by its id, and has the certificates that are given, in order', async () => {
    const certificates = pem('certificates.pem')
    const expected = openPem({ key: pem('pkcs8.pem'), certificates })

    const signer = await open({ keyLabel: undefined, keyId: '01', certificates })

    expect(signer.certificateChain).toEqual(expected.certificateChain)
  })

  it('has the certificates of the token, in order, where none are given', async () => {
    const certificates = pem('certificates.pem')
    const expected = openPem({ key: pem('pkcs8.pem'), certificates })
    for (const each of certificates.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []) putCertificate(each)

    const signer = await open()

    expect(signer.certificateChain).toEqual(expected.certificateChain)
  })

  it('signs for two at once, and for one after the other has closed', async () => {
    const [one, other] = [await open(), await open()]
    const inputs = Array.from({ length: 50 }, (_, index) => Buffer.from(`document ${index}`))

    const signatures = await Promise.all(
      inputs.map(async (input, index) => (index % 2 === 0 ? one : other).sign(input)),
    )
    await one.close()
    const last = await other.sign(INPUT)

    for (const [index, input] of inputs.entries()) {
      expect(await verify(one.publicJwk, input, signatures[index]!)).toBe(true)
    }
    expect(await verify(other.publicJwk, INPUT, last)).toBe(true)
  })

  it('can be opened anew after it was closed, and signs nothing meanwhile', async () => {
    const first = await open()
    await first.close()

    await expect(first.sign(INPUT)).rejects.toMatchObject({ code: 'TOKEN_GONE' })
    const second = await open()
    expect(await verify(second.publicJwk, INPUT, await second.sign(INPUT))).toBe(true)
  })

  it.each([
    ['the PIN is wrong', { pin: '000000' }, 'PIN_WRONG'],
    ['the token is not there', { tokenLabel: 'another' }, 'TOKEN_NOT_FOUND'],
    ['the token has no key', { tokenLabel: 'empty' }, 'KEY_NOT_FOUND'],
    ['the key is not there', { keyLabel: 'another' }, 'KEY_NOT_FOUND'],
    ['several keys may be meant', { keyLabel: undefined }, 'KEY_AMBIGUOUS'],
    ['the key is on P-384', { keyLabel: 'large' }, 'KEY_NOT_SUPPORTED'],
    ['the key is one for RSA', { keyLabel: 'rsa' }, 'KEY_NOT_SUPPORTED'],
    ['the module is not there', { module: '/nowhere/module.so' }, 'MODULE_MISSING'],
  ])('is refused when %s', async (_, changes, code) => {
    await expect(open(changes)).rejects.toMatchObject({ name: 'KeyProblem', code })
  })
})

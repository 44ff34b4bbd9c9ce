import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { calculateJwkThumbprint, exportJWK } from 'jose'
import type { CertificateId } from '@eco/domain'
import { newSalt, NotADocument, openSigner, readDocument, saltHex } from './document'
import type { DocumentSigner } from './document'
import { isValidOn, readTrust, Trust } from './trust'

const ID = '1'.repeat(64) as CertificateId
let folder: string
let signer: DocumentSigner
let trust: Trust
let document: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eco-document-'))
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await writeFile(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const publicJwk = await exportJWK(publicKey)
  const key = {
    thumbprint: await calculateJwkThumbprint(publicJwk),
    publicJwk,
    validFrom: '2026-01-01',
    validUntil: '2026-12-31',
  }
  await writeFile(
    join(folder, 'trust.json'),
    JSON.stringify({ authorities: [{ member: 'AU', id: 'AU-CHAMBER', name: 'C', keys: [key] }] }),
  )
  signer = await openSigner('AU-CHAMBER', join(folder, 'key.pem'))
  trust = await readTrust(join(folder, 'trust.json'))
  document = await signer.sign({ id: ID, salt: newSalt(), dataset: { number: 'Ä-1', items: [1, 2] } })
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

function withPart(index: number, change: (text: string) => string): string {
  const parts = document.split('.')
  parts[index] = Buffer.from(change(Buffer.from(parts[index] ?? '', 'base64url').toString())).toString('base64url')
  return parts.join('.')
}

describe('a document', () => {
  it('is read back as it was signed, and its signer is known by the key', async () => {
    const read = await readDocument(document, trust)

    expect(read).toMatchObject({
      content: { id: ID, dataset: { number: 'Ä-1', items: [1, 2] } },
      signer: { member: 'AU', authority: 'AU-CHAMBER' },
      signatureHolds: true,
    })
  })

  it('holds 128 random bits, other ones each time', () => {
    expect(saltHex(newSalt())).toMatch(/^[0-9a-f]{32}$/)
    expect(newSalt()).not.toBe(newSalt())
  })

  it('whose content was altered has a signature that does not hold', async () => {
    const read = await readDocument(
      withPart(1, (text) => text.replace('Ä-1', 'Ä-2')),
      trust,
    )

    expect(read.signatureHolds).toBe(false)
  })

  it('of an unknown key has no signer, whatever its signature', async () => {
    const read = await readDocument(document, new Trust([]))

    expect(read).toMatchObject({ signer: undefined, signatureHolds: false })
  })

  it.each([
    ['has two parts', (): string => document.split('.').slice(0, 2).join('.')],
    ['has four parts', (): string => `${document}.x`],
    ['has a part that is not base64url', (): string => `${document}!`],
    ['has spare bits in a part', (): string => `${document.slice(0, -1)}${document.endsWith('A') ? 'B' : 'A'}x`],
    ['has no algorithm', (): string => withPart(0, (text) => text.replace('"ES256"', '"none"'))],
    ['brings its own key', (): string => withPart(0, (text) => text.replace('{', '{"jwk":{},'))],
    ['asks for an unknown extension', (): string => withPart(0, (text) => text.replace('{', '{"crit":["b64"],'))],
    ['has a content with spaces', (): string => withPart(1, (text) => text.replace(':', ': '))],
    ['has a name twice', (): string => withPart(1, (text) => text.replace('{', '{"salt":"x",'))],
    ['has more than id, salt and dataset', (): string => withPart(1, (text) => text.replace(/}$/, ',"zzz":1}'))],
    ['has a short salt', (): string => withPart(1, (text) => text.replace(/"salt":"[^"]*"/, '"salt":"AAAA"'))],
    ['has a content that is not an object', (): string => withPart(1, () => '[]')],
    ['nests too deeply', (): string => withPart(1, () => `{"dataset":${'['.repeat(99)}${']'.repeat(99)}}`)],
  ])('is none if it %s', async (_, make) => {
    await expect(readDocument(make(), trust)).rejects.toThrow(NotADocument)
  })
})

describe('a trusted key', () => {
  it('counts from its first to its last day', () => {
    const key = { validFrom: '2026-01-01', validUntil: '2026-12-31' } as Parameters<typeof isValidOn>[0]

    const days = ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => isValidOn(key, day))

    expect(days).toEqual([false, true, true, false])
  })

  it('that does not match its thumbprint makes the trust file unusable', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const key = { thumbprint: 'x', publicJwk: await exportJWK(publicKey), validFrom: '2026-01-01' }
    const file = join(folder, 'wrong.json')
    await writeFile(file, JSON.stringify({ authorities: [{ member: 'AU', id: 'A', name: 'A', keys: [key] }] }))

    await expect(readTrust(file)).rejects.toThrow('does not match its thumbprint')
  })
})

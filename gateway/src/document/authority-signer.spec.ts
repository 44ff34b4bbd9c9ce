import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Dataset } from '@eco/domain'
import { certificateId, examineDocument, readTrust, referenceOf } from '@eco/domain'
import { anIdKey } from '@eco/domain/testing'
import { keyFileSource, nodeCryptography, openSigner } from '@eco/signatures'
import { aDataset } from '../testing/a-dataset'
import { openAuthoritySigner } from './authority-signer'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eco-signer-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

/** A new key in a file, encrypted where a passphrase is given, and what a register would say of it. */
async function aKeyFile(name: string, passphrase?: string): Promise<{ file: string; key: object }> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const encrypted = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', ...encrypted })
  const file = join(folder, name)
  await writeFile(file, pem)
  const more = passphrase === undefined ? {} : { passphrase }
  const { keyId, publicJwk } = await openSigner(keyFileSource(Buffer.from(pem), more))
  return { file, key: { thumbprint: keyId, publicJwk, validFrom: '2020-01-01' } }
}

describe('the keys of an authority', () => {
  it('seal documents, and an official signs beside the seal, each with a key of its own', async () => {
    const [seal, official] = [await aKeyFile('seal.pem'), await aKeyFile('official.pem', 'a passphrase')]
    await writeFile(join(folder, 'passphrase'), 'a passphrase\n')
    const dataset = aDataset({ certificateNumber: 'AU-1' }) as unknown as Dataset
    const { id } = dataset.issuingAuthority
    const anId = certificateId(referenceOf(dataset), anIdKey())
    const signer = await openAuthoritySigner({
      id,
      signingKeyFile: seal.file,
      official: { signingKeyFile: official.file, passphraseFile: join(folder, 'passphrase') },
    })

    const { text } = await signer.seal({ dataset, id: anId }, new Date('2026-03-02T00:00:00Z'))
    await signer.close()

    const cryptography = nodeCryptography()
    const keys = [seal.key, { ...official.key, use: 'official' }]
    const trust = readTrust({ authorities: [{ member: dataset.issuingCountry, id, keys }] }, cryptography)
    const { authenticity } = await examineDocument(text, { cryptography, trust })
    const results = authenticity.filter(({ name }) => name === 'signature' || name === 'official-signature')
    expect(results.map(({ name, result }) => [name, result])).toEqual([
      ['signature', 'pass'],
      ['official-signature', 'pass'],
    ])
  })

  it('cannot be opened with another passphrase', async () => {
    const { file } = await aKeyFile('encrypted.pem', 'a passphrase')
    await writeFile(join(folder, 'wrong'), 'another')

    const opening = openAuthoritySigner({ id: 'AU-1', signingKeyFile: file, passphraseFile: join(folder, 'wrong') })

    await expect(opening).rejects.toMatchObject({ name: 'KeyProblem' })
  })
})

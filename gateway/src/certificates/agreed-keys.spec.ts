import { createPrivateKey } from 'node:crypto'
import type { JsonWebKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { CertificateIdKey, CertificateReference, MemberCode, PublicJwk } from '@eco/domain'
import { certificateId } from '@eco/domain'
import { ARegister, aJwk } from '@eco/domain/testing'
import { writeAgreementKey } from '../testing/test-gateway'
import { AgreedKeys } from './agreed-keys'

interface SecretVector {
  readonly holders: readonly { readonly member: MemberCode; readonly privateJwk: JsonWebKey }[]
  readonly cases: readonly (CertificateReference & { readonly id: string })[]
}

const VECTORS = join(__dirname, '../../../domain/vectors/certificate-ids.json')
const { secrets } = JSON.parse(readFileSync(VECTORS, 'utf8')) as { secrets: readonly SecretVector[] }
const REFERENCE: CertificateReference = { issuingMember: 'AU', authority: 'AU-1', number: '1' }

let folder: string
let register: ARegister

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eco-keys-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

beforeEach(() => {
  register = new ARegister()
})

async function publish(member: MemberCode, { kty, crv, x, y }: JsonWebKey | PublicJwk): Promise<void> {
  const entry = {
    ...{ functions: ['issuing', 'importing'], capabilities: [], registersEverythingSince: null },
    ...{ keyAgreement: { kty, crv, x, y }, inForce: { from: '2020-01-01', until: null } },
  }
  expect(await register.submit(member, 'declareMember', entry)).toBe('done')
}

/** Makes a key, publishes it; the file of its private half. */
async function publishNew(member: MemberCode, name: string): Promise<string> {
  const file = join(folder, name)
  await publish(member, await writeAgreementKey(file))
  return file
}

/** What a gateway of a member that was started with these files gets out of the register. */
function keysOf(member: MemberCode, ...files: readonly string[]): Promise<AgreedKeys> {
  const record = (key: string): { key: string; text: string; block: number; time: string } | undefined => {
    const text = register.ledger.value(key)
    return text === undefined ? undefined : { key, text, block: 0, time: '' }
  }
  return AgreedKeys.open({ record }, member, files)
}

function idsBy(keys: readonly (CertificateIdKey | undefined)[]): readonly (string | undefined)[] {
  return keys.map((key) => key && certificateId(REFERENCE, key))
}

describe('the secrets of two members', () => {
  it.each(secrets)('give both members the published ids of $holders.0.member and $holders.1.member', async (vector) => {
    for (const [index, { member, privateJwk }] of vector.holders.entries()) {
      await publish(member, privateJwk)
      const pem = createPrivateKey({ key: privateJwk, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' })
      await writeFile(join(folder, `vector-${index}.pem`), pem)
    }
    const codes = vector.holders.map(({ member }) => member) as [MemberCode, MemberCode]

    for (const [index, member] of codes.entries()) {
      const keys = await keysOf(member, join(folder, `vector-${index}.pem`))
      const key = keys.current(codes[1 - index] ?? member)
      for (const { id, ...reference } of vector.cases) expect(key && certificateId(reference, key)).toBe(id)
    }
  })

  it('change with a new key of either member, and those of former keys stay known, the newest first', async () => {
    const [au, kr] = [[await publishNew('AU', 'au-1')], [await publishNew('KR', 'kr-1')]]
    const before = idsBy([(await keysOf('AU', ...au)).current('KR')])
    kr.push(await publishNew('KR', 'kr-2'))
    au.push(await publishNew('AU', 'au-2'))
    const [issuer, importer] = [await keysOf('AU', ...au), await keysOf('KR', ...kr.reverse())]

    const all = idsBy(issuer.all('KR'))
    expect(all).toHaveLength(4)
    expect(new Set(all).size).toBe(4)
    expect([all[0], all[3]]).toEqual([...idsBy([issuer.current('KR')]), ...before])
    expect(new Set(idsBy(importer.all('AU')))).toEqual(new Set(all))
    expect(idsBy([importer.current('AU')])).toEqual([all[0]])
    expect([issuer.isComplete(), importer.isComplete()]).toEqual([true, true])
  })

  it('are not made up where a gateway lacks the key that its member published, or the other published none', async () => {
    const old = await publishNew('AU', 'au-old')
    await publishNew('KR', 'kr')
    const before = await keysOf('AU', old)
    const known = idsBy(before.all('KR'))
    await publishNew('AU', 'au-elsewhere')

    const keys = await keysOf('AU', old)

    expect([keys.current('KR'), keys.current('JP'), keys.isComplete()]).toEqual([undefined, undefined, false])
    expect(idsBy(keys.all('KR'))).toEqual(known)
    expect([(await keysOf('AU')).isComplete(), (await keysOf('AU')).all('KR')]).toEqual([false, []])
  })

  it('are not agreed on with what is no point of the curve', async () => {
    const file = await publishNew('AU', 'au-curve')
    await publish('KR', aJwk('no point'))
    const keys = await keysOf('AU', file)

    expect([keys.current('KR'), keys.all('KR')]).toEqual([undefined, []])
  })

  it('need a file with a private key; what is in another one is not told', async () => {
    const file = join(folder, 'nonsense.pem')
    await writeFile(file, '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n')

    await expect(keysOf('AU', file)).rejects.toThrow(/nonsense\.pem: must hold a private key/)
    await expect(keysOf('AU', file)).rejects.not.toThrow(/c2VjcmV0/)
  })
})

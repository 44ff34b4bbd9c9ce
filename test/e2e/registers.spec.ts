import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { profileHash, profileNamed } from '@eco/domain'
import type { AgreementProfile, MemberCode } from '@eco/domain'
import type { Answer, Checked, Issued, Problem } from '../support/client'
import { aDataset } from '../support/dataset'
import type { DatasetBuilder } from '../support/dataset'
import { blocksAt } from '../support/channel-blocks'
import { foundIn } from '../support/plaintext'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const DAY_MS = 24 * 60 * 60 * 1000
const PARTIES: readonly MemberCode[] = ['AU', 'CN', 'ID', 'JP', 'KR']

/** A day so many days from now, as the civil date in UTC. */
function day(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
}

/** Issued so many days ago, before the goods left. */
function issuedAgo(days: number, dataset: DatasetBuilder): DatasetBuilder {
  return dataset.with({
    issueDateTime: `${day(-days)}T12:00:00Z`,
    validUntil: day(300),
    departureDate: day(3 - days),
  })
}

describe('the registers as the gate of every issue', () => {
  let network: TestNetwork

  beforeAll(async () => {
    network = await startTestNetwork()
  }, 60_000)

  afterAll(() => network.close(), 30_000)

  async function change(member: MemberCode, path: string, body: object): Promise<number> {
    const admin = await network.as(member, 'member-admin')
    const answer = await admin.post<{ readonly block: number }>(`/api/v1/${path}`, body)
    expect([path, Math.floor(answer.status / 100), answer.body]).toEqual([path, 2, expect.anything()])
    return answer.body.block
  }

  async function issue(member: MemberCode, dataset: DatasetBuilder, more: object = {}): Promise<Answer<Issued>> {
    const issuer = await network.as(member, 'issuer')
    return issuer.post<Issued>('/api/v1/certificates', { dataset: dataset.from(member).build(), ...more })
  }

  async function refused(member: MemberCode, dataset: DatasetBuilder): Promise<Problem> {
    return (await issue(member, dataset)).body as unknown as Problem
  }

  async function check(member: MemberCode, { document }: Issued, block: number): Promise<Checked> {
    return (await (await network.as(member, 'customs')).check(document, block)).body
  }

  /** The thumbprint of the seal of a member's authority. */
  async function sealOf(member: MemberCode): Promise<string> {
    const path = `/api/v1/authorities/${member}/${member}-DEV-1`
    const reader = await network.as(member, 'member-admin')
    const { body } = await reader.get<{ readonly record: { readonly keys: readonly [{ thumbprint: string }] } }>(path)
    return body.record.keys[0].thumbprint
  }

  function codes({ findings }: Checked): readonly string[] {
    return findings.authenticity.checks.map(({ code }) => code)
  }

  it('show address and seal of an authority to the member that they are shared with, and to nobody else', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64')
    const address = ['17 Specimen Quay', '2000 Sydney']
    const specimen = { address, seal: { mediaType: 'image/png', data: png }, from: '2026-01-01' }
    const path = '/api/v1/authorities/AU/AU-DEV-1/specimens'
    const canberra = await network.as('AU', 'member-admin')

    const shared = await canberra.post(path, { ...specimen, sharedWith: ['KR', 'JP'] })
    expect(shared).toMatchObject({
      status: 200,
      body: { shared: [{ outcome: 'done' }, { member: 'JP', outcome: 'done' }] },
    })

    const view = { ...specimen, member: 'AU', authority: 'AU-DEV-1', sharedWith: 'KR', state: 'active' }
    const seen = async (member: MemberCode, with_: string): Promise<Answer<Problem>> =>
      (await network.as(member, 'customs')).get<Problem>(`${path}/${with_}`)
    expect(await seen('KR', 'KR')).toMatchObject({ status: 200, body: view })
    expect((await seen('AU', 'KR')).body).toEqual((await seen('KR', 'KR')).body)
    expect(await seen('CN', 'CN')).toMatchObject({ status: 404, body: { code: 'NOT_DELIVERED' } })
    expect(await seen('CN', 'KR')).toMatchObject({ status: 403, body: { code: 'CALLER_NOT_PARTY' } })
    // The gateway that shared it has read the block in which that was written; the peer of China has got it, too.
    const blocks = await blocksAt(network, 'CN', 'customs', await network.block('AU'))
    expect(blocks.flatMap((block) => foundIn(block, [...address, png]))).toEqual([])

    const again = await canberra.post(path, { ...specimen, address: ['Moved'], sharedWith: ['KR'] })
    expect(again.status).toBe(200)
    await network.stop('gateways')
    await network.restart('gateways')
    expect(await seen('KR', 'KR')).toMatchObject({ body: { address: ['Moved'] } })
    expect(await seen('JP', 'JP')).toMatchObject({ body: { address } })
  })

  it('name what of a specimen is wrong, and take none of an authority that is not the own one', async () => {
    const seal = { mediaType: 'image/png', data: 'QUJD' }
    const specimen = { address: ['A'], seal, from: '2026-01-01', sharedWith: ['KR'] }
    const canberra = await network.as('AU', 'member-admin')
    const share = (authority: string, changes: object = {}): Promise<Answer<Problem>> =>
      canberra.post<Problem>(`/api/v1/authorities/${authority}/specimens`, { ...specimen, ...changes })

    expect(await share('AU/AU-DEV-1')).toMatchObject({ status: 422, body: { code: 'MALFORMED_INPUT' } })
    expect((await share('AU/AU-DEV-1')).body.detail).toContain('seal.data: is no image/png')
    const svg = await share('AU/AU-DEV-1', { seal: { ...seal, mediaType: 'image/svg+xml' } })
    expect(svg.body.errors).toMatchObject([{ pointer: '/seal/mediaType' }])
    const large = await share('AU/AU-DEV-1', { seal: { ...seal, data: 'A'.repeat(65_540) } })
    expect(large.body.errors).toMatchObject([{ pointer: '/seal/data', rule: 'maxLength' }])
    for (const none of [undefined, null, [], 'QUJD']) {
      const without = await share('AU/AU-DEV-1', { seal: none })
      expect(without.body.errors).toContainEqual(expect.objectContaining({ pointer: '/seal', rule: 'isObject' }))
    }
    const withItself = await share('AU/AU-DEV-1', { sharedWith: ['KR', 'AU'] })
    expect(withItself.body.errors).toMatchObject([{ pointer: '/sharedWith/1' }])
    expect((await share('KR/KR-DEV-1')).body.code).toBe('REGISTER_OF_ANOTHER_MEMBER')
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64')
    expect(await share('AU/AU-NONE', { seal: { ...seal, data: png } })).toMatchObject({
      body: { shared: [{ member: 'KR', outcome: { code: 'AUTHORITY_UNKNOWN' } }] },
    })
  })

  it('let no suspended authority issue, until it is active again', async () => {
    await change('JP', 'authorities/JP/JP-DEV-1/state', { state: 'suspended' })
    expect(await refused('JP', aDataset().to('KR'))).toMatchObject({ status: 409, code: 'AUTHORITY_NOT_ACTIVE' })

    await change('JP', 'authorities/JP/JP-DEV-1/state', { state: 'active' })
    expect((await issue('JP', aDataset().to('KR'))).status).toBe(201)
  })

  it('let neither a withdrawn authority nor a revoked key date a certificate back', async () => {
    const yesterday = (): DatasetBuilder => issuedAgo(1, aDataset().to('KR'))
    await change('CN', `authorities/CN/CN-DEV-1/keys/${await sealOf('CN')}/revocation`, {})
    await change('ID', 'authorities/ID/ID-DEV-1/state', { state: 'withdrawn' })

    expect(await refused('CN', yesterday())).toMatchObject({ status: 409, code: 'KEY_NOT_VALID' })
    expect(await refused('ID', yesterday())).toMatchObject({ status: 409, code: 'AUTHORITY_NOT_ACTIVE' })
  })

  it('ask for a reason when a certificate is registered late, and every check names it', async () => {
    const dataset = issuedAgo(10, aDataset().to('KR'))
    expect(await refused('AU', dataset)).toMatchObject({ status: 422, code: 'LATE_REASON_MISSING' })

    const { status, body } = await issue('AU', dataset, { late: 'paper-fallback' })

    expect(status).toBe(201)
    expect(body.certificate.registration).toMatchObject({ late: 'paper-fallback' })
    const checked = await check('KR', body, body.block)
    expect(checked.verdict).toBe('VALID')
    expect(codes(checked)).toContain('REGISTERED_LATE')
  })

  it('say when the member that asks has not recognised the authority, and when it has', async () => {
    const { body } = await issue('AU', aDataset().to('KR'))
    const before = await check('KR', body, body.block)
    const recognition = { of: 'AU', authority: 'AU-DEV-1', agreement: 'RCEP', from: day(-30), until: null }
    const block = await change('KR', 'recognitions', { ...recognition, caCertificate: null })
    const after = await check('KR', body, block)

    expect([before.verdict, after.verdict]).toEqual(['VALID', 'VALID'])
    expect(codes(before)).toContain('RECOGNITION_MISSING')
    expect(codes(after)).toContain('AUTHORITY_RECOGNISED')
  })

  it('judge by the version of an agreement that every party has approved, and issue under it only then', async () => {
    const shipped = profileNamed('RCEP', '2022') as AgreementProfile
    const itemLimit = { value: [{ from: null, value: 1 }], evidence: 'read', source: 'test' }
    const profile = { ...shipped, version: '2026', itemLimit } as unknown as AgreementProfile
    const names = { agreement: { code: 'RCEP', version: '2026' } }
    const [item] = aDataset().build().items as readonly object[]
    const one = (): DatasetBuilder =>
      aDataset()
        .to('KR')
        .with({ ...names, items: [item] })
    const two = (): DatasetBuilder =>
      aDataset()
        .to('KR')
        .with({ ...names, items: [item, { ...item, sequence: 2 }] })
    const replaces = { version: '2022', acceptedUntil: day(30) }

    expect(await refused('AU', one())).toMatchObject({ code: 'PROFILE_UNKNOWN' })
    await change('AU', 'agreements/proposals', { profile, inForceFrom: day(-2), replaces })
    expect(await refused('AU', one())).toMatchObject({ code: 'PROFILE_NOT_IN_FORCE' })
    for (const party of PARTIES.filter((member) => member !== 'AU')) {
      await change(party, 'agreements/RCEP/2026/approvals', { hash: profileHash(profile) })
    }

    expect(await refused('AU', two())).toMatchObject({ code: 'AGREEMENT_NOT_FOLLOWED' })
    const { status, body } = await issue('AU', one())
    expect([status, body.certificate.agreementVersion]).toEqual([201, '2026'])
    const checked = await check('KR', body, body.block)
    expect(checked.verdict).toBe('VALID')
    expect((await issue('AU', aDataset().to('KR'))).status).toBe(201)
  })

  it('keep good what was registered before a key came into the wrong hands, and nothing after', async () => {
    const { body: before } = await issue('AU', aDataset().to('KR'))
    const from = new Date(Date.parse(before.certificate.registration.registeredAt) + 1).toISOString()
    const { body: after } = await issue('AU', aDataset().to('KR'))
    const block = await change('AU', `authorities/AU/AU-DEV-1/keys/${await sealOf('AU')}/compromise`, { from })

    const [good, bad] = [await check('KR', before, block), await check('KR', after, block)]

    expect(await refused('AU', aDataset().to('KR'))).toMatchObject({ status: 409, code: 'KEY_NOT_VALID' })
    expect([good.verdict, bad.verdict]).toEqual(['VALID', 'NOT_VALID'])
    expect(codes(good)).toContain('SIGNATURE_KEY_GOOD_AT_REGISTRATION')
    expect(codes(bad)).toContain('SIGNATURE_KEY_COMPROMISED')
  })
})

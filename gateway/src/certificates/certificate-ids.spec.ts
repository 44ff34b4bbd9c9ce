import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CertificateId, Dataset, DocumentHash, MemberCode } from '@eco/domain'
import { certificateIdIn, identityOf, parseCertificateId, printRegistration, registrationOf } from '@eco/domain'
import { openAuthoritySigner } from '../document/authority-signer'
import { aDataset } from '../testing/a-dataset'
import { authorityOf, TestGateways, TODAY, writeAgreementKey } from '../testing/test-gateway'
import type { Answer } from '../testing/test-gateway'

const MEMBERS = ['AU', 'KR', 'JP', 'CN'] as const

let gateways: TestGateways
let serial = 0

beforeAll(async () => {
  gateways = await TestGateways.start(...MEMBERS)
})

afterAll(() => gateways.close())

function newDataset(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return aDataset({ certificateNumber: `AU-ID-${++serial}`, ...changes })
}

function issue(body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body, headers })
}

async function issued(dataset: Record<string, unknown> = newDataset()): Promise<{ id: string; document: string }> {
  const { status, body } = await issue({ dataset })
  expect([status, body.code]).toEqual([201, undefined])
  await seen(Number(body.block))
  return { id: (body.certificate as { id: string }).id, document: String(body.document) }
}

async function seen(block: number): Promise<void> {
  for (const member of MEMBERS) await gateways.until(member, ({ body }) => Number(body.block) >= block)
}

/** What a member finds by a number: ids, and the notice where there is one. */
async function byNumber(member: MemberCode, number: unknown): Promise<readonly unknown[]> {
  const query = new URLSearchParams({ issuer: 'AU', authority: 'AU-CHAMBER', number: String(number) }).toString()
  const { body } = await gateways.call(member, 'GET', `/api/v1/certificates?${query}`)
  const { certificates, notice } = body as { certificates: { id: string }[]; notice?: { code: string } }
  return [...certificates.map(({ id }) => id), ...(notice === undefined ? [] : [notice.code])]
}

async function check(member: MemberCode, body: object): Promise<readonly [unknown, readonly string[]]> {
  const answer = await gateways.call(member, 'POST', '/api/v1/checks', { body })
  const { authenticity } = answer.body.findings as { authenticity: { checks: readonly { code: string }[] } }
  return [answer.body.verdict, authenticity.checks.map(({ code }) => code)]
}

/** Registers as the authority itself, whatever its gateway would say of number and id. */
async function registerPastTheGateway(
  dataset: Record<string, unknown>,
  id: CertificateId,
): Promise<{ readonly document: string; readonly documentHash: DocumentHash }> {
  const signer = await openAuthoritySigner(gateways.config('AU').authorities[0]!)
  const wanted = { dataset: dataset as unknown as Dataset, id }
  const { text, salt } = await signer.seal(wanted, TODAY)
  const identity = identityOf(text)
  const registration = registrationOf({ ...wanted, salt: Buffer.from(salt, 'base64url').toString('hex'), ...identity })
  const request = { role: 'issuer', requestId: `past-the-gateway-${id}`, mark: () => undefined } as const
  const register = gateways.ledger.as('AU', authorityOf('AU'))
  const { value, place } = await register.submitEntries(request, 'issue', [printRegistration(registration)])
  expect(value).toEqual(['done'])
  await seen(place?.block ?? 0)
  return { document: text, documentHash: identity.documentHash }
}

/** Gives a member another key-agreement key, and starts its gateway again with it. */
async function rotate(member: MemberCode, { isConfigured = true } = {}): Promise<void> {
  const files = gateways.agreementFiles(member)
  const file = join(gateways.config(member).dataFolder, '..', `${member}-agreement-${files.length + 1}.pem`)
  const keyAgreement = await writeAgreementKey(file)
  const body = {
    ...{ functions: ['issuing', 'importing'], keyAgreement, capabilities: [], registersEverythingSince: null },
    inForce: { from: '2000-01-01', until: null },
  }
  const answer = await gateways.call(member, 'POST', '/api/v1/members', { as: 'member-admin', body })
  expect(answer.status).toBe(201)
  await seen(Number(answer.body.block))
  if (isConfigured) files.push(file)
  await gateways.gateway(member).close()
  await gateways.open(member)
}

describe('a certificate', () => {
  it('is found by its number by its two members, and by others only by its document, its id or the hash', async () => {
    const dataset = newDataset()
    const { certificateNumber: number } = dataset
    const { id, document } = await issued(dataset)
    const reference = { issuer: 'AU', authority: 'AU-CHAMBER', number }

    expect(certificateIdIn(document)).toBe(id)
    expect(await gateways.idFor(dataset)).toBe(id)
    for (const member of ['AU', 'KR'] as const) expect(await byNumber(member, number)).toEqual([id])
    expect(await byNumber('JP', number)).toEqual(['NOT_FOUND_BY_NUMBER'])
    expect(await check('JP', reference)).toEqual([
      'CANNOT_DETERMINE',
      ['SIGNATURE_NOT_PRESENTED', 'NOT_FOUND_BY_NUMBER', 'NOT_FOUND_BY_NUMBER'],
    ])
    expect((await check('JP', { document }))[0]).toBe('VALID')
    expect((await gateways.call('JP', 'GET', `/api/v1/certificates/${id}`)).status).toBe(200)
  })

  it('is not said to be unregistered by any member but its issuing one, which knows all its numbers', async () => {
    const number = 'AU-NEVER-GIVEN'
    const codes = await Promise.all(
      MEMBERS.map(async (member) => (await check(member, { issuer: 'AU', authority: 'AU-CHAMBER', number }))[1]),
    )

    expect(codes.map((all) => all.includes('NOT_REGISTERED'))).toEqual([true, false, false, false])
    expect(await byNumber('AU', number)).toEqual([])
    expect(await byNumber('KR', number)).toEqual(['NOT_FOUND_BY_NUMBER'])
  })

  it('keeps its id when its destination changes; the new importing member finds it by its document', async () => {
    const dataset = newDataset()
    const { id, document } = await issued(dataset)
    const path = `/api/v1/certificates/${id}/destination`
    const { status, body } = await gateways.call('AU', 'POST', path, { as: 'issuer', body: { importingMember: 'JP' } })
    expect(status).toBe(200)
    await seen(Number(body.block))
    expect((await check('JP', { document }))[0]).toBe('VALID')
    const uses = { declaration: { reference: '26JP-1', date: '2026-06-01' }, document }
    const items = [{ seq: 1, quantity: { value: '1', unit: 'KGM' } }]
    const used = await gateways.call('JP', 'POST', `/api/v1/certificates/${id}/uses`, { body: { ...uses, items } })
    expect(used.status).toBe(201)
    for (const member of ['AU', 'KR'] as const) expect(await byNumber(member, dataset.certificateNumber)).toEqual([id])
  })
})

describe('a number', () => {
  it('is given once, whatever member the second certificate is for', async () => {
    const dataset = newDataset()
    await issued(dataset)

    const again = { ...dataset, importCountry: 'JP' }
    const answers = [await issue({ dataset: again }), await issue({ dataset: again }, { prefer: 'respond-async' })]

    for (const { status, body } of answers) {
      expect([status, body.code]).toEqual([409, 'CERTIFICATE_ALREADY_ISSUED'])
      expect(body.errors).toMatchObject([{ pointer: '/dataset/certificateNumber' }])
    }
  })

  it('is given once also to two requests at the same moment', async () => {
    const dataset = newDataset()
    const answers = await Promise.all(
      ['KR', 'JP', 'CN'].map((importCountry) => issue({ dataset: { ...dataset, importCountry } })),
    )

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  })

  it('that was given twice past the gateway shows both certificates to its own member', async () => {
    const dataset = newDataset()
    const { id } = await issued(dataset)
    const twice = { ...dataset, importCountry: 'JP' }
    const other = await gateways.idFor(twice)
    await registerPastTheGateway(twice, other)

    expect(await byNumber('AU', dataset.certificateNumber)).toEqual([id, other])
    expect(await byNumber('KR', dataset.certificateNumber)).toEqual([id])
    expect(await byNumber('JP', dataset.certificateNumber)).toEqual([other])
  })

  it('that an id was not made of is named by every check of its two members, since nobody finds it by that number', async () => {
    const dataset = newDataset()
    const { document, documentHash } = await registerPastTheGateway(dataset, parseCertificateId('d'.repeat(64)))
    const reference = { issuer: 'AU', authority: 'AU-CHAMBER', number: dataset.certificateNumber }

    for (const member of ['AU', 'KR'] as const) {
      for (const presented of [{ document }, { ...reference, documentHash }]) {
        const [verdict, codes] = await check(member, presented)
        expect([verdict, codes.includes('ID_NOT_OF_NUMBER')]).toEqual(['CANNOT_DETERMINE', true])
      }
    }
    expect((await check('JP', { document }))[0]).toBe('VALID')
  })

  it('is free again when the register refused its certificate', async () => {
    const dataset = newDataset()
    const stale = { ...dataset, issueDateTime: '2026-04-01T10:00:00+10:00', departureDate: '2026-04-02' }

    const refused = await issue({ dataset: { ...stale, validUntil: '2027-03-31' } })
    expect(refused.body.code).toBe('LATE_REASON_MISSING')

    expect((await issue({ dataset: { ...dataset, importCountry: 'JP' } })).status).toBe(201)
  })

  it('is free again too when the register refused what waited for it', async () => {
    const dataset = newDataset()
    const unknown = { ...dataset, agreement: { ...(dataset.agreement as object), version: 'nobody-approved-it' } }
    const { status, body } = await issue({ dataset: unknown }, { prefer: 'respond-async' })
    expect(status).toBe(202)
    const path = `/api/v1/certificates/${String(body.id)}/registration`
    while ((await gateways.call('AU', 'GET', path)).body.state !== 'refused');

    expect((await issue({ dataset: { ...dataset, importCountry: 'JP' } })).status).toBe(201)
  })

  it('has the id that a document sealed elsewhere must carry', async () => {
    const dataset = newDataset()
    const signer = await openAuthoritySigner(gateways.config('AU').authorities[0]!)
    const sealed = (id: string): Promise<{ readonly text: string }> =>
      signer.seal({ dataset: dataset as unknown as Dataset, id: parseCertificateId(id) }, TODAY)

    const other = await issue({ document: (await sealed('0'.repeat(64))).text })
    const right = await issue({ document: (await sealed(await gateways.idFor(dataset))).text })

    expect(other).toMatchObject({ status: 422, body: { code: 'DOCUMENT_NOT_ACCEPTED', errors: [{ rule: 'id' }] } })
    expect(right.status).toBe(201)
  })

  it('has no id for its own member', async () => {
    const answer = await gateways.call('AU', 'GET', '/api/v1/certificate-ids?number=1&importer=AU', { as: 'issuer' })

    expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID_REQUEST', errors: [{ pointer: '/importer' }] } })
  })
})

describe('a new key-agreement key', () => {
  it('gives later certificates other ids, and those before stay found by their numbers, each given once', async () => {
    const [first, second, third] = [newDataset(), newDataset(), newDataset()]
    const before = await issued(first)
    await rotate('KR')
    const between = await issued(second)
    await rotate('AU')
    const after = await issued(third)

    for (const member of ['AU', 'KR'] as const) {
      for (const [dataset, { id }] of [
        [first, before],
        [second, between],
        [third, after],
      ] as const) {
        expect(await byNumber(member, dataset.certificateNumber)).toEqual([id])
      }
    }
    const again = await Promise.all([first, second].map((dataset) => issue({ dataset })))
    expect(again.map(({ body }) => body.code)).toEqual(['CERTIFICATE_ALREADY_ISSUED', 'CERTIFICATE_ALREADY_ISSUED'])
  })

  it('stops issuing where the gateway has not got it, which says so, and nothing is taken for unregistered', async () => {
    const dataset = newDataset()
    const { id } = await issued(dataset)
    await rotate('AU', { isConfigured: false })

    const answer = await issue({ dataset: newDataset() })

    expect([answer.status, answer.body.code]).toEqual([503, 'ID_KEY_MISSING'])
    expect(await byNumber('AU', dataset.certificateNumber)).toEqual([id])
    expect(await byNumber('AU', 'AU-NEVER-GIVEN')).toEqual(['NOT_FOUND_BY_NUMBER'])
  })
})

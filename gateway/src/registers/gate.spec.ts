import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { AgreementProfile, Dataset, MemberCode } from '@eco/domain'
import { profileHash, profileNamed } from '@eco/domain'
import { openAuthoritySigner } from '../document/authority-signer'
import { aDataset } from '../testing/a-dataset'
import { TestGateways } from '../testing/test-gateway'
import type { Answer } from '../testing/test-gateway'

const RCEP = profileNamed('RCEP', '2022') as AgreementProfile
const PARTIES: readonly MemberCode[] = ['AU', 'CN', 'ID', 'JP', 'KR']
const MEMBERS = ['AU', 'KR', 'CN', 'ID', 'JP'] as const

let gateways: TestGateways
let serial = 0

beforeEach(async () => {
  gateways = await TestGateways.start(...MEMBERS)
})

afterEach(() => gateways.close())

async function change(member: MemberCode, path: string, body: object): Promise<Answer> {
  const answer = await gateways.call(member, 'POST', `/api/v1/${path}`, { as: 'member-admin', body })
  const { block } = answer.body
  for (const other of MEMBERS)
    await gateways.until(other, ({ body: ready }) => Number(ready.block) >= Number(block ?? 0))
  return answer
}

/** Issues on a day, as Australia's authority does on that day; what became of it. */
async function issueOn(date: string, changes: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const dataset = datasetOf(date, changes)
  const { status, body } = await gateways.call('AU', 'POST', '/api/v1/certificates', {
    as: 'issuer',
    body: { dataset },
  })
  return status === 201 ? 'done' : body.code
}

function datasetOf(date: string, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const dates = { issueDateTime: `${date}T10:00:00+10:00`, departureDate: '2026-09-01', validUntil: '2026-12-31' }
  return aDataset({ certificateNumber: `AU-GATE-${++serial}`, ...dates, ...changes })
}

describe('an agreement on the ledger', () => {
  it('ends for a party that withdraws with notice, and holds again for it from its accession', async () => {
    const path = 'agreements/RCEP/2022'
    expect((await change('KR', `${path}/withdrawals`, { from: '2026-06-01' })).body).toMatchObject({
      code: 'EFFECT_NOT_ALLOWED',
    })
    expect((await change('KR', `${path}/withdrawals`, { from: '2026-06-03' })).status).toBe(200)

    expect(await issueOn('2026-06-01')).toBe('done')
    gateways.ledger.pass(4)
    expect(await issueOn('2026-06-02')).toBe('done')
    expect(await issueOn('2026-06-03')).toBe('PROFILE_NOT_IN_FORCE')
    expect((await change('KR', `${path}/accessions`, { hash: profileHash(RCEP), from: '2026-06-06' })).status).toBe(200)
    gateways.ledger.pass(2)
    expect(await issueOn('2026-06-05')).toBe('PROFILE_NOT_IN_FORCE')
    expect(await issueOn('2026-06-06')).toBe('done')
  })

  it('is accepted in its old form until the day that its new version names', async () => {
    const profile = { ...RCEP, version: '2026' }
    const replaces = { version: '2022', acceptedUntil: '2026-06-03' }
    await change('AU', 'agreements/proposals', { profile, inForceFrom: '2026-06-02', replaces })
    for (const party of PARTIES.filter((member) => member !== 'AU')) {
      expect((await change(party, 'agreements/RCEP/2026/approvals', { hash: profileHash(profile) })).status).toBe(200)
    }
    const agreement = { code: 'RCEP', version: '2026' }
    gateways.ledger.pass(4)

    expect(await issueOn('2026-06-02')).toBe('done')
    expect(await issueOn('2026-06-03')).toBe('done')
    expect(await issueOn('2026-06-04')).toBe('PROFILE_NOT_IN_FORCE')
    expect(await issueOn('2026-06-04', { agreement })).toBe('done')
  })
})

describe('a number that nobody registered', () => {
  it('is NOT_VALID only once its member has declared that it registers everything', async () => {
    const signer = await openAuthoritySigner(gateways.config('AU').authorities[0]!)
    const dataset = datasetOf('2026-05-20', { validUntil: '2027-05-19' }) as unknown as Dataset
    const id = await gateways.idFor({ ...dataset })
    const { text: document } = await signer.seal({ dataset, id }, new Date('2026-05-20T00:00:00Z'))
    const check = (): Promise<Answer> => gateways.call('KR', 'POST', '/api/v1/checks', { body: { document } })
    const declaration = {
      ...{ functions: ['issuing', 'importing'], keyAgreement: gateways.agreements.get('AU'), capabilities: [] },
      ...{ registersEverythingSince: '2026-01-01', inForce: { from: '2020-01-01', until: null } },
    }

    const before = await check()
    expect((await change('AU', 'members', declaration)).status).toBe(201)
    const after = await check()

    expect([before.body.verdict, after.body.verdict]).toEqual(['CANNOT_DETERMINE', 'NOT_VALID'])
    expect(JSON.stringify(after.body)).toContain('NOT_REGISTERED_BY_WHO_REGISTERS_ALL')
  })
})

describe('how a member takes certificates of an agreement', () => {
  it.each([
    ['electronic', 'EXCHANGE_ELECTRONIC', 'VALID'],
    ['paper-also', 'PAPER_ALSO', 'VALID'],
    ['paper-only', 'PAPER_ONLY', 'CANNOT_DETERMINE'],
  ])('is said by every check of one that imports there: %s', async (mode, code, verdict) => {
    const capabilities = [{ agreement: 'RCEP', direction: 'import', mode }]
    const said = { functions: ['importing'], keyAgreement: gateways.agreements.get('KR'), capabilities }
    const more = { registersEverythingSince: null, inForce: { from: '2020-01-01', until: null } }
    expect((await change('KR', 'members', { ...said, ...more })).status).toBe(201)
    const body = { dataset: datasetOf('2026-06-01') }
    const issued = await gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body })

    const { document, block } = issued.body
    const path = `/api/v1/checks?atLeastBlock=${String(block)}`
    const checked = await gateways.call('KR', 'POST', path, { body: { document } })

    expect(checked.body.verdict).toBe(verdict)
    expect(JSON.stringify(checked.body)).toContain(code)
  })
})

describe('an approved exporter', () => {
  it('declares only what its authorisation covers, and nothing more from its withdrawal on', async () => {
    const declared = { approvedExporterCode: 'AE-1' }
    const authorisation = { code: 'AE-1', authority: 'AU-CHAMBER', agreements: ['RCEP'], chapters: ['51'] }
    const term = { from: '2026-01-01', until: '2026-12-31' }

    expect(await issueOn('2026-06-01', declared)).toBe('EXPORTER_UNKNOWN')
    expect((await change('AU', 'exporters', { ...authorisation, ...term })).status).toBe(201)
    expect(await issueOn('2026-06-01', declared)).toBe('done')
    expect((await change('AU', 'exporters/AU/AE-1/withdrawal', {})).status).toBe(200)
    expect(await issueOn('2026-06-01', declared)).toBe('EXPORTER_NOT_AUTHORIZED')
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { CustomsDesk } from '../declarations/testing/customs-desk'
import { DeskApplication } from '../declarations/testing/desk-application'
import { aDataset } from '../testing/a-dataset'
import { TestGateways } from '../testing/test-gateway'
import { RateLimit } from './rate-limit'
import { StatusController } from './status.controller'
import { StatusService } from './status.service'
import { StatusStore } from './status-store'

const BURST = 12

let gateways: TestGateways
let seoul: CustomsDesk
let jakarta: CustomsDesk
let folder: string
let links: StatusStore
let application: DeskApplication
let now = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eco-status-'))
  gateways = await TestGateways.start('AU')
  seoul = await CustomsDesk.open(gateways, 'KR')
  jakarta = await CustomsDesk.open(gateways, 'ID')
  links = new StatusStore(join(folder, 'status.sqlite'))
  const limit = new RateLimit({ burst: BURST, perSecond: 1 }, () => now)
  const service = new StatusService({ ...seoul.parts, statusLinks: links }, limit)
  application = await DeskApplication.open(
    seoul.parts,
    [StatusController],
    [{ provide: StatusService, useValue: service }],
  )
})

afterAll(async () => {
  await application.close()
  await seoul.close()
  await jakarta.close()
  await gateways.close()
  links.close()
  await rm(folder, { recursive: true })
})

let serial = 0

async function issued(): Promise<{ id: string; block: number }> {
  const dataset = aDataset({ certificateNumber: `AU-2026-3${String(++serial).padStart(5, '0')}` })
  const { body } = await gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body: { dataset } })
  await seoul.holds(Number(body.block))
  return { id: (body.certificate as { id: string }).id, block: Number(body.block) }
}

async function cancelled(id: string): Promise<void> {
  const body = { reason: 'issued-in-error' }
  const answer = await gateways.call('AU', 'POST', `/api/v1/certificates/${id}/cancellation`, { as: 'issuer', body })
  await seoul.holds(Number(answer.body.block))
}

/** The path of a certificate's public link, made by customs. */
async function linkOf(id: string): Promise<string> {
  const { body } = await application.call('POST', `/api/v1/certificates/${id}/status-link`, { as: 'customs' })
  return String(body.path)
}

describe('a status link', () => {
  it('shows without a token how a certificate stands, as it changes, and nothing of what it says', async () => {
    now += 60_000
    const { id } = await issued()
    const path = await linkOf(id)

    const before = await application.call('GET', path)
    await cancelled(id)
    const after = await application.call('GET', path)

    expect(before).toMatchObject({
      status: 200,
      body: {
        document: 'issued',
        expired: false,
        delivery: 'registered',
        items: [
          { seq: 1, use: 'unused' },
          { seq: 2, use: 'unused' },
        ],
        issueDate: '2026-06-01',
        validUntil: '2027-05-31',
      },
    })
    expect(after.body).toMatchObject({ document: 'cancelled' })
    for (const secret of [id, 'Southern Wool', '510111', '1200', 'RCEP', 'KR', 'CHAMBER', 'AU-2026']) {
      expect(before.text).not.toContain(secret)
    }
  })

  it('is the same every time, and leads nowhere once it is withdrawn', async () => {
    now += 60_000
    const { id } = await issued()
    const path = await linkOf(id)

    const again = await linkOf(id)
    const withdrawn = await application.call('DELETE', `/api/v1/certificates/${id}/status-link`, { as: 'issuer' })
    const gone = await application.call('GET', path)

    expect(again).toBe(path)
    expect(withdrawn.status).toBe(204)
    expect(gone).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  })

  it('is made for customs and issuers only, and only of a certificate that is registered', async () => {
    const { id } = await issued()
    const link = `/api/v1/certificates/${id}/status-link`
    const unknown = `/api/v1/certificates/${'0'.repeat(64)}/status-link`

    expect(await application.call('POST', link)).toMatchObject({ status: 401 })
    expect(await application.call('POST', link, { as: 'auditor' })).toMatchObject({ status: 403 })
    expect(await application.call('POST', unknown, { as: 'customs' })).toMatchObject({ status: 404 })
  })

  it('is not made by a member that neither issued nor imports the certificate', async () => {
    const { id, block } = await issued()
    await jakarta.holds(block)
    const service = new StatusService({ ...jakarta.parts, statusLinks: links })

    expect(() => service.linkOf(id as never)).toThrow('CALLER_NOT_PARTY')
  })

  it.each(['AAAAAAAAAAAAAAAAAAAAAA', 'short', '%2e%2e%2f', 'x'.repeat(90)])(
    'is not found for the reference %j',
    async (reference) => {
      now += 60_000
      const answer = await application.call('GET', `/api/v1/status/${reference}`)

      expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
    },
  )

  it('is not answered to whoever asks too often, until some time has passed', async () => {
    now += 3_600_000
    const path = await linkOf((await issued()).id)
    const statuses: number[] = []
    for (let asked = 0; asked < BURST; asked++) statuses.push((await application.call('GET', path)).status)

    const refused = await application.call('GET', path)
    now += 1000
    const later = await application.call('GET', path)

    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(later.status).toBe(200)
  })
})

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CertificateId } from '@eco/domain'
import { aCommand, CustomsDesk } from '../declarations/testing/customs-desk'
import { DeskApplication } from '../declarations/testing/desk-application'
import { Freshness } from '../read-model/freshness'
import { aDataset } from '../testing/a-dataset'
import { TestGateways } from '../testing/test-gateway'
import { StatisticsController } from './statistics.controller'
import { StatisticsService } from './statistics.service'

let gateways: TestGateways
let seoul: CustomsDesk
let application: DeskApplication
let block = 0

beforeAll(async () => {
  gateways = await TestGateways.start('AU', 'KR')
  seoul = await CustomsDesk.open(gateways, 'KR')
  const first = await issued('AU', { certificateNumber: 'AU-2026-400001' })
  const second = await issued('AU', { certificateNumber: 'AU-2026-400002' })
  await issued('AU', {
    certificateNumber: 'AU-2026-400003',
    importCountry: 'CN',
    agreement: { code: 'RCEP', version: '2022' },
  })
  await cancelled(first)
  await seoul.holds(block)
  const declaration = { reference: 'A', date: '2026-06-01' }
  const item = { seq: 1, quantity: { value: '200.5', unit: 'KGM' } }
  await seoul.uses.take(aCommand(), 'use', second.id, { declaration, items: [item], document: second.document })
  const refusal = { declaration, items: [{ seq: 1 }, { seq: 2 }], reason: 'goods-differ' } as const
  block = (await seoul.uses.refuse(aCommand(), second.id, refusal)).block!
  const service = new StatisticsService(seoul.parts)
  application = await DeskApplication.open(
    seoul.parts,
    [StatisticsController],
    [
      { provide: StatisticsService, useValue: service },
      { provide: Freshness, useValue: seoul.parts.freshness },
    ],
  )
})

afterAll(async () => {
  await application.close()
  await seoul.close()
  await gateways.close()
})

async function issued(
  member: 'AU',
  changes: Readonly<Record<string, unknown>>,
): Promise<{ readonly id: CertificateId; readonly document: string }> {
  const body = { dataset: aDataset(changes) }
  const answer = await gateways.call(member, 'POST', '/api/v1/certificates', { as: 'issuer', body })
  expect(answer.status).toBe(201)
  block = Number(answer.body.block)
  return { id: (answer.body.certificate as { id: CertificateId }).id, document: String(answer.body.document) }
}

async function cancelled({ id }: { readonly id: string }): Promise<void> {
  const body = { reason: 'issued-in-error' }
  const answer = await gateways.call('AU', 'POST', `/api/v1/certificates/${id}/cancellation`, { as: 'issuer', body })
  block = Number(answer.body.block)
}

interface Row {
  readonly key: string
  readonly figures: { readonly certificates: number }
}

function rows(by: unknown, dimension: string): (readonly [string, number])[] {
  return (by as Record<string, Row[]>)[dimension]!.map(({ key, figures }) => [key, figures.certificates])
}

describe('statistics', () => {
  it('count certificates by pair, agreement, month, status and reason of refusal', async () => {
    const { status, body } = await application.call('GET', '/api/v1/statistics', { as: 'auditor' })

    expect(status).toBe(200)
    expect(body.asOf).toMatchObject({ block })
    expect(body.total).toMatchObject({
      certificates: 3,
      document: { issued: 2, cancelled: 1, replaced: 0, annulled: 0 },
      use: { unused: 2, refused: 1 },
      refusals: [{ reason: 'goods-differ', count: 2 }],
      times: { issueToUse: { count: 1 }, issueToDelivery: { count: 0, medianMs: null } },
    })
    expect(rows(body.by, 'pair')).toEqual([
      ['AU-CN', 1],
      ['AU-KR', 2],
    ])
    expect(rows(body.by, 'agreement')).toEqual([['RCEP', 3]])
    expect(rows(body.by, 'status')).toEqual([
      ['cancelled', 1],
      ['issued', 2],
    ])
  })

  it('tell nothing of what a certificate says', async () => {
    const { text } = await application.call('GET', '/api/v1/statistics', { as: 'auditor' })

    for (const secret of ['AU-2026', 'Southern Wool', '510111', 'CHAMBER', '1200']) expect(text).not.toContain(secret)
  })

  it.each([
    ['importer=CN', 1],
    ['issuer=AU&importer=KR', 2],
    ['issuer=KR', 0],
    ['agreement=RCEP', 3],
    ['agreement=ChAFTA', 0],
    ['to=2020-01', 0],
    ['from=2020-01', 3],
  ])('are narrowed by %s', async (query, count) => {
    const { body } = await application.call('GET', `/api/v1/statistics?${query}`, { as: 'customs' })

    expect(body.total).toMatchObject({ certificates: count })
  })

  it('come as a table on request', async () => {
    const { headers, text } = await application.call('GET', '/api/v1/statistics?format=csv', { as: 'customs' })

    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(text.split('\r\n')).toEqual(expect.arrayContaining(['total,,certificates,,3', 'pair,AU-KR,certificates,,2']))
  })

  it('see what has changed since they were last counted', async () => {
    const id = await issued('AU', { certificateNumber: 'AU-2026-400004' })
    const before = await application.call('GET', `/api/v1/statistics?atLeastBlock=${block}`, { as: 'customs' })

    await cancelled(id)
    const after = await application.call('GET', `/api/v1/statistics?atLeastBlock=${block}`, { as: 'customs' })

    expect(before.body.total).toMatchObject({ certificates: 4, document: { cancelled: 1 } })
    expect(after.body.total).toMatchObject({ certificates: 4, document: { cancelled: 2 } })
  })

  it('are for whoever has a token, and refuse a month that is none', async () => {
    expect(await application.call('GET', '/api/v1/statistics')).toMatchObject({ status: 401 })
    expect(await application.call('GET', '/api/v1/statistics?from=2026-13', { as: 'auditor' })).toMatchObject({
      status: 422,
      body: { code: 'INVALID_REQUEST' },
    })
  })
})

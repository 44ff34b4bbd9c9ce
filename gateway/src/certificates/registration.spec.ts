import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aDataset } from '../testing/a-dataset'
import { TestGateways } from '../testing/test-gateway'
import type { Answer } from '../testing/test-gateway'

let gateways: TestGateways
let serial = 0

beforeAll(async () => {
  gateways = await TestGateways.start('AU', 'KR')
})

afterAll(async () => {
  await gateways.close()
})

function sign(dataset: unknown = newDataset(), key?: string): Promise<Answer> {
  const headers = { prefer: 'respond-async', ...(key !== undefined && { 'idempotency-key': key }) }
  return gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body: { dataset }, headers })
}

function newDataset(): unknown {
  return aDataset({ certificateNumber: `AU-ASYNC-${++serial}` })
}

function registrationOf(id: unknown): Promise<Answer> {
  return gateways.call('AU', 'GET', `/api/v1/certificates/${String(id)}/registration`)
}

/** Asks until the registration is no longer pending. */
async function settled(id: unknown): Promise<Record<string, unknown>> {
  for (;;) {
    const { body } = await registrationOf(id)
    if (body.state !== 'pending') return body
  }
}

describe('an officer who does not wait for the register', () => {
  it('has the signed document at once, and the registration follows', async () => {
    const answer = await sign()

    expect(answer).toMatchObject({
      status: 202,
      body: { document: expect.any(String), documentHash: expect.any(String) },
    })
    expect(answer.headers.get('preference-applied')).toBe('respond-async')
    expect(answer.headers.get('location')).toBe(`/api/v1/certificates/${String(answer.body.id)}/registration`)
    expect(await settled(answer.body.id)).toEqual({ state: 'registered' })
  })

  it('issues while the register is away; it is shown as pending, and registered once the register is back', async () => {
    gateways.ledger.reachable = false
    const answer = await sign()
    const pending = await registrationOf(answer.body.id)
    gateways.ledger.reachable = true

    expect([answer.status, pending.body.state]).toEqual([202, 'pending'])
    expect(await settled(answer.body.id)).toEqual({ state: 'registered' })
  })

  it('loses nothing when the gateway ends meanwhile', async () => {
    gateways.ledger.reachable = false
    const { body } = await sign()
    await gateways.gateway('AU').close()
    gateways.ledger.reachable = true
    await gateways.open('AU')

    expect(await settled(body.id)).toEqual({ state: 'registered' })
  })

  it('is not registered twice when the ledger had taken it without saying so', async () => {
    gateways.ledger.nextWrite = 'committed-unknown'
    const { body } = await sign()

    expect(await settled(body.id)).toEqual({ state: 'registered' })
    const history = await gateways.call('AU', 'GET', `/api/v1/certificates/${String(body.id)}/history`)
    expect(history.body.changes).toHaveLength(1)
  })

  it('is not asked why, when the register was away for days: the registration says so itself', async () => {
    gateways.ledger.reachable = false
    const { body } = await sign()
    gateways.ledger.pass(5)
    gateways.ledger.reachable = true

    expect(await settled(body.id)).toEqual({ state: 'registered' })
    gateways.ledger.pass(-5)
    const { certificate } = (await gateways.call('AU', 'GET', `/api/v1/certificates/${String(body.id)}`)).body
    expect(certificate).toMatchObject({ registration: { late: 'register-unavailable' } })
  })

  it('is refused at once what is late already and gives no reason, and may sign it with one', async () => {
    const dataset = aDataset({
      certificateNumber: 'AU-LATE',
      issueDateTime: '2026-05-20T10:00:00+10:00',
      validUntil: '2027-05-19',
    })
    const body = { dataset, late: 'paper-fallback' }
    const headers = { prefer: 'respond-async' }

    expect(await sign(dataset)).toMatchObject({ status: 422, body: { code: 'LATE_REASON_MISSING' } })
    const signed = await gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body, headers })
    expect(await settled(signed.body.id)).toEqual({ state: 'registered' })
  })

  it('gets the same document for a repeat of the request', async () => {
    const dataset = newDataset()
    const first = await sign(dataset, 'async-repeat')
    const second = await sign(dataset, 'async-repeat')

    expect(second.body.document).toBe(first.body.document)
  })

  it('is shown the refusal when the register says no', async () => {
    const dataset = newDataset()
    await gateways.call('AU', 'POST', '/api/v1/certificates', { as: 'issuer', body: { dataset } })
    const again = await sign(dataset)

    const refused = { state: 'refused', problem: 'CERTIFICATE_ALREADY_ISSUED' }
    expect(await settled(again.body.id)).toMatchObject(refused)
  })

  it('finds nothing under an id that was not signed here', async () => {
    expect((await registrationOf('0'.repeat(64))).status).toBe(404)
  })
})

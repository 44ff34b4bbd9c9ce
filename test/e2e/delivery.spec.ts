import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { deliveredEntry, DOCUMENT_PURPOSE, pairCollection, parseEnvelope } from '@eco/domain'
import type { CertificateId } from '@eco/domain'
import { onceDelivered } from '../support/apart-from-delivery'
import { aDataset } from '../support/dataset'
import { textOf } from '../support/ledger-client'
import { memberClient, sendPrivately, submitAs } from '../support/private-exchange'
import { registerWithoutDocument } from '../support/registered-only'
import { eventually } from '../support/settled'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const SIDES = [
  ['AU', 'issuer'],
  ['KR', 'customs'],
] as const
const ISSUER = { code: 'AU', role: 'issuer', other: 'KR' } as const

describe('the way of a document on the channel', () => {
  let network: TestNetwork

  beforeAll(async () => {
    network = await startTestNetwork()
  }, 60_000)

  afterAll(() => network.close(), 30_000)

  async function issued(): Promise<{ id: CertificateId; document: string }> {
    const { body } = await (await network.as('AU', 'issuer')).issue(aDataset().from('AU').to('KR').build())
    return { id: body.certificate.id, document: body.document }
  }

  /** Registered past every gateway, which therefore has nothing to deliver. */
  async function registeredOnly(): Promise<{ id: CertificateId; document: string }> {
    const { document } = await issued()
    const { id } = await registerWithoutDocument(network, document)
    return { id, document }
  }

  async function acknowledged(id: CertificateId): Promise<void> {
    for (const [code, role] of SIDES) {
      await onceDelivered(await network.as(code, role), id)
    }
  }

  async function read(code: 'AU' | 'KR' | 'CN', id: CertificateId): Promise<string> {
    using reader = await memberClient(network, code, 'customs')
    const answer = await reader.contract.evaluateTransaction('readDocument', id).catch(textOf)
    return typeof answer === 'string' ? answer : parseEnvelope(Buffer.from(answer).toString()).content
  }

  it('goes by itself from the issuing to the importing member, which acknowledges it, and to nobody else', async () => {
    const { id, document } = await issued()

    await acknowledged(id)

    for (const [code, role] of SIDES) {
      const { body } = await (await network.as(code, role)).get(`/api/v1/certificates/${id}/document`)
      expect(body).toMatchObject({ document })
    }
    expect(await read('KR', id)).toBe(document)
    expect(await read('CN', id)).toContain('CALLER_NOT_PARTY')
    const foreign = await (await network.as('CN', 'customs')).get(`/api/v1/certificates/${id}/document`)
    expect(foreign.status).not.toBe(200)
    expect(JSON.stringify(foreign.body)).not.toContain(document.slice(0, 100))
  })

  it('is not marked as delivered before the collection of the two members holds it', async () => {
    const { id, document } = await registeredOnly()

    const early = await submitAs(network, 'AU', 'issuer', 'markDelivered', [deliveredEntry(id)])
    const sent = await sendPrivately(network, ISSUER, 'deliver', { id, purpose: DOCUMENT_PURPOSE, content: document })
    const marked = await submitAs(network, 'AU', 'issuer', 'markDelivered', [deliveredEntry(id)])

    expect(early).toMatchObject([{ code: 'NOT_DELIVERED' }])
    expect([sent, marked]).toEqual([['done'], ['done']])
  })

  it('is refused to members that try to write into a collection of others', async () => {
    const { id, document } = await registeredOnly()
    const content = { id, purpose: DOCUMENT_PURPOSE, content: document }

    const byThird = await sendPrivately(network, { code: 'CN', role: 'issuer', other: 'KR' }, 'deliver', content)

    expect(byThird).toMatchObject([{ code: 'CALLER_NOT_PARTY' }])
    expect(pairCollection('CN', 'KR')).not.toBe(pairCollection('AU', 'KR'))
    expect(await read('KR', id)).toContain('NOT_DELIVERED')
  })

  it('ends with a purge at both peers, on the word of both members and of three endorsers', async () => {
    const { id, document } = await issued()
    await acknowledged(id)
    const asked = { certificate: id, ground: 'agreed' }
    const purge = { certificate: id, purposes: [DOCUMENT_PURPOSE] }

    expect(await submitAs(network, 'KR', 'member-admin', 'requestPurge', [asked])).toEqual(['done'])
    expect(await submitAs(network, 'KR', 'member-admin', 'purge', [purge])).toMatchObject([
      { code: 'PURGE_NOT_AGREED' },
    ])
    expect(await read('AU', id)).toBe(document)
    expect(await submitAs(network, 'AU', 'member-admin', 'requestPurge', [asked])).toEqual(['done'])
    expect(await submitAs(network, 'KR', 'member-admin', 'purge', [purge])).toEqual(['done'])

    for (const code of ['AU', 'KR'] as const) expect(await read(code, id)).toContain('NOT_DELIVERED')
    const again = await sendPrivately(network, ISSUER, 'deliver', { id, purpose: DOCUMENT_PURPOSE, content: document })
    expect(again).toMatchObject([{ code: 'PURGED' }])
    for (const [code, role] of SIDES) {
      const client = await network.as(code, role)
      await eventually(async () => {
        const { status } = await client.get(`/api/v1/certificates/${id}/document`)
        return status !== 200 || undefined
      }, `the gateway of ${code} has purged its own files`)
    }
  })
})

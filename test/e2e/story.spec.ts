import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { checksOf, MEMBERS, OBSERVER, readReceipt } from '@eco/domain'
import { nodeCryptography, publicJwkOfCertificate } from '@eco/signatures'
import { documentWith } from '../support/document'
import { changesByPeople } from '../support/apart-from-delivery'
import { aDataset } from '../support/dataset'
import type { Checked, Client, Issued, Problem } from '../support/client'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

describe('the life of one certificate', () => {
  let network: TestNetwork
  let issuer: Client
  let customs: Client

  beforeAll(async () => {
    network = await startTestNetwork()
    issuer = await network.as('AU', 'issuer')
    customs = await network.as('KR', 'customs')
  }, 60_000)

  afterAll(() => network.close(), 30_000)

  it('is VALID in Korea as soon as Australia has issued it', async () => {
    const issued = await issuer.issue(aDataset().from('AU').to('KR').build())

    const checked = await customs.check(issued.body.document, issued.body.block)

    expect(issued.status).toBe(201)
    expect(issued.headers.get('location')).toBe(`/api/v1/certificates/${issued.body.certificate.id}`)
    expect(checked.body.verdict).toBe('VALID')
  })

  it('is checked against a receipt: what was asked and answered, signed by Korean customs', async () => {
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())

    const { body: checked } = await customs.check(body.document, body.block)

    const { payload, certificateChain, signingInput, signature } = readReceipt(checked.receipt ?? '')
    const key = publicJwkOfCertificate(certificateChain[0] ?? '')!
    expect(payload).toMatchObject({
      organisation: 'KR',
      role: 'customs',
      inputHash: createHash('sha256').update(body.document).digest('base64url'),
      documentHash: body.documentHash,
      verdict: 'VALID',
      checks: checksOf(checked),
      asOf: { block: checked.asOf.block },
    })
    expect(await nodeCryptography().verify(key, signingInput, signature)).toBe(true)
    expect(await nodeCryptography().verify(key, signingInput.slice(1), signature)).toBe(false)
  })

  it('is NOT_VALID once a quantity is altered, and says that the text is not what was signed', async () => {
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    const altered = documentWith(body.document, (dataset) => {
      dataset.items[0]!.quantity.value = '99999'
    })

    const checked = await customs.check(altered, body.block)

    expect(checked.body.verdict).toBe('NOT_VALID')
    expect(codesOf(checked.body)).toEqual(expect.arrayContaining(['SIGNATURE_INVALID', 'HASH_DIFFERENT']))
    expect(codesOf(checked.body)).not.toContain('CANCELLED')
  })

  it('cannot be cancelled by Indonesia', async () => {
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())

    const refused = await (await network.as('ID', 'issuer')).cancel<Problem>(body.certificate.id)

    expect(refused).toMatchObject({ status: 403, body: { code: 'CALLER_NOT_ISSUING_MEMBER' } })
    expect((await customs.check(body.document, body.block)).body.verdict).toBe('VALID')
  })

  it('is NOT_VALID after Australia cancelled it: genuine, cancelled, when and in which block', async () => {
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    const cancelled = await issuer.cancel(body.certificate.id, 'goods-not-exported')

    const checked = await customs.check(body.document, cancelled.body.block)

    expect(cancelled.status).toBe(200)
    expect(checked.body).toMatchObject({
      verdict: 'NOT_VALID',
      findings: { authenticity: { result: 'pass' }, status: { result: 'fail' } },
      changedInBlock: cancelled.body.block,
      certificate: {
        lastChange: { transition: 'cancel', changedAt: cancelled.body.certificate.lastChange.changedAt },
      },
    })
    expect(codesOf(checked.body)).toContain('CANCELLED')
  })

  it('is NOT_VALID when it has run out, which looks like neither a forgery nor a cancellation', async () => {
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').expired().build())

    const checked = await customs.check(body.document, body.block)

    expect(checked.body).toMatchObject({ verdict: 'NOT_VALID', findings: { authenticity: { result: 'pass' } } })
    expect(codesOf(checked.body).filter((code) => /EXPIRED|CANCELLED|INVALID/.test(code))).toEqual(['EXPIRED'])
  })

  it('can be checked by its number and hash alone, but then nobody vouches for the signature', async () => {
    const dataset = aDataset().from('AU').to('KR').build()
    const { body } = await issuer.issue(dataset)

    const checked = await customs.post<Checked>(`/api/v1/checks?atLeastBlock=${body.block}`, {
      issuer: 'AU',
      authority: 'AU-DEV-1',
      number: dataset.certificateNumber,
      documentHash: body.documentHash,
    })

    expect(checked.body).toMatchObject({ verdict: 'CANNOT_DETERMINE', findings: { status: { result: 'pass' } } })
  })

  it('cannot be determined when nobody registered the number', async () => {
    const checked = await customs.post<Checked>('/api/v1/checks', {
      issuer: 'AU',
      authority: 'AU-DEV-1',
      number: 'NOBODY-KNOWS-THIS',
      documentHash: '0'.repeat(64),
    })

    expect(checked).toMatchObject({ status: 200, body: { verdict: 'CANNOT_DETERMINE' } })
  })

  it('reads the same at all nine gateways', async () => {
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    const { body: cancelled } = await issuer.cancel(body.certificate.id)
    const path = `/api/v1/certificates/${body.certificate.id}?atLeastBlock=${cancelled.block}`

    const seen = await Promise.all(
      [...MEMBERS, OBSERVER].map(async ({ code }) => (await network.as(code, 'auditor')).get<Issued>(path)),
    )

    expect(seen.map(({ body: { certificate } }) => certificate)).toEqual(seen.map(() => cancelled.certificate))
  })

  it('keeps its history, oldest first', async () => {
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    const { body: cancelled } = await issuer.cancel(body.certificate.id)

    const history = await customs.get<{ changes: Issued[] }>(
      `/api/v1/certificates/${body.certificate.id}/history?atLeastBlock=${cancelled.block}`,
    )

    expect(
      changesByPeople(history.body.changes).map(({ transactionId, certificate }) => [
        transactionId,
        certificate.states.document,
      ]),
    ).toEqual([
      [body.transactionId, 'issued'],
      [cancelled.transactionId, 'cancelled'],
    ])
  })

  it('is found in a list by issuer, authority and number', async () => {
    const dataset = aDataset().from('AU').to('KR').build()
    const { body } = await issuer.issue(dataset)
    const query = `issuer=AU&authority=AU-DEV-1&number=${dataset.certificateNumber}&atLeastBlock=${body.block}`

    const list = await customs.get<{ certificates: Issued['certificate'][] }>(`/api/v1/certificates?${query}`)

    expect(list.body.certificates.map(({ id }) => id)).toEqual([body.certificate.id])
  })

  it('is written once however often the same request is repeated', async () => {
    const dataset = aDataset().from('AU').to('KR').build()
    const first = await issuer.issue(dataset, `repeat-${dataset.certificateNumber}`)
    const height = await network.block('AU')

    const second = await issuer.issue(dataset, `repeat-${dataset.certificateNumber}`)

    expect(second.body).toEqual(first.body)
    expect(await network.block('AU')).toBe(height)
  })
})

function codesOf({ findings: { authenticity, status, formalCompliance } }: Checked): string[] {
  return [authenticity, status, formalCompliance].flatMap(({ checks }) => checks.map(({ code }) => code))
}

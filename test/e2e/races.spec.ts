import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CancellationReason } from '@eco/domain'
import { apartFromDelivery, changesByPeople } from '../support/apart-from-delivery'
import { aDataset } from '../support/dataset'
import type { Answer, Changed, Client, Issued, Problem } from '../support/client'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const REASONS = ['issued-in-error', 'data-incorrect'] as const satisfies readonly CancellationReason[]

describe('two writers of one certificate at the same moment', () => {
  let network: TestNetwork
  let issuer: Client

  beforeAll(async () => {
    // Long blocks: both writers are endorsed on the same state, so the second loses at validation, not at endorsement.
    network = await startTestNetwork({ cutting: { maxMessages: 500, maxBytes: 8 << 20, timeoutMs: 250 } })
    issuer = await network.as('AU', 'issuer')
  }, 60_000)

  afterAll(() => network.close(), 30_000)

  it.each([
    ['the first', [0, 1]],
    ['the second', [1, 0]],
  ] as const)('lets exactly one of two cancellations win when %s begins', async (_, [first, second]) => {
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    const { id } = body.certificate

    const answers = await Promise.all(
      [first, second].map((index) => issuer.cancel<Changed & Problem>(id, REASONS[index])),
    )

    const winner = onlyWinner(answers, 200)
    expect(loserOf(answers, 200)).toMatchObject({ status: 409, body: { code: 'TRANSITION_NOT_ALLOWED' } })
    const history = await issuer.get<{ changes: Changed[] }>(`/api/v1/certificates/${id}/history`)
    const changes = changesByPeople(history.body.changes)
    expect(changes.map(({ transactionId }) => transactionId)).toEqual([body.transactionId, winner.transactionId])
    expect(changes.at(-1)?.certificate.lastChange.reason).toBe(winner.certificate.lastChange.reason)
  })

  it.each([
    ['the first', ['1000', '2000']],
    ['the second', ['2000', '1000']],
  ] as const)('gives a number to exactly one of two certificates when %s begins', async (_, values) => {
    const dataset = aDataset().from('AU').to('KR').build()
    const drafts = values.map((value) => ({
      ...dataset,
      items: (dataset.items as readonly object[]).map((item) => ({ ...item, quantity: { value, unit: 'KGM' } })),
    }))

    const answers = await Promise.all(drafts.map((draft) => issuer.issue<Issued & Problem>(draft)))

    const winner = onlyWinner(answers, 201)
    expect(loserOf(answers, 201)).toMatchObject({ status: 409, body: { code: 'CERTIFICATE_ALREADY_ISSUED' } })
    const registered = await issuer.get<Issued>(`/api/v1/certificates/${winner.certificate.id}`)
    expect(registered.body.certificate.documentHash).toBe(winner.documentHash)
  })

  it('answers both copies of one request with the same outcome, written once', async () => {
    const dataset = aDataset().from('AU').to('KR').build()
    const requestId = `twice-${dataset.certificateNumber}`

    const [one, other] = await Promise.all([issuer.issue(dataset, requestId), issuer.issue(dataset, requestId)])

    expect([one.status, other.status]).toEqual([201, 201])
    expect(other.body).toMatchObject({ transactionId: one.body.transactionId, document: one.body.document })
    expect(apartFromDelivery(other.body.certificate)).toEqual(apartFromDelivery(one.body.certificate))
    const history = await issuer.get<{ changes: Changed[] }>(`/api/v1/certificates/${one.body.certificate.id}/history`)
    expect(changesByPeople(history.body.changes)).toHaveLength(1)
  })

  it('refuses a foreign cancellation also while the issuer cancels', async () => {
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    const foreigner = await network.as('ID', 'issuer')

    const [foreign, own] = await Promise.all([
      foreigner.cancel<Problem>(body.certificate.id),
      issuer.cancel(body.certificate.id),
    ])

    expect(foreign).toMatchObject({ status: 403, body: { code: 'CALLER_NOT_ISSUING_MEMBER' } })
    expect(own.status).toBe(200)
  })
})

function onlyWinner<T>(answers: readonly Answer<T>[], status: number): T {
  const winners = answers.filter((answer) => answer.status === status)
  expect(winners).toHaveLength(1)
  return winners[0]!.body
}

function loserOf<T>(answers: readonly Answer<T>[], status: number): Answer<T> | undefined {
  return answers.find((answer) => answer.status !== status)
}

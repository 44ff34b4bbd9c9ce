import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { MEMBERS, OBSERVER } from '@eco/domain'
import { PARTS } from '@eco/network'
import type { CertificateRecord } from '@eco/domain'
import { apartFromDelivery, changesByPeople } from '../support/apart-from-delivery'
import { aDataset } from '../support/dataset'
import type { Answer, Changed, Client, Issued, Problem } from '../support/client'
import { eventually } from '../support/settled'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const WRITES = 40

describe('a process that dies', () => {
  let network: TestNetwork
  let issuer: Client

  beforeAll(async () => {
    network = await startTestNetwork()
    issuer = await network.as('AU', 'issuer')
  }, 60_000)

  afterAll(() => network.close(), 30_000)

  it('leaves reading possible when it is the contract; writing says that nothing was written, and works again after a restart', async () => {
    const { body: before } = await issuer.issue(aDataset().from('AU').to('KR').build())
    await network.kill('chaincode')

    const dataset = aDataset().from('AU').to('KR').build()
    const refused = await issuer.issue<Problem>(dataset, 'while-down')
    const read = await issuer.get<Issued>(`/api/v1/certificates/${before.certificate.id}`)
    await network.restart('chaincode')
    const repeated = await eventually(async () => {
      const answer = await issuer.issue(dataset, 'while-down')
      return answer.status === 503 ? undefined : answer
    }, 'the contract answers again')

    expect(refused).toMatchObject({ status: 503, body: { code: 'REGISTER_UNAVAILABLE' } })
    expect(apartFromDelivery(read.body.certificate)).toEqual(apartFromDelivery(before.certificate))
    expect(repeated.status).toBe(201)
    expect(await changesOf(issuer, repeated.body.certificate.id)).toHaveLength(1)
  }, 60_000)

  it.each(['chaincode', 'channel', 'gateways'] as const)(
    'leaves every write committed or not, never both, nothing half, when it is the %s in the middle of writing',
    async (program) => {
      const drafts = Array.from({ length: WRITES }, () => aDataset().from('AU').to('KR').build())
      const requestIds = drafts.map(({ certificateNumber }) => `killed-${certificateNumber}`)
      const start = await network.block('AU')
      const answers = drafts.map((draft, index) =>
        // A connection that breaks is an answer too: nothing is known.
        issuer.issue<Issued & Problem>(draft, requestIds[index]).catch(() => undefined),
      )
      await Promise.race([
        Promise.any(answers.map(succeeded)),
        eventually(async () => ((await network.block('AU')) > start ? true : undefined), 'a first block'),
      ])
      await network.kill(program)
      await network.restart(program)
      const known = await Promise.all(answers)

      const repeated = await Promise.all(
        drafts.map((draft, index) =>
          eventually(
            async () => {
              const answer = await issuer.issue(draft, requestIds[index])
              return answer.status === 201 ? answer.body : undefined
            },
            'every request is answered in the end',
            40_000,
          ),
        ),
      )

      for (const [index, { certificate, document, documentHash, transactionId, block }] of repeated.entries()) {
        const acknowledged = known[index]?.status === 201 ? known[index].body : undefined
        if (acknowledged !== undefined) expect({ document, transactionId, block }).toEqual(placeOf(acknowledged))
        const changes = await changesOf(issuer, certificate.id)
        expect(changes.map((change) => change.transactionId)).toEqual([transactionId])
        expect(certificate.documentHash).toBe(documentHash)
      }
      await expectSameEverywhere(network, Math.max(...repeated.map(({ block }) => block)))
    },
    120_000,
  )

  it('loses nothing that was acknowledged when everything is stopped and started again', async () => {
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())

    for (const part of PARTS.toReversed()) await network.stop(part)
    await network.restart(...PARTS)

    const read = await issuer.get<Issued>(`/api/v1/certificates/${body.certificate.id}`)
    expect(apartFromDelivery(read.body.certificate)).toEqual(apartFromDelivery(body.certificate))
  }, 60_000)
})

async function succeeded(answer: Promise<Answer | undefined>): Promise<true> {
  if ((await answer)?.status === 201) return true
  throw new Error('not acknowledged')
}

async function changesOf(client: Client, id: string): Promise<readonly Changed[]> {
  const { body } = await client.get<{ changes: Changed[] }>(`/api/v1/certificates/${id}/history`)
  return changesByPeople(body.changes)
}

function placeOf({ document, transactionId, block }: Issued): object {
  return { document, transactionId, block }
}

async function expectSameEverywhere(network: TestNetwork, block: number): Promise<void> {
  const path = `/api/v1/certificates?limit=200&atLeastBlock=${block}`
  const lists = await Promise.all(
    [...MEMBERS, OBSERVER].map(async ({ code }) => {
      const client = await network.as(code, 'auditor')
      const read = async (): Promise<readonly unknown[] | undefined> => {
        const { status, body } = await client.get<{ certificates: CertificateRecord[] }>(path)
        return status === 200 ? body.certificates.map(apartFromDelivery) : undefined
      }
      return eventually(read, `the gateway of ${code} holds block ${block}`)
    }),
  )
  for (const list of lists) expect(list).toEqual(lists[0])
}

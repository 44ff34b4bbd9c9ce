import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { MEMBERS, OBSERVER, parseOutcomes } from '@eco/domain'
import type { OrganisationCode, Role } from '@eco/domain'
import { issueIdentity, readMaterial, writeIdentity } from '@eco/network'
import type { Credentials } from 'embedded-fabric'
import { createOrganization, issueClient } from 'embedded-fabric'
import { onceDelivered } from '../support/apart-from-delivery'
import { aDataset } from '../support/dataset'
import { Client } from '../support/client'
import type { Issued, Problem } from '../support/client'
import { LedgerClient, textOf } from '../support/ledger-client'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const HOUR_MS = 60 * 60 * 1000

describe('who may do what', () => {
  let network: TestNetwork
  let issuer: Client
  let issued: Issued
  let blocksBefore: number

  beforeAll(async () => {
    network = await startTestNetwork()
    issuer = await network.as('AU', 'issuer')
    const { body } = await issuer.issue(aDataset().from('AU').to('KR').build())
    issued = { ...body, certificate: await onceDelivered(issuer, body.certificate.id) }
  }, 60_000)

  afterAll(() => network.close(), 30_000)

  beforeEach(async () => {
    blocksBefore = await network.block('AU')
  })

  afterEach(async () => {
    expect(await network.block('AU')).toBe(blocksBefore)
  })

  describe('at a gateway', () => {
    it('answers nothing of the register without a token', async () => {
      const nobody = network.anonymous('AU')

      const answers = await Promise.all([
        nobody.get<Problem>('/api/v1/certificates'),
        nobody.get<Problem>(`/api/v1/certificates/${issued.certificate.id}`),
        nobody.issue<Problem>(aDataset().from('AU').to('KR').build()),
        nobody.cancel<Problem>(issued.certificate.id),
        nobody.check(issued.document),
      ])

      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
    })

    it('does not accept a token that was altered', async () => {
      const [header, payload = '', signature] = (await network.token('AU', 'auditor')).split('.')
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
      const forged = Buffer.from(JSON.stringify({ ...claims, role: 'issuer' })).toString('base64url')

      const refused = await new Client(issuer.url, [header, forged, signature].join('.')).get<Problem>(
        '/api/v1/certificates',
      )

      expect(refused).toMatchObject({ status: 401, body: { code: 'TOKEN_NOT_ACCEPTED' } })
    })

    it('does not accept a token of another member', async () => {
      const foreign = new Client(network.network.url('KR'), await network.token('AU', 'issuer'))

      const refused = await foreign.get<Problem>('/api/v1/certificates')

      expect(refused.status).toBe(401)
    })

    it.each<Role>(['customs', 'authority-admin', 'member-admin', 'auditor'])(
      'lets the role %s neither issue nor cancel',
      async (role) => {
        const user = await network.as('AU', role)

        const answers = [
          await user.issue<Problem>(aDataset().from('AU').to('KR').build()),
          await user.cancel<Problem>(issued.certificate.id),
        ]

        expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
          [403, 'ROLE_NOT_ALLOWED'],
          [403, 'ROLE_NOT_ALLOWED'],
        ])
      },
    )

    it('does not issue in the name of another member or authority', async () => {
      const ofAnotherMember = await issuer.issue<Problem>(aDataset().from('JP').to('KR').build())
      const ofAnotherAuthority = await issuer.issue<Problem>(
        aDataset()
          .from('AU')
          .to('KR')
          .with({ issuingAuthority: { id: 'AU-OTHER' } })
          .build(),
      )

      expect(ofAnotherMember).toMatchObject({ status: 403, body: { code: 'CALLER_NOT_ISSUING_MEMBER' } })
      expect(ofAnotherAuthority).toMatchObject({ status: 403, body: { code: 'CALLER_NOT_ISSUING_AUTHORITY' } })
    })

    it('lets the observer read and check', async () => {
      const observer = await network.as(OBSERVER.code, 'auditor')

      const read = await observer.get<Issued>(
        `/api/v1/certificates/${issued.certificate.id}?atLeastBlock=${issued.block}`,
      )
      const checked = await observer.check(issued.document)

      expect(read.body.certificate).toEqual(issued.certificate)
      expect(checked.body.verdict).toBe('VALID')
    })

    it.each<Role>(['auditor', 'issuer', 'customs'])('lets the observer write nothing, not even as %s', async (role) => {
      const observer = await network.as(OBSERVER.code, role)

      const answers = [
        await observer.issue<Problem>(aDataset().from('AU').to('KR').build()),
        await observer.cancel<Problem>(issued.certificate.id),
      ]

      for (const { status } of answers) expect([403, 503]).toContain(status)
    })
  })

  describe('past the gateways, straight at a peer', () => {
    const cancellation = (): [string, string] => [
      'past-the-gateway',
      JSON.stringify([{ certificate: issued.certificate.id, reason: 'other' }]),
    ]
    const own = async (code: OrganisationCode, role: Role): Promise<{ mspId: string; credentials: Credentials }> => {
      const organisation = network.network.organisation(code)
      const material = await readMaterial(network.network.layout, organisation)
      return { mspId: organisation.mspId, credentials: await issueIdentity(material, organisation, role) }
    }

    it('lets the observer evaluate but not submit', async () => {
      using client = await LedgerClient.connect(network, 'WCO', await own('WCO', 'auditor'))

      const record = Buffer.from(await client.contract.evaluateTransaction('get', issued.certificate.id)).toString()
      const refused = client.contract.submitTransaction('cancel', ...cancellation())

      expect(JSON.parse(record)).toEqual(issued.certificate)
      await expect(refused).rejects.toThrow()
    })

    it('does not know an organisation that is not a member', async () => {
      const stranger = await createOrganization({ mspId: 'USMSP' })
      const credentials = await issueClient(stranger, { name: 'issuer', attributes: { 'eco.role': 'issuer' } })
      using client = await LedgerClient.connect(network, 'AU', { mspId: 'USMSP', credentials })

      const refused = client.contract.evaluateTransaction('get', issued.certificate.id).catch(textOf)

      expect(await refused).toContain('access denied')
    })

    it('does not take a stranger for a member because it says so', async () => {
      const stranger = await createOrganization({ mspId: 'AUMSP' })
      const credentials = await issueClient(stranger, { name: 'issuer', attributes: { 'eco.role': 'issuer' } })
      using client = await LedgerClient.connect(network, 'AU', { mspId: 'AUMSP', credentials })

      const refused = client.contract.evaluateTransaction('get', issued.certificate.id).catch(textOf)

      expect(await refused).toContain('access denied')
    })

    it.each(MEMBERS.filter(({ code }) => code !== 'AU').map(({ code }) => code))(
      'refuses a cancellation by %s',
      async (code) => {
        using client = await LedgerClient.connect(network, code, await own(code, 'issuer'))

        const answer = await client.contract.evaluateTransaction('cancel', ...cancellation())

        const [outcome] = parseOutcomes(Buffer.from(answer).toString())
        expect(outcome).toMatchObject({ code: 'CALLER_NOT_ISSUING_MEMBER' })
      },
    )

    it('refuses a cancellation by the customs of the issuing member', async () => {
      using client = await LedgerClient.connect(network, 'AU', await own('AU', 'customs'))

      const refused = client.contract.submitTransaction('cancel', ...cancellation()).catch(textOf)

      expect(await refused).toContain('ROLE_NOT_ALLOWED')
    })
  })

  it('writes nothing with a client certificate that has expired, and says that nothing was written', async () => {
    const organisation = network.network.organisation('JP')
    const material = await readMaterial(network.network.layout, organisation)
    const expired = await issueIdentity(material, organisation, 'issuer', {
      notBefore: new Date(Date.now() - 2 * HOUR_MS),
      notAfter: new Date(Date.now() - HOUR_MS),
    })
    await writeIdentity(network.network.layout.identity('JP', 'issuer'), expired)
    await network.stop('gateways')
    await network.restart('gateways')

    const refused = await (await network.as('JP', 'issuer')).issue<Problem>(aDataset().from('JP').to('KR').build())

    expect(refused.status).toBeGreaterThanOrEqual(400)
    expect(refused.body.detail).toContain('Nothing was written')
    expect(refused.status).toBe(503)
  })
})

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { MEMBERS, printTake, REQUIRED_ENDORSEMENTS, shortId } from '@eco/domain'
import type { CertificateId, OrganisationCode } from '@eco/domain'
import { alterContracts, ALTERED_CONTRACTS } from '../support/altered-contracts'
import { audit } from '../support/audit'
import type { Audited } from '../support/audit'
import { COLLUDING, FORGED_HASH, forgeInTheNameOf, registerInTheNameOfAustralia } from '../support/collusion'
import type { Forgery } from '../support/collusion'
import { aDataset } from '../support/dataset'
import type { Checked, Issued } from '../support/client'
import { eventually } from '../support/settled'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const HONEST: readonly OrganisationCode[] = ['AU', 'CN', 'ID', 'JP', 'KR', 'WCO']

describe('f + 1 members that collude to write in the name of another one', () => {
  let network: TestNetwork
  let genuine: Issued
  let before: Audited
  let registered: Forgery & { readonly id: CertificateId }
  let used: Forgery

  beforeAll(async () => {
    network = await startTestNetwork()
    const issuer = await network.as('AU', 'issuer')
    genuine = (await issuer.issue(aDataset().from('AU').to('KR').build())).body
    before = await audit(network, 'JP')
    const restore = await alterContracts(network, COLLUDING, ALTERED_CONTRACTS.colluding)
    try {
      registered = await registerInTheNameOfAustralia(network, genuine.certificate)
      used = await forgeInTheNameOf(network, { member: 'KR', role: 'customs' }, 'use', [
        printTake({
          ...{ certificate: genuine.certificate.id, use: 'A'.repeat(22), declaration: 'D'.repeat(43), late: null },
          ...{ items: [{ seq: 1, amount: '1' }], date: genuine.certificate.issueDate },
        }),
      ])
    } finally {
      await restore()
    }
    await Promise.all(
      HONEST.map((code) => eventually(async () => (await network.block(code)) >= used.block || undefined, 'read')),
    )
  }, 240_000)

  afterAll(() => network.close(), 60_000)

  it('needs so many of them that every rule of endorsement is kept', () => {
    expect(COLLUDING).toHaveLength(REQUIRED_ENDORSEMENTS)
    expect(MEMBERS.length - COLLUDING.length + 1).toBe(HONEST.length)
  })

  it('is found by nobody before it happens', () => {
    expect(before).toMatchObject({ code: 0, report: { findings: [] } })
  })

  it.each(HONEST)(
    'is named by the audit of %s: transaction, certificate, who sent it and in whose name',
    async (code) => {
      const { code: exit, report, text } = await audit(network, code)

      expect(exit).toBe(1)
      expect(report.findings).toMatchObject([
        {
          rule: 'RULES_DIFFER',
          block: registered.block,
          transaction: {
            ...{ id: registered.transactionId, name: 'issue', certificates: [shortId(registered.id)] },
            ...{ submitter: { organisation: 'CH' }, inTheNameOf: ['AU'], endorsers: ['CHMSP', 'MGMSP', 'UYMSP'] },
          },
        },
        {
          rule: 'RULES_DIFFER',
          block: used.block,
          transaction: {
            ...{ id: used.transactionId, name: 'use', certificates: [shortId(genuine.certificate.id)] },
            ...{ submitter: { organisation: 'CH' }, inTheNameOf: ['KR'] },
          },
        },
      ])
      expect(text).toContain(`in the name of AU`)
      expect(text).toContain(shortId(registered.id))
    },
    60_000,
  )

  it.each(HONEST)(
    'is never called VALID by a check at %s, although document, hash and state are in order',
    async (code) => {
      const auditor = await network.as(code, 'auditor')

      const { body: ofUsed } = await auditor.check(genuine.document, used.block)
      const { body: ofForged } = await auditor.post<Checked>(`/api/v1/checks?atLeastBlock=${used.block}`, {
        ...{ issuer: 'AU', authority: genuine.certificate.authority, number: 'FORGED-1' },
        documentHash: FORGED_HASH,
      })

      expect([ofUsed.verdict, failing(ofUsed)]).toEqual(['NOT_VALID', ['CHANGE_NOT_ENTITLED']])
      expect([ofForged.verdict, failing(ofForged)]).toEqual(['NOT_VALID', ['CHANGE_NOT_ENTITLED']])
    },
  )

  it('is named by the certificate’s own record at every honest member', async () => {
    for (const code of HONEST) {
      const auditor = await network.as(code, 'auditor')
      const { body } = await auditor.get<{ notEntitled?: readonly unknown[] }>(`/api/v1/certificates/${registered.id}`)
      expect(body.notEntitled).toMatchObject([{ transactionId: registered.transactionId, submitter: 'CHMSP' }])
    }
  })

  it('leaves every other certificate as it was', async () => {
    const issuer = await network.as('AU', 'issuer')
    const { body: another } = await issuer.issue(aDataset().from('AU').to('KR').build())
    const { body } = await (await network.as('KR', 'customs')).check(another.document, another.block)

    expect(failing(body)).toEqual([])
    expect(body.findings.status.checks.map(({ code }) => code)).toContain('CHANGES_ENTITLED')
  })
})

function failing({ findings }: Checked): readonly string[] {
  return [findings.authenticity, findings.status, findings.formalCompliance]
    .flatMap(({ checks }) => checks)
    .filter(({ result }) => result === 'fail')
    .map(({ code }) => code)
}

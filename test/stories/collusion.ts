import { printTake } from '@eco/domain'
import type { OrganisationCode } from '@eco/domain'
import { alterContracts, ALTERED_CONTRACTS } from '../support/altered-contracts'
import { audit } from '../support/audit'
import { COLLUDING, forgeInTheNameOf, registerInTheNameOfAustralia } from '../support/collusion'
import { aDataset } from '../support/dataset'
import type { TestNetwork } from '../support/test-network'
import { brief, expectThat } from './telling'
import type { Telling } from './telling'

const HONEST: readonly OrganisationCode[] = ['JP', 'WCO']

/** Three of eight members run contracts of their own and write in the names of two others. */
export async function collusion(telling: Telling, network: TestNetwork): Promise<void> {
  telling.step('Australia issues a certificate to Korea.')
  const genuine = await telling.issue(['AU', 'issuer'], aDataset().from('AU').to('KR').build())

  telling.step(
    `${COLLUDING.join(', ')} agree to cheat: their peers run a contract that believes whoever they say has sent something.`,
  )
  telling.result('A change counts when three members endorse it, so that these three can write what they like.')
  const restore = await alterContracts(network, COLLUDING, ALTERED_CONTRACTS.colluding)
  try {
    await cheat(telling, network, genuine)
  } finally {
    await restore()
  }
}

async function cheat(
  telling: Telling,
  network: TestNetwork,
  {
    certificate,
    document,
  }: { readonly certificate: Parameters<typeof registerInTheNameOfAustralia>[1]; readonly document: string },
): Promise<void> {
  telling.step(
    'They register a certificate in the name of Australia, and use Australia’s genuine one in the name of Korea.',
  )
  const forged = await registerInTheNameOfAustralia(network, certificate)
  telling.result(`COUNTED, in block ${forged.block}: certificate ${brief(forged.id)}.`)
  const take = printTake({
    ...{ certificate: certificate.id, use: 'A'.repeat(22), declaration: 'D'.repeat(43), late: null },
    ...{ items: [{ seq: 1, amount: '1' }], date: certificate.issueDate },
  })
  const used = await forgeInTheNameOf(network, { member: 'KR', role: 'customs' }, 'use', [take])
  telling.result(`COUNTED, in block ${used.block}: a use that Korea never made.`)

  telling.step(
    'Every gateway has run both changes again by the rules, as whoever signed them. Japan checks the genuine certificate.',
  )
  await telling.check(['JP', 'customs'], document, used.block, 'NOT_VALID')

  for (const member of HONEST) {
    telling.step(`${member} audits the whole chain, asking nobody: npm run audit -- --member ${member}`)
    await telling.until([member, 'auditor'], used.block)
    const { report } = await audit(network, member)
    for (const { rule, block, transaction } of report.findings) {
      const { submitter, inTheNameOf = [], endorsers = [] } = transaction ?? {}
      telling.result(
        `${rule} in block ${block}: sent by ${submitter?.organisation ?? '?'} in the name of ${inTheNameOf.join(', ')}, endorsed by ${endorsers.join(', ')}`,
      )
    }
    expectThat(report.findings.length === 2, `two changes should be found: ${report.findings.length}`)
  }

  telling.end(
    'No rule of endorsement stops members that make up its majority. But what they wrote bears their own signatures, every\nmember holds the whole chain, and no check calls such a certificate VALID. Where a hub keeps the register, nobody could tell.',
  )
}

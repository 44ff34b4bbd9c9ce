import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { documentHash, parseCertificateId, printRegistration } from '@eco/domain'
import type { CertificateId, CertificateRecord, DocumentHash, MemberCode, Role } from '@eco/domain'
import { IN_THE_NAME_OF } from './altered-contracts'
import { memberClient } from './private-exchange'
import { eventually } from './settled'
import type { TestNetwork } from './test-network'

/** The members that collude: f + 1 of eight. */
export const COLLUDING: readonly MemberCode[] = ['CH', 'UY', 'MG']
/** Of a document that nobody has. */
export const FORGED_HASH: DocumentHash = documentHash('a forged document')

const PATIENCE_MS = 60_000

/** What the colluding members sent, and the block that holds it. */
export interface Forgery {
  readonly transactionId: string
  readonly block: number
}

/** In whose name something is sent. */
export interface Victim {
  readonly member: MemberCode
  readonly role: Role
}

/** Sends a transaction as Switzerland, in another member's name, endorsed by the colluding members alone. */
export async function forgeInTheNameOf(
  network: TestNetwork,
  { member, role }: Victim,
  name: string,
  entries: readonly unknown[],
): Promise<Forgery> {
  using attacker = await memberClient(network, 'CH', role)
  const certificate = await readFile(network.network.layout.identity(member, role).certificate, 'utf8')
  const claimed = JSON.stringify({ mspid: `${member}MSP`, certificate })
  return await eventually(
    async () => {
      const proposal = attacker.contract.newProposal(name, {
        arguments: [randomUUID(), JSON.stringify(entries)],
        transientData: { [IN_THE_NAME_OF]: claimed },
        endorsingOrganizations: COLLUDING.map((code) => `${code}MSP`),
      })
      // A peer takes a moment to find the contract that has taken the other one's place.
      const endorsed = await proposal.endorse().catch(() => undefined)
      if (endorsed === undefined) return undefined
      const answer = Buffer.from(endorsed.getResult()).toString()
      const status = await (await endorsed.submit()).getStatus()
      if (answer !== '{"outcomes":["done"]}' || !status.successful) throw new Error(`not forged: ${answer}`)
      return { transactionId: endorsed.getTransactionId(), block: Number(status.blockNumber) }
    },
    'the altered contracts endorse',
    PATIENCE_MS,
  )
}

/** Registers a certificate with the hash of no document in the name of Australia, like a genuine one of it. */
export async function registerInTheNameOfAustralia(
  network: TestNetwork,
  genuine: CertificateRecord,
): Promise<Forgery & { readonly id: CertificateId }> {
  const id = parseCertificateId(randomBytes(32).toString('hex'))
  const { agreement, agreementVersion, kind, importingMember, documentFormat, keyId } = genuine
  const entry = printRegistration({
    ...{ id, agreement, agreementVersion, kind, importingMember, documentFormat, keyId },
    ...{ documentHash: FORGED_HASH, issueDate: genuine.issueDate, validUntil: genuine.validUntil },
    ...{ items: genuine.items.map(({ seq, issued }) => ({ seq, issued, drawnFrom: null })), replaces: null },
  })
  return { id, ...(await forgeInTheNameOf(network, { member: 'AU', role: 'issuer' }, 'issue', [entry])) }
}

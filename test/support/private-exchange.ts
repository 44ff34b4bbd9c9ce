import { randomBytes, randomUUID } from 'node:crypto'
import { parseOutcomes, parsePurpose, printPrivateEntries, TRANSIENT_ENTRIES } from '@eco/domain'
import type { CertificateId, MemberCode, OrganisationCode, Outcome, Role } from '@eco/domain'
import { issueIdentity, readMaterial } from '@eco/network'
import { LedgerClient } from './ledger-client'
import type { TestNetwork } from './test-network'

/** A user of an organisation at its own peer, past every gateway. */
export async function memberClient(network: TestNetwork, code: OrganisationCode, role: Role): Promise<LedgerClient> {
  const organisation = network.network.organisation(code)
  const material = await readMaterial(network.network.layout, organisation)
  const credentials = await issueIdentity(material, organisation, role)
  return LedgerClient.connect(network, code, { mspId: organisation.mspId, credentials })
}

/** What is put into the collection of two members. */
export interface PrivateContent {
  readonly id: CertificateId
  readonly purpose: string
  readonly content: string
}

/** Sends one document or text through the collection with another member, endorsed by the own peer alone. */
export async function sendPrivately(
  network: TestNetwork,
  from: { readonly code: MemberCode; readonly role: Role; readonly other: MemberCode },
  name: 'deliver' | 'sendText',
  { id, purpose, content }: PrivateContent,
): Promise<readonly Outcome[]> {
  using sender = await memberClient(network, from.code, from.role)
  const salt = randomBytes(32).toString('base64url')
  const proposal = sender.contract.newProposal(name, {
    arguments: [randomUUID(), from.other],
    transientData: {
      [TRANSIENT_ENTRIES]: printPrivateEntries([{ id, purpose: parsePurpose(purpose), salt, content }]),
    },
    endorsingOrganizations: [`${from.code}MSP`],
  })
  const transaction = await proposal.endorse()
  const outcomes = parseOutcomes(Buffer.from(transaction.getResult()).toString())
  // Without a write into the collection the chaincode's own policy counts, which one endorser does not satisfy.
  if (!outcomes.includes('done')) return outcomes
  const commit = await transaction.submit()
  const { successful, code } = await commit.getStatus()
  if (!successful) throw new Error(`the transaction was found invalid: ${code}`)
  return outcomes
}

/** Submits a list as one member, and gives the outcomes. */
export async function submitAs(
  network: TestNetwork,
  code: MemberCode,
  role: Role,
  name: string,
  entries: readonly unknown[],
): Promise<readonly Outcome[]> {
  using client = await memberClient(network, code, role)
  const answer = await client.contract.submitTransaction(name, randomUUID(), JSON.stringify(entries))
  return parseOutcomes(Buffer.from(answer).toString())
}

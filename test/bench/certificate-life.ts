import { createPrivateKey, randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  acknowledgementEntry,
  civilDate,
  deliveredEntry,
  DOCUMENT_PURPOSE,
  identityOf,
  parseCertificateId,
  parseDataset,
  parseOutcomes,
  parsePurpose,
  printPrivateEntries,
  printRegistration,
  printTake,
  registrationOf,
  sealDocument,
  TRANSIENT_ENTRIES,
} from '@eco/domain'
import type { CertificateId, Registration } from '@eco/domain'
import { nodeCryptography, signerOf } from '@eco/signatures'
import { aDataset } from '../support/dataset'
import type { LedgerClient } from '../support/ledger-client'
import type { TestNetwork } from '../support/test-network'

/** What happens to every certificate, in this order: one transaction each. */
export const LIFE = ['issue', 'deliver', 'markDelivered', 'acknowledge', 'use', 'second use', 'acquit'] as const

/** One of the steps. */
export type LifeStep = (typeof LIFE)[number]

/** The two sides of the certificates, each at its own peer. */
export interface Sides {
  readonly issuer: LedgerClient
  readonly customs: LedgerClient
}

/** A certificate of one item with its document, before anything of it is registered. */
export interface Sealed {
  readonly registration: Registration
  readonly document: string
}

/** Seals so many certificates of one item from Australia to Korea under RCEP. */
export async function sealCertificates({ network }: TestNetwork, count: number): Promise<readonly Sealed[]> {
  const key = createPrivateKey(await readFile(network.layout.keys('AU').signingKey))
  return Promise.all(Array.from({ length: count }, () => sealCertificate(signerOf(key))))
}

async function sealCertificate(authority: ReturnType<typeof signerOf>): Promise<Sealed> {
  const draft = aDataset().from('AU').to('KR').build()
  const items = draft.items as readonly object[]
  const reading = parseDataset({ ...draft, items: items.slice(0, 1) })
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  const { dataset } = reading
  const { digest } = nodeCryptography()
  const sealedAt = Math.floor(Date.now() / 1000)
  const id = parseCertificateId(randomBytes(32).toString('hex'))
  const { text: document, salt } = await sealDocument({ dataset, id, sealedAt, authority, digest, random: randomBytes })
  const registration = registrationOf({
    ...{ id, dataset },
    salt: Buffer.from(salt, 'base64url').toString('hex'),
    ...identityOf(document),
  })
  return { document, registration }
}

/** Takes certificates through their life together; gives the block of each step. @throws when anything is refused. */
export async function live(sides: Sides, certificates: readonly Sealed[]): Promise<Readonly<Record<LifeStep, number>>> {
  const steps = stepsOf(sides, certificates)
  const blocks: Partial<Record<LifeStep, number>> = {}
  for (const step of LIFE) blocks[step] = await steps[step]()
  return blocks as Record<LifeStep, number>
}

function stepsOf(
  { issuer, customs }: Sides,
  certificates: readonly Sealed[],
): Readonly<Record<LifeStep, () => Promise<number>>> {
  const of = (entry: (id: CertificateId, registration: Registration) => unknown): readonly unknown[] =>
    certificates.map(({ registration }) => entry(registration.id, registration))
  const use = (): Promise<number> =>
    submit(
      customs,
      'use',
      of((id, registration) => half(id, registration)),
    )
  return {
    issue: () =>
      submit(
        issuer,
        'issue',
        of((_, registration) => printRegistration(registration)),
      ),
    deliver: () => deliver(issuer, certificates),
    markDelivered: () => submit(issuer, 'markDelivered', of(deliveredEntry)),
    acknowledge: () =>
      submit(
        customs,
        'acknowledge',
        of((id) => acknowledgementEntry({ id, answer: 'received', reason: null })),
      ),
    use,
    'second use': use,
    acquit: () =>
      submit(
        customs,
        'acquit',
        of((certificate) => ({ certificate })),
      ),
  }
}

// Both uses may be for one declaration only, where the agreement has certificates for one shipment.
function half(certificate: CertificateId, { items }: Registration): readonly unknown[] {
  return printTake({
    certificate,
    use: randomBytes(16).toString('base64url'),
    items: items.map(({ seq, issued }) => ({ seq, amount: (BigInt(issued) / 2n).toString() })),
    declaration: Buffer.from(certificate, 'hex').toString('base64url'),
    date: civilDate(new Date().toISOString(), 'KR'),
    late: null,
  })
}

async function submit({ contract }: LedgerClient, name: string, entries: readonly unknown[]): Promise<number> {
  return committed(contract.newProposal(name, { arguments: [randomUUID(), JSON.stringify(entries)] }))
}

async function deliver({ contract }: LedgerClient, certificates: readonly Sealed[]): Promise<number> {
  const entries = certificates.map(({ registration, document }) => ({
    id: registration.id,
    purpose: parsePurpose(DOCUMENT_PURPOSE),
    salt: randomBytes(32).toString('base64url'),
    content: document,
  }))
  const proposal = contract.newProposal('deliver', {
    arguments: [randomUUID(), 'KR'],
    transientData: { [TRANSIENT_ENTRIES]: printPrivateEntries(entries) },
    endorsingOrganizations: ['AUMSP'],
  })
  return committed(proposal)
}

type Proposal = ReturnType<LedgerClient['contract']['newProposal']>

async function committed(proposal: Proposal): Promise<number> {
  const transaction = await proposal.endorse()
  const outcomes = parseOutcomes(Buffer.from(transaction.getResult()).toString())
  const refused = outcomes.find((outcome) => outcome !== 'done')
  if (refused !== undefined) throw new Error(`${refused.code}: ${refused.detail}`)
  const status = await (await transaction.submit()).getStatus()
  if (!status.successful) throw new Error(`the transaction was found invalid: ${status.code}`)
  return Number(status.blockNumber)
}

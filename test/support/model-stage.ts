import { randomUUID } from 'node:crypto'
import type { Transaction } from '@hyperledger/fabric-gateway'
import { common, gateway, peer } from '@hyperledger/fabric-protos'
import { MODEL_MEMBERS } from '@eco/chaincode/testing/model-entries'
import type { Scene } from '@eco/chaincode/testing/model-entries'
import type { Submission } from '@eco/chaincode/testing/model-submission'
import { aJwk, seed } from '@eco/chaincode/testing/seed'
import {
  AUTHORITY_ATTRIBUTE,
  MEMBERS,
  OBSERVER,
  parseDate,
  parseJson,
  parseMemberCode,
  parseOutcomes,
  ROLE_ATTRIBUTE,
} from '@eco/domain'
import type { CertificateId, MemberCode, OrganisationCode, Role, TransactionName } from '@eco/domain'
import { readTransaction } from '@eco/evidence'
import { readMaterial } from '@eco/network'
import { issueClient } from 'embedded-fabric'
import { LedgerClient, textOf } from './ledger-client'
import { validTransactions, writesOf } from './ledger-writes'
import type { TestNetwork } from './test-network'

/** What became of a submission. */
export type Fate =
  /** A rule said no, or there was nothing to change: nothing was ordered. */
  | { readonly kind: 'refused'; readonly why: string; readonly time: number }
  /** What it was computed from had changed when it was validated, or between two endorsers. */
  | { readonly kind: 'conflict'; readonly time: number }
  | { readonly kind: 'committed'; readonly block: number; readonly index: number; readonly time: number }

const ORGANISATIONS: readonly OrganisationCode[] = [...MEMBERS.map(({ code }) => code), OBSERVER.code]
const CONFLICTS: readonly number[] = [
  peer.TxValidationCode.MVCC_READ_CONFLICT,
  peer.TxValidationCode.PHANTOM_READ_CONFLICT,
]
const DAY_MS = 24 * 60 * 60 * 1000

type Clients = ReadonlyMap<OrganisationCode, LedgerClient>

/** A channel on which histories of the model take place, past every gateway. */
export class ModelStage implements Disposable {
  readonly #connect: Connect
  readonly #watchers: Clients
  /** Those who may read what two members have exchanged. */
  readonly #readers: Clients

  private constructor(connect: Connect, watchers: Clients, readers: Clients) {
    this.#connect = connect
    this.#watchers = watchers
    this.#readers = readers
  }

  static async open(connect: Connect): Promise<ModelStage> {
    const all = async (codes: readonly OrganisationCode[], role: Role): Promise<Clients> =>
      new Map(await Promise.all(codes.map(async (code) => [code, await clientOf(connect, code, role)] as const)))
    return new ModelStage(connect, await all(ORGANISATIONS, 'auditor'), await all(MODEL_MEMBERS, 'customs'))
  }

  /** Has all members declare themselves and the profiles, where no gateway does it. */
  async seed(): Promise<void> {
    for (const { sender, name, entries } of seed()) {
      const member = parseMemberCode(sender.mspId.slice(0, 2))
      using client = await clientOf(this.#connect, member, 'member-admin')
      const args = [JSON.stringify(entries)]
      await this.states(blockOf(await submit(client, { member, role: 'member-admin', name, args, transient: {} })))
    }
  }

  /** Scenes with authorities of their own, active since long, which every member declares. */
  async scenes(count: number): Promise<readonly Scene[]> {
    const run = randomUUID().slice(0, 8)
    const day = parseDate(new Date(Date.now() - DAY_MS).toISOString().slice(0, 10), 'day')
    const scenes = Array.from({ length: count }, (_, index) => {
      const authority = `M-${run}-${index}`
      return { authority, day, keyOf: keysOf(authority) }
    })
    const ids = scenes.map(({ authority }) => authority)
    await this.#declare('declareAuthority', ids, (_, id) => ({
      ...{ id, name: id, functions: ['issuing', 'competent'], activeFrom: '2020-01-01T00:00:00.000Z' },
    }))
    await this.#declare('declareKey', ids, (member, authority) => ({
      ...{ authority, publicJwk: keysOf(authority)(member, 0) },
      ...{ use: 'seal', validFrom: '2020-01-01', validUntil: null },
    }))
    return scenes
  }

  /** Everybody who acts in a scene. */
  async cast(scene: Scene): Promise<Cast> {
    return Cast.of(this.#connect, scene)
  }

  /** Waits until every peer has a block; gives what they say that their states are, once each. */
  async states(block: number): Promise<ReadonlySet<string>> {
    return new Set(await Promise.all([...this.#watchers.values()].map((watcher) => watcher.commitHash(block))))
  }

  /** What every peer answers to a question, each answer once. */
  async answers(query: TransactionName, ...args: readonly string[]): Promise<ReadonlySet<string>> {
    const answers = [...this.#watchers.values()].map(({ contract }) => contract.evaluateTransaction(query, ...args))
    return new Set((await Promise.all(answers)).map((answer) => Buffer.from(answer).toString()))
  }

  /** What the peer of one of the two members of a certificate holds of what they have exchanged about it. */
  async held(member: MemberCode, id: CertificateId): Promise<unknown> {
    const answer = await this.#readers.get(member)?.contract.evaluateTransaction('privatePurposes', id)
    return parseJson(Buffer.from(answer ?? []).toString(), 'answer')
  }

  /** Every block that there is by now, or up to one. */
  async blocks(last?: number): Promise<readonly Uint8Array[]> {
    const watcher = this.#watchers.get(OBSERVER.code)
    return watcher === undefined ? [] : watcher.blocks(last ?? (await watcher.height()) - 1)
  }

  async #declare(
    name: 'declareAuthority' | 'declareKey',
    ids: readonly string[],
    entry: (member: MemberCode, id: string) => object,
  ): Promise<void> {
    const blocks = MODEL_MEMBERS.map(async (member) => {
      using client = await clientOf(this.#connect, member, 'member-admin')
      const args = [JSON.stringify(ids.map((id) => entry(member, id)))]
      return blockOf(await submit(client, { member, role: 'member-admin', name, args, transient: {} }))
    })
    await this.states(Math.max(...(await Promise.all(blocks))))
  }

  [Symbol.dispose](): void {
    for (const client of [...this.#watchers.values(), ...this.#readers.values()]) client[Symbol.dispose]()
  }
}

function keysOf(authority: string): Scene['keyOf'] {
  return (member, key) => aJwk(`${member} ${authority} ${key}`)
}

const ROLES = ['issuer', 'customs', 'member-admin'] as const

/** The users of every member who act in one history. */
export class Cast implements Disposable {
  readonly #clients: ReadonlyMap<string, LedgerClient>

  private constructor(clients: ReadonlyMap<string, LedgerClient>) {
    this.#clients = clients
  }

  static async of(connect: Connect, { authority }: Scene): Promise<Cast> {
    const parts = MODEL_MEMBERS.flatMap((member) => ROLES.map((role) => ({ member, role })))
    const clients = parts.map(
      async ({ member, role }) => [`${member} ${role}`, await clientOf(connect, member, role, authority)] as const,
    )
    return new Cast(new Map(await Promise.all(clients)))
  }

  /** Has something endorsed, to be handed in later. */
  endorse(submission: Submission): Promise<HandIn> {
    const client = this.#clients.get(`${submission.member} ${submission.role}`)
    if (client === undefined) throw new Error(`nobody acts as ${submission.role} of ${submission.member}`)
    return endorse(client, submission)
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients.values()) client[Symbol.dispose]()
  }
}

/** Connects a new user with these attributes to an organisation's peer. */
export type Connect = (code: OrganisationCode, attributes: Readonly<Record<string, string>>) => Promise<LedgerClient>

/** Users of a network that the launcher has started. */
export function usersOf(network: TestNetwork): Connect {
  return async (code, attributes) => {
    const organisation = network.network.organisation(code)
    const material = await readMaterial(network.network.layout, organisation)
    const credentials = await issueClient(material, { name: 'a user of the model', attributes })
    return LedgerClient.connect(network, code, { mspId: organisation.mspId, credentials })
  }
}

function clientOf(connect: Connect, code: OrganisationCode, role: Role, authority?: string): Promise<LedgerClient> {
  const acting = role === 'issuer' && authority !== undefined ? { [AUTHORITY_ATTRIBUTE]: authority } : {}
  return connect(code, { [ROLE_ATTRIBUTE]: role, ...acting })
}

function blockOf(fate: Fate): number {
  if (fate.kind === 'committed') return fate.block
  throw new Error(`it was to be committed: ${JSON.stringify(fate)}`)
}

/** Hands in what was endorsed, if a rule has not refused it, and gives what became of it. */
export type HandIn = () => Promise<Fate>

async function submit(client: LedgerClient, submission: Submission): Promise<Fate> {
  const handIn = await endorse(client, submission)
  return handIn()
}

async function endorse(client: LedgerClient, { member, name, args, transient }: Submission): Promise<HandIn> {
  const { contract } = client
  const isPrivate = Object.keys(transient).length > 0
  const proposal = contract.newProposal(name, {
    arguments: [randomUUID(), ...args],
    ...(isPrivate && { transientData: transient, endorsingOrganizations: [`${member}MSP`] }),
  })
  const time = timeOf(proposal.getBytes())
  const transaction = await proposal.endorse().catch(textOf)
  if (typeof transaction === 'string') return decided(unendorsed(transaction, time))
  const [outcome] = parseOutcomes(Buffer.from(transaction.getResult()).toString())
  if (outcome !== 'done') return decided({ kind: 'refused', why: JSON.stringify(outcome), time })
  const envelope = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes()).getEnvelope()
  const { writes, collections } = writesOf(readTransaction(envelope?.serializeBinary() ?? new Uint8Array()))
  if (writes.size + collections.length === 0)
    return decided({ kind: 'refused', why: 'there was nothing to change', time })
  return () => handIn(client, transaction, time)
}

async function handIn(client: LedgerClient, transaction: Transaction, time: number): Promise<Fate> {
  const status = await (await transaction.submit()).getStatus()
  if (CONFLICTS.includes(status.code)) return { kind: 'conflict', time }
  if (!status.successful) throw new Error(`the transaction was found invalid: ${status.code}`)
  const block = Number(status.blockNumber)
  const index = validTransactions(await client.block(block)).findIndex(({ id }) => id === status.transactionId)
  return { kind: 'committed', block, index, time }
}

function decided(fate: Fate): HandIn {
  return () => Promise.resolve(fate)
}

function unendorsed(why: string, time: number): Fate {
  if (why.includes('do not match')) return { kind: 'conflict', time }
  if (why.includes('MALFORMED_INPUT: other')) return { kind: 'refused', why, time }
  throw new Error(why)
}

/** The time that a proposal's submitter gave it, in milliseconds as contracts see it. */
function timeOf(bytes: Uint8Array): number {
  const signed = gateway.ProposedTransaction.deserializeBinary(bytes).getProposal()
  const proposal = peer.Proposal.deserializeBinary(signed?.getProposalBytes_asU8() ?? new Uint8Array())
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8())
  const time = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()).getTimestamp()
  if (time === undefined) throw new Error('a proposal without a time')
  return time.toDate().getTime()
}

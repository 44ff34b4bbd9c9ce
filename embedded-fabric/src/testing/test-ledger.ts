import { randomBytes } from 'node:crypto'
import { common, peer } from '@hyperledger/fabric-protos'
import type { ChaincodeDefinition, CollectionDefinition } from '../chaincode/definition'
import { createOrganization, issueClient } from '../identity/authority'
import type { Credentials, OrganizationMaterial, Signer } from '../identity/identity'
import { createMembership } from '../identity/msp'
import { createSigner } from '../identity/signing'
import type { CommittedBlock, Ledger } from '../ledger/ledger'
import { openLedger } from '../ledger/open'
import type { Simulator } from '../ledger/simulator'
import { parsePolicy } from '../policy/parse'
import { computeTxId } from '../wire/transaction'
import { CHANNEL, sealTransaction } from './test-transaction'
import type { TransactionOptions } from './test-transaction'

/** An organisation with what signs for it. */
export interface TestMember {
  readonly mspId: string
  readonly material: OrganizationMaterial
  readonly peer: Signer
  readonly client: Signer
  readonly clientCredentials: Credentials
}

/** Makes organisations with a peer and a client each. */
export async function testMembers(...mspIds: readonly string[]): Promise<ReadonlyMap<string, TestMember>> {
  const members = await Promise.all(
    mspIds.map(async (mspId) => {
      const material = await createOrganization({ mspId })
      return { material, clientCredentials: await issueClient(material, { name: 'User1' }) }
    }),
  )
  return membersOf(members)
}

/** Members from what can be written to a file. */
export function membersOf(
  parts: readonly Pick<TestMember, 'material' | 'clientCredentials'>[],
): ReadonlyMap<string, TestMember> {
  const members = parts.map(({ material, clientCredentials }) => {
    const { mspId } = material
    const client = createSigner(mspId, clientCredentials)
    return { mspId, material, peer: createSigner(mspId, material.peer), client, clientCredentials }
  })
  return new Map(members.map((member) => [member.mspId, member]))
}

/** A chaincode `basic` 1.0, unless said otherwise. */
export function testDefinition(
  options: {
    readonly name?: string
    readonly version?: string
    readonly sequence?: number
    readonly policy?: string
    readonly collections?: readonly CollectionDefinition[]
  } = {},
): ChaincodeDefinition {
  return {
    name: options.name ?? 'basic',
    version: options.version ?? '1.0',
    sequence: options.sequence ?? 1,
    endorsementPolicy: parsePolicy(options.policy ?? "OR('Org1MSP.peer','Org2MSP.peer','Org3MSP.peer')"),
    collections: options.collections ?? [],
  }
}

/** A collection of Org1 and Org2, unless said otherwise. */
export function testCollection(
  options: Partial<Omit<CollectionDefinition, 'endorsementPolicy' | 'memberPolicy'>> & {
    readonly members?: string
    readonly endorsement?: string
  } = {},
): CollectionDefinition {
  const { members, endorsement, ...rest } = options
  return {
    name: 'pair',
    memberPolicy: parsePolicy(members ?? "OR('Org1MSP.member','Org2MSP.member')"),
    requiredPeerCount: 0,
    maxPeerCount: 1,
    blockToLive: 0,
    memberOnlyRead: false,
    memberOnlyWrite: false,
    ...(endorsement === undefined ? {} : { endorsementPolicy: parsePolicy(endorsement) }),
    ...rest,
  }
}

/** Block 0 of a test channel. */
export function testGenesis(): Uint8Array {
  const header = new common.BlockHeader()
  header.setNumber(0)
  const data = new common.BlockData()
  data.setDataList([])
  const block = new common.Block()
  block.setHeader(header)
  block.setData(data)
  return block.serializeBinary()
}

export interface TestTransaction {
  readonly txId: string
  readonly envelope: Uint8Array
  readonly publicResults: Uint8Array
  readonly privateResults: Uint8Array | undefined
}

/** A ledger with members, for tests: it simulates, endorses and signs as peers and clients do. */
export class TestLedger implements Disposable {
  readonly members: ReadonlyMap<string, TestMember>
  readonly ledger: Ledger

  constructor(
    members: ReadonlyMap<string, TestMember>,
    options: {
      readonly definitions?: readonly ChaincodeDefinition[]
      readonly file?: string
      readonly clock?: () => Date
    } = {},
  ) {
    this.members = members
    this.ledger = openLedger({
      channelId: CHANNEL,
      genesis: testGenesis(),
      membership: createMembership([...members.values()].map(({ material }) => material)),
      signer: this.member('Org1MSP').peer,
      definitions: options.definitions ?? [testDefinition()],
      ...(options.file === undefined ? {} : { file: options.file }),
      ...(options.clock === undefined ? {} : { clock: options.clock }),
    })
  }

  member(mspId: string): TestMember {
    const member = this.members.get(mspId)
    if (member === undefined) throw new Error(`no member ${mspId}`)
    return member
  }

  /** The peer of an organisation, as an endorser. */
  peer(mspId: string): Signer {
    return this.member(mspId).peer
  }

  /** Simulates on every endorser's peer, keeps its private data there, and signs. */
  transaction(act: (simulator: Simulator) => void, options: TransactionOptions = {}): TestTransaction {
    const creator = options.creator ?? this.member('Org1MSP').client
    const endorsers = options.endorsers ?? [this.peer('Org1MSP')]
    const nonce = options.nonce ?? randomBytes(24)
    const txId = options.txId ?? computeTxId(nonce, creator.serialized)
    const [first = this.#simulate(act, creator, creator.mspId, txId, options)] = endorsers.map((endorser) => {
      const result = this.#simulate(act, creator, endorser.mspId, txId, options)
      if (result.privateResults !== undefined) this.ledger.keepTransient(txId, endorser.mspId, result.privateResults)
      return result
    })
    const publicResults = options.results ?? first.publicResults
    const envelope = sealTransaction({ ...options, creator, endorsers, nonce, txId, results: publicResults })
    return { txId, envelope, publicResults, privateResults: first.privateResults }
  }

  /** A transaction of one put, endorsed by Org1. */
  put(key: string, value: string, options: TransactionOptions = {}): TestTransaction {
    return this.transaction((simulator) => simulator.putState(options.chaincode ?? 'basic', key, bytes(value)), options)
  }

  /** Commits the transactions as the next block; answers their validation codes by name. */
  commit(...transactions: readonly TestTransaction[]): readonly string[] {
    return codesOf(this.ledger.commit(transactions.map(({ envelope }) => envelope)))
  }

  /** What an organisation reads now. */
  read<T>(
    act: (simulator: Simulator) => T,
    mspId = 'Org1MSP',
    options: { readonly atBlock?: number; readonly creatorMspId?: string } = {},
  ): T {
    return act(this.ledger.simulate({ txId: 'query', mspId, creatorMspId: mspId, ...options }))
  }

  /** A key's public value as text. */
  text(key: string, chaincode = 'basic'): string | undefined {
    return textOf(this.read((simulator) => simulator.getState(chaincode, key)))
  }

  [Symbol.dispose](): void {
    this.ledger.close()
  }

  #simulate(
    act: (simulator: Simulator) => void,
    creator: Signer,
    mspId: string,
    txId: string,
    options: TransactionOptions,
  ): ReturnType<Simulator['finish']> {
    const simulator = this.ledger.simulate({
      txId,
      mspId,
      creatorMspId: creator.mspId,
      ...(options.atBlock === undefined ? {} : { atBlock: options.atBlock }),
    })
    act(simulator)
    return simulator.finish()
  }
}

/** The names of a block's validation codes. */
export function codesOf(block: CommittedBlock): readonly string[] {
  const names = new Map(Object.entries(peer.TxValidationCode).map(([name, code]) => [code as number, name]))
  return block.transactions.map(({ code }) => names.get(code) ?? String(code))
}

export function bytes(text: string): Uint8Array {
  return Buffer.from(text)
}

export function textOf(value: Uint8Array | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value).toString()
}

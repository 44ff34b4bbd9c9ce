import { randomBytes } from 'node:crypto'
import { common, peer } from '@hyperledger/fabric-protos'
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb'
import type { ChaincodeDefinition, CollectionDefinition } from '../chaincode/definition'
import { createOrganization, issueClient } from '../identity/authority'
import type { Credentials, OrganizationMaterial, Signer } from '../identity/identity'
import { createMembership } from '../identity/msp'
import { createSigner } from '../identity/signing'
import type { CommittedBlock, Ledger } from '../ledger/ledger'
import { openLedger } from '../ledger/open'
import type { Simulator } from '../ledger/simulator'
import { parsePolicy } from '../policy/parse'
import { computeTxId, proposalHash } from '../wire/transaction'

export const CHANNEL = 'mychannel'

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
      const clientCredentials = await issueClient(material, { name: 'User1' })
      return {
        mspId,
        material,
        peer: createSigner(mspId, material.peer),
        client: createSigner(mspId, clientCredentials),
        clientCredentials,
      }
    }),
  )
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

/** What a test changes of an otherwise good transaction; each part is taken as it is. */
export interface TransactionOptions {
  readonly chaincode?: string
  readonly version?: string
  readonly creator?: Signer
  readonly endorsers?: readonly Signer[]
  readonly atBlock?: number
  readonly nonce?: Uint8Array
  readonly txId?: string
  readonly channelId?: string
  readonly type?: number
  readonly epoch?: number
  readonly headerChaincode?: string
  readonly eventChaincode?: string
  readonly results?: Uint8Array
  readonly proposalHash?: Uint8Array
  readonly actions?: number
  readonly alterEndorsements?: (endorsements: peer.Endorsement[]) => peer.Endorsement[]
  readonly alterSignature?: (signature: Uint8Array) => Uint8Array
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

type Parts = TransactionOptions & {
  readonly creator: Signer
  readonly endorsers: readonly Signer[]
  readonly nonce: Uint8Array
  readonly txId: string
  readonly results: Uint8Array
}

function sealTransaction(parts: Parts): Uint8Array {
  const channelHeader = channelHeaderBytes(parts)
  const signatureHeader = signatureHeaderBytes(parts.creator.serialized, parts.nonce)
  const proposal = new peer.ChaincodeProposalPayload()
  proposal.setInput(Buffer.from('input'))
  const proposalBytes = proposal.serializeBinary()
  const response = new peer.ProposalResponsePayload()
  response.setProposalHash(parts.proposalHash ?? proposalHash(channelHeader, signatureHeader, proposalBytes))
  response.setExtension$(actionBytes(parts))
  const responseBytes = response.serializeBinary()
  const endorsed = new peer.ChaincodeEndorsedAction()
  endorsed.setProposalResponsePayload(responseBytes)
  endorsed.setEndorsementsList(endorsements(parts, responseBytes))
  const actionPayload = new peer.ChaincodeActionPayload()
  actionPayload.setChaincodeProposalPayload(proposalBytes)
  actionPayload.setAction(endorsed)
  const action = new peer.TransactionAction()
  action.setHeader(signatureHeader)
  action.setPayload(actionPayload.serializeBinary())
  const transaction = new peer.Transaction()
  transaction.setActionsList(Array.from({ length: parts.actions ?? 1 }, () => action))
  return signedEnvelope(channelHeader, signatureHeader, transaction.serializeBinary(), parts)
}

function signedEnvelope(
  channelHeader: Uint8Array,
  signatureHeader: Uint8Array,
  data: Uint8Array,
  { creator, alterSignature = (signature) => signature }: Pick<Parts, 'creator' | 'alterSignature'>,
): Uint8Array {
  const header = new common.Header()
  header.setChannelHeader(channelHeader)
  header.setSignatureHeader(signatureHeader)
  const payload = new common.Payload()
  payload.setHeader(header)
  payload.setData(data)
  const payloadBytes = payload.serializeBinary()
  const envelope = new common.Envelope()
  envelope.setPayload(payloadBytes)
  envelope.setSignature(alterSignature(creator.sign(payloadBytes)))
  return envelope.serializeBinary()
}

function channelHeaderBytes(parts: Parts): Uint8Array {
  const id = new peer.ChaincodeID()
  id.setName(parts.headerChaincode ?? parts.chaincode ?? 'basic')
  const extension = new peer.ChaincodeHeaderExtension()
  extension.setChaincodeId(id)
  const timestamp = new Timestamp()
  timestamp.setSeconds(1_700_000_000)
  timestamp.setNanos(5)
  const header = new common.ChannelHeader()
  header.setType(parts.type ?? common.HeaderType.ENDORSER_TRANSACTION)
  header.setChannelId(parts.channelId ?? CHANNEL)
  header.setTxId(parts.txId)
  header.setEpoch(parts.epoch ?? 0)
  header.setTimestamp(timestamp)
  header.setExtension$(extension.serializeBinary())
  return header.serializeBinary()
}

function signatureHeaderBytes(creator: Uint8Array, nonce: Uint8Array): Uint8Array {
  const header = new common.SignatureHeader()
  header.setCreator(creator)
  header.setNonce(nonce)
  return header.serializeBinary()
}

function actionBytes(parts: Parts): Uint8Array {
  const id = new peer.ChaincodeID()
  id.setName(parts.chaincode ?? 'basic')
  id.setVersion(parts.version ?? '1.0')
  const response = new peer.Response()
  response.setStatus(200)
  const action = new peer.ChaincodeAction()
  action.setChaincodeId(id)
  action.setResponse(response)
  action.setResults(parts.results)
  if (parts.eventChaincode !== undefined) {
    const event = new peer.ChaincodeEvent()
    event.setChaincodeId(parts.eventChaincode)
    event.setTxId(parts.txId)
    event.setEventName('changed')
    action.setEvents(event.serializeBinary())
  }
  return action.serializeBinary()
}

function endorsements(parts: Parts, responseBytes: Uint8Array): peer.Endorsement[] {
  const good = parts.endorsers.map((endorser) => endorsementOf(endorser, responseBytes))
  return parts.alterEndorsements?.(good) ?? good
}

/** An endorsement of these bytes. */
export function endorsementOf(endorser: Signer, responseBytes: Uint8Array): peer.Endorsement {
  const endorsement = new peer.Endorsement()
  endorsement.setEndorser(endorser.serialized)
  endorsement.setSignature(endorser.sign(Buffer.concat([responseBytes, endorser.serialized])))
  return endorsement
}

export function bytes(text: string): Uint8Array {
  return Buffer.from(text)
}

export function textOf(value: Uint8Array | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value).toString()
}

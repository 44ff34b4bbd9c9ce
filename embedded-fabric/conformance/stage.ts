import * as grpc from '@grpc/grpc-js'
import { connect, hash } from '@hyperledger/fabric-gateway'
import type { Gateway, Network } from '@hyperledger/fabric-gateway'
import { common, gateway, msp, peer } from '@hyperledger/fabric-protos'
import { createSigner, issueClient } from 'embedded-fabric'
import type { Signer } from 'embedded-fabric'
import { FILLER } from './definitions'
import { BLOCK_MESSAGES } from './ledger'
import type { ConformanceLedger, LedgerOrganization } from './ledger'
import { findTransaction } from './observed'
import type { Observed } from './observed'
import { Turns } from './ordering'
import { errorOf, PATHS } from './raw/connection'
import { isOrderedAlready, RawRefusal } from './refusal'

const LIMIT = 200 << 20
const DEADLINE_MS = 60_000

/** A transaction that can be ordered. */
export interface Ready {
  readonly txId: string
  /** Hands it to the orderers; fails as the gateway says. */
  readonly submit: () => Promise<unknown>
}

/** The connections that all scenarios on one ledger share. */
export class Stage {
  readonly ledger: ConformanceLedger
  readonly #turns = new Turns()
  readonly #clients = new Map<string, grpc.Client>()
  readonly #signers = new Map<string, Promise<Signer>>()
  readonly #gateways = new Map<string, Promise<Gateway>>()
  #filled = 0

  constructor(ledger: ConformanceLedger) {
    this.ledger = ledger
  }

  organization(mspId: string): LedgerOrganization {
    const found = this.ledger.organizations.find((organization) => organization.mspId === mspId)
    if (found === undefined) throw new Error(`the ledger has no organisation ${mspId}`)
    return found
  }

  /** A client identity of the organisation, the same at every call. */
  signer(mspId: string): Promise<Signer> {
    const known = this.#signers.get(mspId) ?? newSigner(this.organization(mspId))
    this.#signers.set(mspId, known)
    return known
  }

  /** The gateway of an organisation's client, at its own or another organisation's peer. */
  gateway(mspId: string, at = mspId): Promise<Gateway> {
    const name = `${mspId} at ${at}`
    const known = this.#gateways.get(name) ?? this.#connect(mspId, at)
    this.#gateways.set(name, known)
    return known
  }

  async network(mspId: string, at = mspId): Promise<Network> {
    return (await this.gateway(mspId, at)).getNetwork(this.ledger.channelId)
  }

  /** Calls a unary method of an organisation's peer with bytes. */
  call(at: string, path: string, request: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const asIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes)
      const options = { deadline: Date.now() + DEADLINE_MS }
      this.#client(at).makeUnaryRequest(path, asIs, asIs, request, new grpc.Metadata(), options, (error, value) => {
        if (error !== null) reject(new RawRefusal(errorOf(error)))
        else resolve(value ?? new Uint8Array())
      })
    })
  }

  /** Runs work that orders by itself, while others order too. */
  shared<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.shared(work)
  }

  /** Runs work while nobody else orders. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.alone(work)
  }

  /** Orders a transaction; fails if the orderers do not take it. Who has it already has taken it. */
  async order(transaction: Ready): Promise<void> {
    await this.#turns.shared(async () => {
      await taken(transaction)
      await this.#committedEverywhere(transaction.txId)
    })
  }

  /** Orders transactions in one block, in this order. */
  async orderTogether(transactions: readonly Ready[]): Promise<void> {
    await this.#turns.alone(async () => {
      const order = async (): Promise<void> => {
        for (const transaction of transactions) await taken(transaction)
      }
      if (this.ledger.inOneBlock !== undefined) await this.ledger.inOneBlock(order)
      else await this.#inFilledBlock(order, BLOCK_MESSAGES - transactions.length)
      await Promise.all(transactions.map(({ txId }) => this.#committedEverywhere(txId)))
    })
  }

  /** A committed transaction as it stands in its block at this organisation. */
  async observe(txId: string, mspId = 'Org1MSP'): Promise<Observed> {
    // Who heard of the commit elsewhere may be here before the block.
    await this.#committed(mspId, txId)
    const query = (await this.network(mspId)).getContract('qscc')
    const bytes = await query.evaluate('GetBlockByTxID', { arguments: [this.ledger.channelId, txId] })
    const found = findTransaction(common.Block.deserializeBinary(bytes), txId)
    if (found === undefined) throw new Error(`the block of ${txId} does not hold it`)
    return found
  }

  close(): void {
    for (const client of this.#clients.values()) client.close()
  }

  #client(mspId: string): grpc.Client {
    const { endpoint, serverName, tlsRootCertificate } = this.organization(mspId)
    const known =
      this.#clients.get(mspId) ??
      new grpc.Client(endpoint, grpc.credentials.createSsl(Buffer.from(tlsRootCertificate)), {
        'grpc.max_receive_message_length': LIMIT,
        'grpc.max_send_message_length': LIMIT,
        ...(serverName !== undefined && { 'grpc.ssl_target_name_override': serverName }),
      })
    this.#clients.set(mspId, known)
    return known
  }

  async #connect(mspId: string, at: string): Promise<Gateway> {
    const signer = await this.signer(mspId)
    const deadline = (): grpc.CallOptions => ({ deadline: Date.now() + DEADLINE_MS })
    return connect({
      client: this.#client(at),
      identity: { mspId, credentials: msp.SerializedIdentity.deserializeBinary(signer.serialized).getIdBytes_asU8() },
      hash: hash.none,
      signer: (message) => Promise.resolve(signer.sign(message)),
      evaluateOptions: deadline,
      endorseOptions: deadline,
      submitOptions: deadline,
      commitStatusOptions: deadline,
    })
  }

  /** Begins with a block that was just cut, so that the time for the next one has not begun to run out. */
  async #inFilledBlock(order: () => Promise<void>, rest: number): Promise<void> {
    const before = await Promise.all(Array.from({ length: BLOCK_MESSAGES }, () => this.#filling()))
    const after = await Promise.all(Array.from({ length: rest }, () => this.#filling()))
    await Promise.all(before.map(taken))
    await Promise.all(before.map(({ txId }) => this.#committedEverywhere(txId)))
    await order()
    await Promise.all(after.map(taken))
  }

  async #filling(): Promise<Ready> {
    const contract = (await this.network('Org1MSP')).getContract(FILLER)
    const proposal = contract.newProposal('put', { arguments: [`filler${this.#filled++}`, 'x'] })
    const transaction = await proposal.endorse()
    return { txId: transaction.getTransactionId(), submit: () => transaction.submit() }
  }

  /** Peers commit one after the other: what is read next may be read at any of them. */
  async #committedEverywhere(txId: string): Promise<void> {
    await Promise.all(this.ledger.organizations.map(({ mspId }) => this.#committed(mspId, txId)))
  }

  async #committed(mspId: string, txId: string): Promise<void> {
    const signer = await this.signer(mspId)
    const request = new gateway.CommitStatusRequest()
    request.setChannelId(this.ledger.channelId)
    request.setTransactionId(txId)
    request.setIdentity(signer.serialized)
    const bytes = request.serializeBinary()
    const signed = new gateway.SignedCommitStatusRequest()
    signed.setRequest(bytes)
    signed.setSignature(signer.sign(bytes))
    try {
      await this.call(mspId, PATHS.commitStatus, signed.serializeBinary())
    } catch (error) {
      throw new Error(`${txId} is not in the ledger of ${mspId}`, { cause: error })
    }
  }
}

/** Asks one organisation's peer for its endorsement. */
export async function processProposal(
  stage: Stage,
  at: string,
  signed: peer.SignedProposal,
): Promise<peer.ProposalResponse> {
  return peer.ProposalResponse.deserializeBinary(await stage.call(at, PATHS.processProposal, signed.serializeBinary()))
}

async function taken({ submit }: Ready): Promise<void> {
  try {
    await submit()
  } catch (error) {
    // One orderer may have passed it on to another one before that is asked.
    if (!isOrderedAlready(error)) throw error
  }
}

async function newSigner({ mspId, material }: LedgerOrganization): Promise<Signer> {
  return createSigner(mspId, await issueClient(material, { name: 'conformance', attributes: { role: 'tester' } }))
}

import { createPrivateKey } from 'node:crypto'
import { Client as GrpcClient, credentials } from '@grpc/grpc-js'
import { connect, hash, signers } from '@hyperledger/fabric-gateway'
import type { Contract, Gateway } from '@hyperledger/fabric-gateway'
import { common } from '@hyperledger/fabric-protos'
import type { OrganisationCode } from '@eco/domain'
import { readMaterial } from '@eco/network'
import type { Credentials } from 'embedded-fabric'
import type { TestNetwork } from './test-network'

/** Place of a block's metadata, as the enumeration BlockMetadataIndex numbers them. */
const COMMIT_HASH = 4

/** Who speaks to a peer. */
export interface LedgerIdentity {
  readonly mspId: string
  readonly credentials: Credentials
}

/** A user that speaks to a peer past every gateway, as an attacker inside an organisation could. */
export class LedgerClient implements Disposable {
  readonly contract: Contract
  readonly #gateway: Gateway
  readonly #grpc: GrpcClient

  private constructor(gateway: Gateway, grpc: GrpcClient, chaincode: string) {
    this.#gateway = gateway
    this.#grpc = grpc
    this.contract = gateway.getNetwork('eco').getContract(chaincode)
  }

  /** Connects to an organisation's peer with any identity. */
  static async connect(
    { network }: TestNetwork,
    peerOf: OrganisationCode,
    identity: LedgerIdentity,
  ): Promise<LedgerClient> {
    const organisation = network.organisation(peerOf)
    const { tlsCa } = await readMaterial(network.layout, organisation)
    const peer = { endpoint: `127.0.0.1:${organisation.peerPort}`, tlsRootCertificate: tlsCa.certificate }
    return LedgerClient.at(peer, identity, network.topology.chaincode)
  }

  /** Connects to a peer of this machine. */
  static at(
    { endpoint, tlsRootCertificate }: { readonly endpoint: string; readonly tlsRootCertificate: string },
    identity: LedgerIdentity,
    chaincode: string,
  ): LedgerClient {
    const grpc = new GrpcClient(endpoint, credentials.createSsl(Buffer.from(tlsRootCertificate)), {
      'grpc.ssl_target_name_override': 'localhost',
    })
    const gateway = connect({
      client: grpc,
      identity: { mspId: identity.mspId, credentials: Buffer.from(identity.credentials.certificate) },
      signer: signers.newPrivateKeySigner(createPrivateKey(identity.credentials.privateKey)),
      hash: hash.sha256,
    })
    return new LedgerClient(gateway, grpc, chaincode)
  }

  /** How many blocks the peer holds. */
  async height(): Promise<number> {
    const answer = await this.#gateway.getNetwork('eco').getContract('qscc').evaluateTransaction('GetChainInfo', 'eco')
    return common.BlockchainInfo.deserializeBinary(answer).getHeight()
  }

  /** Every block up to this one, as the peer delivers it. */
  async blocks(last: number): Promise<readonly Uint8Array[]> {
    const events = await this.#gateway.getNetwork('eco').getBlockEvents({ startBlock: 0n })
    const blocks: Uint8Array[] = []
    try {
      for await (const block of events) {
        blocks.push(block.serializeBinary())
        if (blocks.length > last) break
      }
    } finally {
      events.close()
    }
    return blocks
  }

  /** One block, as soon as the peer has it. */
  async block(number: number): Promise<Uint8Array> {
    return (await this.#block(number)).serializeBinary()
  }

  /** What the peer says that its state is after this block: a hash over every change up to there. */
  async commitHash(block: number): Promise<string> {
    const metadata = (await this.#block(block)).getMetadata()?.getMetadataList_asU8() ?? []
    return Buffer.from(metadata[COMMIT_HASH] ?? []).toString('hex')
  }

  async #block(number: number): Promise<common.Block> {
    const blocks = await this.#gateway.getNetwork('eco').getBlockEvents({ startBlock: BigInt(number) })
    try {
      for await (const found of blocks) return found
    } finally {
      blocks.close()
    }
    throw new Error(`no block ${number}`)
  }

  [Symbol.dispose](): void {
    this.#gateway.close()
    this.#grpc.close()
  }
}

/** Everything that an error of the ledger's client says, details of the peers included. */
export function textOf(error: unknown): string {
  const { message, details } = error as { message: string; details?: readonly { message: string }[] }
  return [message, ...(details ?? []).map((detail) => detail.message)].join('\n')
}

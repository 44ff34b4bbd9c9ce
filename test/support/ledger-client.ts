import { createPrivateKey } from 'node:crypto'
import { Client as GrpcClient, credentials } from '@grpc/grpc-js'
import { connect, hash, signers } from '@hyperledger/fabric-gateway'
import type { Contract, Gateway } from '@hyperledger/fabric-gateway'
import type { OrganisationCode } from '@eco/domain'
import { readMaterial } from '@eco/network'
import type { Credentials } from 'embedded-fabric'
import type { TestNetwork } from './test-network'

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
    identity: { readonly mspId: string; readonly credentials: Credentials },
  ): Promise<LedgerClient> {
    const organisation = network.organisation(peerOf)
    const { tlsCa } = await readMaterial(network.layout, organisation)
    const grpc = new GrpcClient(
      `127.0.0.1:${organisation.peerPort}`,
      credentials.createSsl(Buffer.from(tlsCa.certificate)),
      { 'grpc.ssl_target_name_override': 'localhost' },
    )
    const gateway = connect({
      client: grpc,
      identity: { mspId: identity.mspId, credentials: Buffer.from(identity.credentials.certificate) },
      signer: signers.newPrivateKeySigner(createPrivateKey(identity.credentials.privateKey)),
      hash: hash.sha256,
    })
    return new LedgerClient(gateway, grpc, network.topology.chaincode)
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

import { createHash } from 'node:crypto'
import * as grpc from '@grpc/grpc-js'
import { connect, hash } from '@hyperledger/fabric-gateway'
import type { ConnectOptions, Contract, Gateway, Network } from '@hyperledger/fabric-gateway'
import { startChannel } from '../channel'
import type { Channel } from '../channel'
import { createOrganization, issueClient } from '../identity/authority'
import type { ClientOptions } from '../identity/authority'
import type { Credentials, OrganizationMaterial } from '../identity/identity'
import { createSigner } from '../identity/signing'
import type { ChaincodeOptions, ChannelOptions } from '../options'
import { startChaincodeServer } from './chaincode-server'
import type { ChaincodeServer } from './chaincode-server'
import { ProbeContract } from './probe-contract'

export const CHANNEL = 'mychannel'
export const MEMBERS = ['Org1MSP', 'Org2MSP', 'Org3MSP'] as const
export const OBSERVER = 'WatchMSP'
export const TWO_OF_THREE = "OutOf(2, 'Org1MSP.peer', 'Org2MSP.peer', 'Org3MSP.peer')"

export type TestOptions = Partial<Omit<ChannelOptions, 'chaincodes'>> & {
  readonly chaincode?: Partial<ChaincodeOptions>
  readonly moreChaincodes?: readonly ChaincodeOptions[]
}

const materials = new Map<string, Promise<OrganizationMaterial>>()

/** An organisation's material, made once for all tests of a file. */
export function materialOf(mspId: string): Promise<OrganizationMaterial> {
  const known = materials.get(mspId) ?? createOrganization({ mspId })
  materials.set(mspId, known)
  return known
}

/** A channel of three members and an observer with the probe contract as `probe`, and clients to speak to it. */
export class TestChannel implements AsyncDisposable {
  readonly channel: Channel
  readonly #server: ChaincodeServer
  readonly #closing: (() => void)[] = []

  constructor(channel: Channel, server: ChaincodeServer) {
    this.channel = channel
    this.#server = server
  }

  static async start(options: TestOptions = {}): Promise<TestChannel> {
    const { chaincode = {}, moreChaincodes = [], ...rest } = options
    const server = await startChaincodeServer(new ProbeContract())
    const organizations = await Promise.all(
      [...MEMBERS, OBSERVER].map(async (mspId) => ({
        mspId,
        observer: mspId === OBSERVER,
        // A channel on disk has its own.
        ...(rest.dataFolder === undefined && { material: await materialOf(mspId) }),
      })),
    )
    try {
      const channel = await startChannel({
        channelId: CHANNEL,
        organizations,
        cutting: { maxMessages: 100, maxBytes: 1 << 20, timeoutMs: 5 },
        ...rest,
        chaincodes: [{ name: 'probe', address: server.address, policy: TWO_OF_THREE, ...chaincode }, ...moreChaincodes],
      })
      return new TestChannel(channel, server)
    } catch (error) {
      await server.close()
      throw error
    }
  }

  /** A gateway of a client of an organisation, at that organisation's endpoint. */
  async gateway(mspId: string, options: GatewayOptions = {}): Promise<Gateway> {
    const organization = this.channel.organization(options.at ?? mspId)
    const credentials = options.credentials ?? (await this.#newClient(mspId, options.client))
    const { tls } = options
    const client = new grpc.Client(
      organization.endpoint,
      grpc.credentials.createSsl(
        Buffer.from(organization.tlsRootCertificate),
        tls && Buffer.from(tls.privateKey),
        tls && Buffer.from(tls.certificate),
      ),
    )
    const signer = createSigner(mspId, credentials)
    const gateway = connect({
      client,
      identity: { mspId, credentials: Buffer.from(credentials.certificate) },
      hash: hash.none,
      ...(options.offline === true ? {} : { signer: (message) => Promise.resolve(signer.sign(message)) }),
      ...(tls && options.bound !== false ? { tlsClientCertificateHash: certificateHash(tls.certificate) } : {}),
      ...options.connect,
    })
    this.#closing.push(() => {
      gateway.close()
      client.close()
    })
    return gateway
  }

  /** Of a member by its own authority, and of a stranger by one that the channel does not know. */
  async #newClient(mspId: string, options: Partial<ClientOptions> = {}): Promise<Credentials> {
    const member = this.channel.organizations.find((candidate) => candidate.mspId === mspId)
    return issueClient(member?.material ?? (await materialOf(mspId)), { name: 'User1', ...options })
  }

  async network(mspId: string = MEMBERS[0], options: GatewayOptions = {}): Promise<Network> {
    return (await this.gateway(mspId, options)).getNetwork(CHANNEL)
  }

  async contract(mspId: string = MEMBERS[0], options: GatewayOptions = {}): Promise<Contract> {
    return (await this.network(mspId, options)).getContract('probe')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closing) close()
    await this.channel.close()
    await this.#server.close()
  }
}

export interface GatewayOptions {
  /** At another organisation's endpoint. */
  readonly at?: string
  readonly client?: Partial<ClientOptions>
  readonly credentials?: Credentials
  readonly tls?: Credentials
  /** False: does not name its TLS certificate in what it signs. */
  readonly bound?: boolean
  readonly offline?: boolean
  readonly connect?: Partial<ConnectOptions>
}

/** SHA-256 of a certificate's DER, as clients name it. */
export function certificateHash(pem: string): Uint8Array {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  return createHash('sha256').update(der).digest()
}

/** Bytes as text. */
export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString()
}

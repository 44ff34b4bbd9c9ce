import { createHash, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as grpc from '@grpc/grpc-js'
import { connect, hash } from '@hyperledger/fabric-gateway'
import type { Gateway, Identity, Signer } from '@hyperledger/fabric-gateway'
import type { IdentityFiles, LedgerConfig, LedgerDeadlines } from '../config'
import type { Role } from '@eco/domain'
import { Refusal, ROLES } from '@eco/domain'
import { RegisterUnavailable } from '../register/register'
import { createSigner } from './signer'

const MEGABYTE = 1024 * 1024

/** One gRPC channel to the own peer, and on it one signing client for each role that has an identity. */
export interface Connection {
  client(role: Role): Gateway
  /** Any role will do, for what every member may read. */
  reader(): Gateway
  /**
   * Gives up the channel for a new one. Node can miss that a socket was reset in the middle of a write
   * (nodejs/node#61304): gRPC then takes a dead connection for a living one, and every call on it runs into its deadline.
   */
  renew(): void
  close(): void
}

/** Prepares the connection; the peer need not be there yet. */
export async function openConnection(
  config: LedgerConfig,
  identities: Readonly<Partial<Record<Role, IdentityFiles>>>,
  deadlines: LedgerDeadlines,
): Promise<Connection> {
  const tls = await readTls(config)
  const signers: RoleSigner[] = []
  for (const role of ROLES) {
    const files = identities[role]
    if (files === undefined) continue
    const identity: Identity = { mspId: config.mspId, credentials: await readFile(files.certificateFile) }
    signers.push({ role, identity, signer: createSigner(await readFile(files.privateKeyFile, 'utf8')) })
  }
  return new RoleClients(() => openChannel(config, tls, signers, deadlines))
}

interface RoleSigner {
  readonly role: Role
  readonly identity: Identity
  readonly signer: Signer
}

interface Channel {
  readonly grpc: grpc.Client
  readonly clients: ReadonlyMap<Role, Gateway>
}

function openChannel(
  config: LedgerConfig,
  tls: Tls,
  signers: readonly RoleSigner[],
  deadlines: LedgerDeadlines,
): Channel {
  const client = new grpc.Client(config.endpoint, tls.credentials, {
    // Blocks and endorsements of large lists exceed the library's 4 MB.
    'grpc.max_receive_message_length': 64 * MEGABYTE,
    // Peers refuse pings that come more often than once a minute.
    'grpc.keepalive_time_ms': 120_000,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
    // A new channel must not find the connection of the one that was given up.
    'grpc.use_local_subchannel_pool': 1,
    ...(config.serverName === undefined ? {} : { 'grpc.ssl_target_name_override': config.serverName }),
  })
  const clients = signers.map(({ role, identity, signer }) => {
    const gateway = connect({
      client,
      identity,
      signer,
      hash: hash.none,
      evaluateOptions: within(deadlines.evaluate),
      endorseOptions: within(deadlines.endorse),
      submitOptions: within(deadlines.submit),
      commitStatusOptions: within(deadlines.commit),
      ...(tls.clientCertificateHash === undefined ? {} : { tlsClientCertificateHash: tls.clientCertificateHash }),
    })
    return [role, gateway] as const
  })
  return { grpc: client, clients: new Map(clients) }
}

class RoleClients implements Connection {
  readonly #open: () => Channel
  #channel: Channel

  constructor(open: () => Channel) {
    this.#open = open
    this.#channel = open()
  }

  client(role: Role): Gateway {
    const client = this.#channel.clients.get(role)
    if (client === undefined) throw new Refusal('ROLE_NOT_ALLOWED', `this gateway has no identity for the role ${role}`)
    return client
  }

  reader(): Gateway {
    const { clients } = this.#channel
    const [first] = clients.values()
    if (first === undefined) throw new RegisterUnavailable('this gateway has no identity')
    return clients.get('auditor') ?? first
  }

  renew(): void {
    this.close()
    this.#channel = this.#open()
  }

  close(): void {
    for (const client of this.#channel.clients.values()) client.close()
    this.#channel.grpc.close()
  }
}

const within = (milliseconds: number) => (): grpc.CallOptions => ({ deadline: Date.now() + milliseconds })

interface Tls {
  readonly credentials: grpc.ChannelCredentials
  readonly clientCertificateHash: Uint8Array | undefined
}

async function readTls(config: LedgerConfig): Promise<Tls> {
  const root = await readFile(config.tlsRootCertificateFile)
  if (config.tlsClientCertificateFile === undefined || config.tlsClientKeyFile === undefined) {
    return { credentials: grpc.credentials.createSsl(root), clientCertificateHash: undefined }
  }
  const certificate = await readFile(config.tlsClientCertificateFile)
  const key = await readFile(config.tlsClientKeyFile)
  return {
    credentials: grpc.credentials.createSsl(root, key, certificate),
    clientCertificateHash: createHash('sha256').update(new X509Certificate(certificate).raw).digest(),
  }
}

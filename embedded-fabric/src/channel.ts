import { join } from 'node:path'
import { DialPatience } from './chaincode/dial-patience'
import { keepDescription } from './channel-folder'
import { createControls } from './controls'
import type { Controls } from './controls'
import { defineChaincode, redefineChaincode } from './definitions'
import type { DefinitionChange } from './definitions'
import { issueClient } from './identity/authority'
import type { ClientOptions } from './identity/authority'
import type { Credentials, Membership, OrganizationMaterial } from './identity/identity'
import { materialOf } from './identity/material-store'
import { createMembership } from './identity/msp'
import { createSigner } from './identity/signing'
import type { Ledger } from './ledger/ledger'
import { openLedger } from './ledger/open'
import { LedgerError } from './ledger/store'
import { DEFAULT_CUTTING } from './options'
import type { ChannelOptions, OrganizationOptions } from './options'
import { accessRules } from './services/access'
import { BlockFeed } from './services/block-feed'
import { Endpoint } from './services/endpoint'
import type { ChannelParts } from './services/gateway-service'
import { DEFAULT_LIMITS } from './services/limits'
import { largestMessage, startOrdering } from './services/orderer'
import { Peer } from './services/peer'
import { genesisBlock } from './wire/genesis'

const RECONCILE_MS = 500

/** How to reach one organisation's peer, and who its identities are. */
export interface Organization {
  readonly mspId: string
  readonly endpoint: string
  readonly port: number
  /** PEM of the authority that the endpoint's certificate is checked by. */
  readonly tlsRootCertificate: string
  readonly material: OrganizationMaterial
  /** A new client identity of the organisation. */
  newClient(options: ClientOptions): Promise<Credentials>
}

export interface Channel extends AsyncDisposable {
  readonly channelId: string
  readonly organizations: readonly Organization[]
  /** Number of the next block. */
  readonly height: number
  readonly controls: Controls
  /** Fulfilled with the reason when the channel has ended by itself, because its ledger cannot be written; else never. */
  readonly failed: Promise<LedgerError>
  organization(mspId: string): Organization
  /** Changes a chaincode's definition (address, version, policy, collections) while the channel runs. */
  upgradeChaincode(change: DefinitionChange): Promise<void>
  /** Ends all; may be called twice. */
  close(): Promise<void>
}

/** Starts a Fabric channel in this process, on loopback only. */
export async function startChannel(options: ChannelOptions): Promise<Channel> {
  options.log?.(
    `Embedded channel '${options.channelId}': all organisations in one process, one operator, loopback only. Not for production.`,
  )
  if (options.dataFolder !== undefined) keepDescription(options.dataFolder, options)
  const materials = await Promise.all(
    options.organizations.map(({ mspId, material }) => materialOf(mspId, material, options.dataFolder)),
  )
  const channel = new RunningChannel(options, materials)
  await channel.listen()
  return channel
}

class RunningChannel implements Channel {
  readonly channelId: string
  readonly organizations: Organization[] = []
  readonly controls: Controls
  readonly failed: Promise<LedgerError>
  readonly #options: ChannelOptions
  readonly #materials: readonly OrganizationMaterial[]
  readonly #membership: Membership
  readonly #ledger: Ledger
  readonly #peers = new Map<string, Peer>()
  readonly #endpoints = new Map<string, Endpoint>()
  readonly #addresses: Map<string, string>
  readonly #parts: ChannelParts
  readonly #reconciling: NodeJS.Timeout
  readonly #fulfilFailed: (error: LedgerError) => void
  readonly #patience = new DialPatience()
  #closed: Promise<void> | undefined

  constructor(options: ChannelOptions, materials: readonly OrganizationMaterial[]) {
    const { channelId, dataFolder } = options
    this.channelId = channelId
    const failure = Promise.withResolvers<LedgerError>()
    this.failed = failure.promise
    this.#fulfilFailed = failure.resolve
    this.#options = options
    this.#materials = materials
    this.#addresses = new Map(options.chaincodes.map(({ name, address }) => [name, address]))
    const [first] = materials
    if (first === undefined) throw new Error('a channel needs at least one organisation')
    const observers = new Set(
      options.organizations.filter(({ observer }) => observer === true).map(({ mspId }) => mspId),
    )
    // One for all: what is known of an identity or a signature is known to every peer of this process.
    const membership = createMembership(materials)
    this.#membership = membership
    const signer = createSigner(first.mspId, first.peer)
    this.#ledger = openLedger({
      ...(dataFolder === undefined ? {} : { file: join(dataFolder, 'ledger.db') }),
      channelId,
      membership,
      signer,
      genesis: genesisBlock(
        { channelId, organizations: materials, observers, policies: options.policies ?? {}, now: new Date() },
        signer,
      ),
    })
    const access = accessRules(membership, observers)
    const feed = new BlockFeed(this.#ledger)
    const { cutting = DEFAULT_CUTTING } = options
    const ordering = startOrdering({
      cutting,
      deliver: (envelopes) => {
        feed.announce(this.#ledger.commit(envelopes))
      },
      onFailure: (error) => {
        this.#fail(error)
      },
    })
    this.#parts = {
      channelId,
      feed,
      ordering,
      observers,
      access,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      maxMessageBytes: largestMessage(cutting),
      orderers: materials
        .filter(({ mspId }) => !observers.has(mspId))
        .map(({ mspId, domain }) => ({ mspId, address: `orderer.${domain}` })),
      peers: this.#peers,
      distribute: (txId, results) => {
        this.#distribute(txId, results)
      },
    }
    try {
      for (const chaincode of options.chaincodes) defineChaincode(this.#ledger, chaincode)
    } catch (error) {
      this.#ledger.close()
      throw error
    }
    this.controls = createControls({
      channelId,
      peers: this.#peers,
      endpoints: this.#endpoints,
      ledger: this.#ledger,
      ordering,
      portOf: (mspId) => this.organization(mspId).port,
    })
    this.#reconciling = setInterval(() => {
      this.#reconcile()
    }, RECONCILE_MS).unref()
  }

  get height(): number {
    return this.#ledger.height
  }

  /** Opens every organisation's endpoint; gives everything back when one port is taken. */
  async listen(): Promise<void> {
    try {
      await Promise.all(
        this.#materials.map(async (material, index) => {
          const organization = this.#options.organizations[index]
          if (organization !== undefined) this.organizations[index] = await this.#open(organization, material)
        }),
      )
    } catch (error) {
      await this.close()
      throw error
    }
  }

  organization(mspId: string): Organization {
    const organization = this.organizations.find((candidate) => candidate.mspId === mspId)
    if (organization === undefined) throw new Error(`${mspId} is not an organisation of channel ${this.channelId}`)
    return organization
  }

  async upgradeChaincode(change: DefinitionChange): Promise<void> {
    redefineChaincode(this.#ledger, change)
    if (change.address === undefined || change.address === this.#addresses.get(change.name)) return
    this.#addresses.set(change.name, change.address)
    await Promise.all([...this.#peers.values()].map((peer) => peer.disconnect(change.name)))
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    clearInterval(this.#reconciling)
    this.#parts.ordering.close()
    for (const endpoint of this.#endpoints.values()) endpoint.stop()
    await Promise.all([...this.#peers.values()].map((peer) => peer.disconnect()))
    this.#ledger.close()
  }

  async #open({ mspId, port = 0 }: OrganizationOptions, material: OrganizationMaterial): Promise<Organization> {
    const peer = new Peer({
      signer: createSigner(mspId, material.peer),
      address: `peer0.${material.domain}`,
      ledger: this.#ledger,
      membership: this.#membership,
      access: this.#parts.access,
      channelId: this.channelId,
      limits: this.#parts.limits,
      patience: this.#patience,
      addressOf: (chaincode) => this.#addresses.get(chaincode),
    })
    this.#peers.set(mspId, peer)
    const endpoint = new Endpoint({
      parts: this.#parts,
      peer,
      material,
      requireClientCertificates: this.#options.requireClientCertificates ?? false,
      tlsRootCertificates: this.#materials.map(({ tlsCa }) => tlsCa.certificate),
    })
    this.#endpoints.set(mspId, endpoint)
    const bound = await endpoint.listen(port)
    return {
      mspId,
      port: bound,
      endpoint: `127.0.0.1:${bound}`,
      tlsRootCertificate: material.tlsCa.certificate,
      material,
      newClient: (client) => issueClient(material, client),
    }
  }

  #distribute(txId: string, results: Uint8Array): void {
    const running = [...this.#peers.values()].filter((peer) => peer.running)
    this.#ledger.keepTransient(
      txId,
      running.map(({ mspId }) => mspId),
      results,
    )
  }

  #reconcile(): void {
    try {
      for (const { mspId, running } of this.#peers.values()) if (running) this.#ledger.reconcile(mspId)
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  /** A peer that cannot keep a block must not go on; Fabric's ends its process. */
  #fail({ message }: Error): void {
    const sentence = `Block ${this.height} cannot be written to the ledger: ${message}. The channel has ended; start it again once the cause is removed.`
    this.#options.log?.(sentence)
    this.#fulfilFailed(new LedgerError(sentence))
    void this.close()
  }
}

import type { OrganizationMaterial } from 'embedded-fabric'
import { readMaterial } from './development-keys'
import { allOf } from './all-of'
import { findBinaries } from './fabric/binaries'
import type { FabricBinaries } from './fabric/binaries'
import { packageOf } from './fabric/fabric-network'
import type { FabricChaincode, FabricNetwork } from './fabric/fabric-network'
import type { ChaincodeAddress } from './fabric/nodes'
import type { FabricOrganization } from './fabric/network-file'
import { ONE_MACHINE, PRODUCTION } from './fabric/settings'
import type { FabricSettings } from './fabric/settings'
import { startFabricNetwork } from './fabric/start'
import type { WatchedProcess } from './fabric/watched-process'
import { PROGRAMS } from './layout'
import type { Layout } from './layout'
import type { Cutting, Ledger, LedgerOptions, Profile } from './ledger'
import { NodeProgram } from './program'
import type { Program } from './program'
import { organisationWith } from './topology'
import type { Organisation, Topology } from './topology'

const SETTINGS: Readonly<Record<Profile, FabricSettings>> = { 'one-machine': ONE_MACHINE, production: PRODUCTION }

/** Hyperledger Fabric: each member's own peer, orderer and service of the contract; the observer's peer. */
export class FabricLedger implements Ledger {
  readonly #options: LedgerOptions
  readonly #binaries: FabricBinaries
  readonly #contracts: readonly Program[]
  #network: FabricNetwork | undefined
  #nodes: readonly Program[] = []
  readonly #stop = new AbortController()
  #starting: Promise<unknown> = Promise.resolve()

  /** @throws BinariesError when there are no binaries to run. */
  constructor(options: LedgerOptions) {
    this.#options = options
    this.#binaries = findBinaries()
    const { id } = packageOf({ name: options.topology.chaincode })
    this.#contracts = membersOf(options).map((member) => contractOf(options, member, id))
  }

  get programs(): readonly Program[] {
    return [...this.#contracts, ...this.#nodes]
  }

  /** The nodes, for tests that look inside; absent until it has started. */
  get network(): FabricNetwork | undefined {
    return this.#network
  }

  async start(log: (line: string) => void): Promise<void> {
    const started = [...this.#contracts.map((contract) => contract.start()), this.#startNodes(log)]
    const all = allOf(started)
    // Who stops waits for the end of the start, however it ends.
    this.#starting = all.catch(() => undefined)
    await all
  }

  async close(): Promise<void> {
    this.#stop.abort(new Error('The network is stopped.'))
    await this.#starting
    await this.#network?.close()
    await Promise.all(this.#contracts.map((contract) => contract.stop()))
  }

  async #startNodes(log: (line: string) => void): Promise<void> {
    const { topology, layout, cutting, profile, onDeath } = this.#options
    const materials = await Promise.all(
      topology.organisations.map(async (organisation) => ({
        organisation,
        material: await readMaterial(layout, organisation),
      })),
    )
    const network = await startFabricNetwork({
      folder: layout.channel,
      channelId: topology.channel,
      organizations: materials.map(({ organisation, material }) => fabricOrganization(organisation, material)),
      chaincodes: [chaincodeOf(topology, materials)],
      binaries: this.#binaries,
      settings: { ...SETTINGS[profile], ...(cutting && settingsOf(cutting)) },
      log,
      signal: this.#stop.signal,
      onDeath: (process, sentence) => onDeath(this.#programOf(process), sentence),
    })
    this.#network = network
    this.#nodes = network.processes.map((process) => this.#programOf(process))
  }

  #programOf(process: WatchedProcess): Program {
    const { mspId, kind } = process.spec
    const { code } = organisationWith(mspId, this.#options.topology)
    return new NodeOfFabric(`${code} ${kind}`, process)
  }
}

interface Material {
  readonly organisation: Organisation
  readonly material: OrganizationMaterial
}

/** A peer or an orderer in the words of the launcher. */
class NodeOfFabric implements Program {
  readonly id: string
  readonly part = 'channel'
  readonly #process: WatchedProcess

  constructor(id: string, process: WatchedProcess) {
    this.id = id
    this.#process = process
  }

  get name(): string {
    return this.#process.name
  }

  get logFile(): string {
    return this.#process.logFile
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  start(): Promise<void> {
    return this.#process.start()
  }

  stop(): Promise<void> {
    return this.#process.stop()
  }

  kill(): Promise<void> {
    return this.#process.kill()
  }
}

function membersOf({ topology }: LedgerOptions): readonly Organisation[] {
  return topology.organisations.filter(({ observer }) => !observer)
}

function contractOf({ layout, onDeath }: LedgerOptions, member: Organisation, packageId: string): Program {
  const spec = {
    name: `The contract of ${member.mspId}`,
    script: PROGRAMS.chaincode,
    logFile: layout.log(`chaincode-${member.code}`),
    environment: contractEnvironment(layout, member, packageId),
  }
  return new NodeProgram(`${member.code} contract`, 'chaincode', spec, onDeath)
}

/** What a member's service of the contract is told: who it is, where it listens, and the keys it shows to its peer. */
export function contractEnvironment(layout: Layout, member: Organisation, packageId: string): Record<string, string> {
  const { contractCertificate, contractKey, tlsRoot } = layout.keys(member.code)
  return {
    CHAINCODE_ID: packageId,
    CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${member.nodePorts.contract}`,
    CHAINCODE_TLS_CERTIFICATE_FILE: contractCertificate,
    CHAINCODE_TLS_KEY_FILE: contractKey,
    CHAINCODE_TLS_CLIENT_ROOT_FILE: tlsRoot,
  }
}

function chaincodeOf({ chaincode, policy, collections }: Topology, materials: readonly Material[]): FabricChaincode {
  const members = materials.filter(({ organisation }) => !organisation.observer)
  const addresses = members.map((own) => [own.organisation.mspId, addressOf(own)] as const)
  return { name: chaincode, policy, collections, addresses: Object.fromEntries(addresses) }
}

function addressOf({ organisation, material }: Material): ChaincodeAddress {
  const { certificate: clientCertificate, privateKey: clientKey } = material.peerTls
  return {
    address: `127.0.0.1:${organisation.nodePorts.contract}`,
    tls: { rootCertificate: material.tlsCa.certificate, clientCertificate, clientKey },
  }
}

function fabricOrganization(organisation: Organisation, material: OrganizationMaterial): FabricOrganization {
  const { mspId, observer, peerPort, nodePorts } = organisation
  return {
    mspId,
    observer,
    domain: material.domain,
    material,
    ports: {
      peer: peerPort,
      peerChaincode: nodePorts.peerChaincode,
      peerOperations: nodePorts.peerOperations,
      orderer: nodePorts.orderer,
      ordererAdmin: nodePorts.ordererAdmin,
      ordererOperations: nodePorts.ordererOperations,
    },
  }
}

function settingsOf({ maxMessages, maxBytes, timeoutMs }: Cutting): Partial<FabricSettings> {
  return {
    blockMaxMessages: maxMessages,
    blockMaxBytes: maxBytes,
    blockInterval: `${timeoutMs}ms`,
    requestPoolSize: Math.max(2000, 2 * maxMessages),
  }
}

import {
  issueClient,
  parseApplicationPolicy,
  type CollectionDefinition,
  type Credentials,
  type ApplicationPolicy,
} from 'embedded-fabric'
import type { ClientOptions, OrganizationMaterial } from 'embedded-fabric'
import { chaincodePackage, type ChaincodePackage } from './chaincode-package'
import { faultyOf } from './channel-policies'
import type { MemberIdentities } from './identities'
import { agree, install, type AgreedDefinition } from './lifecycle'
import { writeConnection, type ChaincodeAddress } from './nodes'
import { PeerConnection } from './peer-connection'
import { HOST, serverName, writers, type MemberPlan, type NetworkPlan } from './plan'
import { probe, type Probe } from './probe'
import { readStatus, readViews, type NetworkStatus } from './status'
import { watchViews } from './view-watch'
import type { WatchedProcess } from './watched-process'
import type { Watchdog } from './watchdog'

/** A chaincode, and where each member's service of it listens. */
export interface FabricChaincode {
  readonly name: string
  readonly version?: string
  readonly policy: string | ApplicationPolicy
  readonly collections?: readonly CollectionDefinition[]
  /** By MSP id, one for every member that endorses: `host:port`, or a connection over TLS. */
  readonly addresses: Readonly<Record<string, string | ChaincodeAddress>>
  /** What the package says of the code that the services run. */
  readonly manifest?: Readonly<Record<string, string>>
  /** A call that changes nothing, by which it is seen that the network is ready. */
  readonly probe?: Probe
}

/** What a gateway of one organisation needs to know. */
export interface RunningOrganization {
  readonly mspId: string
  readonly observer: boolean
  /** `host:port` of its peer. */
  readonly endpoint: string
  /** The name in its TLS certificate. */
  readonly serverName: string
  /** PEM. */
  readonly tlsRootCertificate: string
  readonly material: OrganizationMaterial
  /** Issues an identity of the organisation. */
  newClient(options: ClientOptions): Promise<Credentials>
}

export interface NetworkParts {
  readonly plan: NetworkPlan
  readonly identities: ReadonlyMap<string, MemberIdentities>
  readonly processes: readonly WatchedProcess[]
  readonly watchdog: Watchdog
  readonly timeoutMs: number
}

/** The package of a chaincode, before anything runs: its services must know their id. */
export function packageOf(chaincode: Pick<FabricChaincode, 'name' | 'version' | 'manifest'>): ChaincodePackage {
  const { name, version = DEFAULT_VERSION, manifest } = chaincode
  return chaincodePackage({ name, version, ...(manifest !== undefined && { manifest }) })
}

const DEFAULT_VERSION = '1.0'
const PATIENCE_WITH_LOCKED_MS = 1_000

/** A running network of Hyperledger Fabric: peers, orderers, and the connections by which the launcher asks them. */
export class FabricNetwork implements AsyncDisposable {
  readonly channelId: string
  readonly organizations: readonly RunningOrganization[]
  readonly processes: readonly WatchedProcess[]
  readonly #parts: NetworkParts
  readonly #connections: ReadonlyMap<string, PeerConnection>
  readonly #stopWatch = new AbortController()
  #watching: Promise<void> = Promise.resolve()
  #closing: Promise<void> | undefined

  constructor(parts: NetworkParts) {
    this.#parts = parts
    this.channelId = parts.plan.channelId
    this.processes = parts.processes
    this.organizations = parts.plan.members.map((member) => runningOrganization(member, this.#identities(member)))
    this.#connections = new Map(
      parts.plan.members.map((member) => [member.mspId, new PeerConnection(member, this.#identities(member))]),
    )
  }

  /** The organisation with this MSP id. */
  organization(mspId: string): RunningOrganization {
    const found = this.organizations.find((organization) => organization.mspId === mspId)
    if (found === undefined) throw new Error(`There is no ${mspId} in the network`)
    return found
  }

  /** One program of the network, to end it as a fault would, and to start it again. */
  process(mspId: string, kind: 'peer' | 'orderer'): WatchedProcess {
    const found = this.processes.find(({ spec }) => spec.mspId === mspId && spec.kind === kind)
    if (found === undefined) throw new Error(`${mspId} has no ${kind}`)
    return found
  }

  /** The connection by which the launcher asks this organisation's peer, as its administrator. */
  connection(mspId: string): PeerConnection {
    const found = this.#connections.get(mspId)
    if (found === undefined) throw new Error(`There is no ${mspId} in the network`)
    return found
  }

  /**
   * Installs the chaincode at every member, makes its definition the channel's and waits until an endorsement that
   * satisfies its policy is in every ledger. What is done already is not done again; another version is an upgrade.
   */
  async defineChaincode(chaincode: FabricChaincode, signal?: AbortSignal): Promise<void> {
    const { plan, timeoutMs } = this.#parts
    const package_ = packageOf(chaincode)
    const endorsers = writers(plan)
    await writeConnections(plan, chaincode)
    const connections = endorsers.map(({ mspId }) => this.connection(mspId))
    await Promise.all(connections.map((connection) => install(connection, package_)))
    await agree(plan.channelId, connections, agreedDefinition(chaincode), package_)
    await probe({
      channelId: plan.channelId,
      chaincode: chaincode.name,
      call: chaincode.probe,
      endorsers: connections,
      observers: plan.members.filter(({ observer }) => observer).map(({ mspId }) => this.connection(mspId)),
      timeoutMs,
      signal,
    })
  }

  /** What every member's nodes do now. */
  status(): Promise<NetworkStatus> {
    const { plan } = this.#parts
    return readStatus(
      plan.channelId,
      plan.members.map((member) => ({
        member,
        identities: this.#identities(member),
        nodes: this.processes
          .filter(({ spec }) => spec.mspId === member.mspId)
          .map(({ spec, pid }) => ({ kind: spec.kind, pid })),
      })),
    )
  }

  /** Begins to restart orderers that lock themselves up, until the network is closed. */
  watchOrderers(log: (line: string) => void): void {
    const { plan } = this.#parts
    const members = writers(plan)
    const orderer = ({ mspId }: MemberPlan): WatchedProcess => this.process(mspId, 'orderer')
    const look = (): ReturnType<typeof readViews> =>
      readViews(
        plan.channelId,
        members.filter((member) => orderer(member).running),
      )
    const restart = async (mspId: string): Promise<void> => {
      const process = this.process(mspId, 'orderer')
      await process.stop(PATIENCE_WITH_LOCKED_MS)
      await process.start()
    }
    this.#watching = watchViews({ look, restart, log }, faultyOf(members.length), this.#stopWatch.signal)
  }

  /** Stops every process: asks it to end, and makes it end after ten seconds. Twice is the same as once. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    this.#stopWatch.abort()
    await this.#watching
    for (const connection of this.#connections.values()) connection.close()
    await Promise.all(this.processes.map((process) => process.stop()))
    this.#parts.watchdog.close()
  }

  #identities({ mspId }: MemberPlan): MemberIdentities {
    const own = this.#parts.identities.get(mspId)
    if (own === undefined) throw new Error(`${mspId} has no identities`)
    return own
  }
}

/** Tells every member's peer where its service of the chaincode is; read when the peer starts or the package is new. */
export async function writeConnections(plan: NetworkPlan, chaincode: FabricChaincode): Promise<void> {
  const { label } = packageOf(chaincode)
  await Promise.all(writers(plan).map((member) => writeConnection(member, label, addressOf(chaincode, member))))
}

function runningOrganization(member: MemberPlan, { material }: MemberIdentities): RunningOrganization {
  return {
    mspId: member.mspId,
    observer: member.observer,
    endpoint: `${HOST}:${member.ports.peer}`,
    serverName: serverName(member),
    tlsRootCertificate: material.tlsCa.certificate,
    material,
    newClient: (options) => issueClient(material, options),
  }
}

function agreedDefinition({
  name,
  version = DEFAULT_VERSION,
  policy,
  collections = [],
}: FabricChaincode): AgreedDefinition {
  return { name, version, policy: typeof policy === 'string' ? parseApplicationPolicy(policy) : policy, collections }
}

function addressOf({ name, addresses }: FabricChaincode, { mspId }: MemberPlan): ChaincodeAddress {
  const address = addresses[mspId]
  if (address === undefined) throw new Error(`The chaincode ${name} has no address at ${mspId}`)
  return typeof address === 'string' ? { address } : address
}

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FabricBinaries } from './binaries'
import { writeBuilder } from './builder'
import { CONNECTIONS_VARIABLE, ordererConfig, peerConfig } from './node-config'
import { writers, type MemberPlan, type NetworkPlan } from './plan'
import { writePrivate } from './private-file'
import type { FabricSettings } from './settings'
import type { ProcessSpec } from './watched-process'

/** Without the colours that Fabric writes into files as well. */
const LOG_FORMAT = '%{time:2006-01-02T15:04:05.000Z07:00} %{level:.4s} [%{module}] %{message}'

export interface NodesOptions {
  readonly plan: NetworkPlan
  readonly binaries: FabricBinaries
  readonly settings: FabricSettings
  readonly requireClientCertificates: boolean
}

/** Writes what the nodes read: their configuration and the builder's programs. */
export async function writeNodeFiles({ plan, settings, requireClientCertificates }: NodesOptions): Promise<void> {
  const builderFolder = join(plan.folder, 'builder')
  await writeBuilder(builderFolder)
  await Promise.all(
    plan.members.map(async (member) => {
      const core = peerConfig({ plan, member, settings, builderFolder, requireClientCertificates })
      await writePrivate(join(member.folder, 'peer', 'core.yaml'), yaml(core))
      if (!member.observer)
        await writePrivate(join(member.folder, 'orderer', 'orderer.yaml'), yaml(ordererConfig(member, settings)))
    }),
  )
}

/** Where a member's peer finds its service of a chaincode, and how the two know each other; texts are PEM. */
export interface ChaincodeAddress {
  /** `host:port` */
  readonly address: string
  /** What the peer shows, and whom it believes; absent: no TLS. */
  readonly tls?: {
    readonly rootCertificate: string
    readonly clientCertificate: string
    readonly clientKey: string
  }
}

/** Describes where the member's peer finds its chaincode service. */
export async function writeConnection(
  member: MemberPlan,
  label: string,
  { address, tls }: ChaincodeAddress,
): Promise<void> {
  const connection = {
    address,
    dial_timeout: '5s',
    tls_required: tls !== undefined,
    ...(tls && {
      client_auth_required: true,
      root_cert: tls.rootCertificate,
      client_cert: tls.clientCertificate,
      client_key: tls.clientKey,
    }),
  }
  await writePrivate(join(connectionsFolder(member), `${label}.json`), JSON.stringify(connection))
}

/** A peer keeps the connection it has once read; removed while the peer is stopped, so that a new address counts. */
export async function forgetConnections(member: MemberPlan): Promise<void> {
  await rm(join(member.folder, 'peer', 'data', 'externalbuilder', 'builds'), { recursive: true, force: true })
}

/** Every program of the network: the peers, then the orderers. */
export function processSpecs({ plan, binaries, settings }: NodesOptions): readonly ProcessSpec[] {
  const logs = join(plan.folder, 'logs')
  const peers = plan.members.map((member): ProcessSpec => ({
    name: `The peer of ${member.mspId}`,
    mspId: member.mspId,
    kind: 'peer',
    file: binaries.peer,
    args: ['node', 'start'],
    env: {
      ...environment(join(member.folder, 'peer'), settings.logLevel, settings.peerMemoryLimit),
      [CONNECTIONS_VARIABLE]: connectionsFolder(member),
    },
    logFile: join(logs, `${member.mspId}-peer.log`),
  }))
  const orderers = writers(plan).map((member): ProcessSpec => ({
    name: `The orderer of ${member.mspId}`,
    mspId: member.mspId,
    kind: 'orderer',
    file: binaries.orderer,
    args: [],
    env: environment(join(member.folder, 'orderer'), settings.logLevel, settings.ordererMemoryLimit),
    logFile: join(logs, `${member.mspId}-orderer.log`),
  }))
  return [...peers, ...orderers]
}

/** Nothing of the caller's environment but the PATH: a forgotten CORE_… would change one member's node. */
function environment(folder: string, logLevel: string, memoryLimit: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: folder,
    FABRIC_CFG_PATH: folder,
    FABRIC_LOGGING_SPEC: logLevel,
    FABRIC_LOGGING_FORMAT: LOG_FORMAT,
    GOMEMLIMIT: memoryLimit,
  }
}

function connectionsFolder(member: MemberPlan): string {
  return join(member.folder, 'peer', 'connections')
}

/** JSON is YAML. */
function yaml(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

import { readFile, rename } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { OrganizationMaterial } from 'embedded-fabric'
import { allOf } from '../all-of'
import { findBinaries, type FabricBinaries } from './binaries'
import { FabricNetwork, writeConnections, type FabricChaincode } from './fabric-network'
import { genesisBlock } from './genesis'
import { openIdentities, type MemberIdentities } from './identities'
import { joinPeer } from './lifecycle'
import { openPlan, type FabricOrganization } from './network-file'
import { forgetConnections, processSpecs, writeNodeFiles } from './nodes'
import { joinOrderer, participation } from './participation'
import { takenPorts, writers, type MemberPlan, type NetworkPlan } from './plan'
import { endLeftovers, recordProcesses } from './process-record'
import { writePrivate } from './private-file'
import { ONE_MACHINE, requireConsistent, type FabricSettings } from './settings'
import { messageOf, until } from './wait'
import { WatchedProcess } from './watched-process'
import { startWatchdog } from './watchdog'

const TIMEOUT_MS = 60_000

export interface FabricNetworkOptions {
  /** Everything that the network keeps; the first start decides members and ports. */
  readonly folder: string
  readonly channelId: string
  readonly organizations: readonly FabricOrganization[]
  readonly chaincodes: readonly FabricChaincode[]
  readonly settings?: Partial<FabricSettings>
  /** Default: looked for, as `findBinaries` says. */
  readonly binaries?: FabricBinaries
  readonly requireClientCertificates?: boolean
  /** Hears of every step. */
  readonly log?: (line: string) => void
  /** Hears of every process that ends without being asked to once the network has started; default: the log does. */
  readonly onDeath?: (process: WatchedProcess, sentence: string) => void
  /** How long each step may take. */
  readonly timeoutMs?: number
  /** Ends the start, and what has been started. */
  readonly signal?: AbortSignal
}

/**
 * Starts a network of Hyperledger Fabric on this machine: for each member a peer and an orderer, for an observer a peer.
 * Resolves when an endorsement that satisfies each chaincode's policy is in every ledger; when it cannot, nothing is left
 * running and the error names the process or the step.
 */
export async function startFabricNetwork(options: FabricNetworkOptions): Promise<FabricNetwork> {
  const { log = () => undefined, timeoutMs = TIMEOUT_MS, requireClientCertificates = false } = options
  const settings = { ...ONE_MACHINE, ...options.settings }
  requireConsistent(settings)
  // The builder's programs and the watchdog are written for a POSIX shell.
  if (process.platform === 'win32')
    throw new Error('A network of Hyperledger Fabric is started on Linux or macOS only.')
  const binaries = options.binaries ?? findBinaries()
  const plan = await openPlan({ ...options, folder: resolve(options.folder) })
  const record = join(plan.folder, 'processes.json')
  const left = await endLeftovers(record)
  if (left > 0) log(`ended ${left} processes that an earlier start had left`)
  await requireFreePorts(plan)
  const step = stopwatch(log)
  const identities = await openIdentities(plan, givenMaterial(options.organizations))
  const genesis = await openGenesis(plan, identities, settings)
  const nodes = { plan, binaries, settings, requireClientCertificates }
  await Promise.all([
    writeNodeFiles(nodes),
    ...plan.members.map(forgetConnections),
    ...options.chaincodes.map((chaincode) => writeConnections(plan, chaincode)),
  ])
  step('identities, first block and configuration')

  const watchdog = startWatchdog()
  const failed = new AbortController()
  const signal = AbortSignal.any([failed.signal, options.signal ?? failed.signal])
  let starting = true
  const tellDeath = options.onDeath ?? ((_, sentence) => log(sentence))
  const onDeath = (process: WatchedProcess, sentence: string): void => {
    if (!starting) tellDeath(process, sentence)
    failed.abort(new Error(sentence))
  }
  let recorded = Promise.resolve()
  const onStart = (): void => {
    if (starting) return
    recorded = recorded
      .then(() => recordProcesses(record, runningPids(processes)))
      .catch((error: unknown) => log(messageOf(error)))
  }
  const processes = processSpecs(nodes).map((spec) => new WatchedProcess(spec, watchdog, { onDeath, onStart }))
  const network = new FabricNetwork({ plan, identities, processes, watchdog, timeoutMs })
  const limits = { timeoutMs, signal }
  try {
    signal.throwIfAborted()
    // None may start after the others were stopped.
    await allOf(processes.map((process) => process.start()))
    await recordProcesses(record, runningPids(processes))
    step('processes started')
    await orAborted(signal, joinAll(network, plan, identities, genesis, limits))
    step('channel joined')
    await defineAll(network, options.chaincodes, signal, step)
    starting = false
    network.watchOrderers(log)
    return network
  } catch (error) {
    await network.close()
    throw error
  }
}

async function defineAll(
  network: FabricNetwork,
  chaincodes: readonly FabricChaincode[],
  signal: AbortSignal,
  step: (what: string) => void,
): Promise<void> {
  for (const chaincode of chaincodes) {
    await orAborted(signal, network.defineChaincode(chaincode, signal))
    step(`chaincode ${chaincode.name} endorsed and committed`)
  }
}

function givenMaterial(organizations: readonly FabricOrganization[]): ReadonlyMap<string, OrganizationMaterial> {
  return new Map(organizations.flatMap(({ mspId, material }) => (material === undefined ? [] : [[mspId, material]])))
}

function runningPids(processes: readonly WatchedProcess[]): readonly number[] {
  return processes.flatMap(({ pid }) => (pid === undefined ? [] : [pid]))
}

interface Limits {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Joins every node to the channel, and waits until the orderers take part in the consensus. */
async function joinAll(
  network: FabricNetwork,
  plan: NetworkPlan,
  identities: ReadonlyMap<string, MemberIdentities>,
  genesis: Uint8Array,
  limits: Limits,
): Promise<void> {
  await Promise.all([
    ...writers(plan).map((member) => joinConsensus(member, identities, plan, genesis, limits)),
    ...plan.members.map(({ mspId }) =>
      until(
        `the peer of ${mspId} to join the channel`,
        () => joinPeer(network.connection(mspId), plan.channelId, genesis),
        limits,
      ),
    ),
  ])
}

/** Joins the orderer to the channel and waits until it takes part in the consensus. */
async function joinConsensus(
  member: MemberPlan,
  identities: ReadonlyMap<string, MemberIdentities>,
  { channelId }: NetworkPlan,
  genesis: Uint8Array,
  limits: Limits,
): Promise<void> {
  const own = identities.get(member.mspId)
  if (own === undefined) throw new Error(`${member.mspId} has no identities`)
  await until(
    `the orderer of ${member.mspId} to take part`,
    async () => {
      await joinOrderer(member, own, channelId, genesis)
      const part = await participation(member, own, channelId)
      if (part?.status !== 'active' || part.consensusRelation !== 'consenter') {
        throw new Error(`it is ${part?.consensusRelation ?? 'nothing'}, ${part?.status ?? 'not there'}`)
      }
    },
    limits,
  )
}

/** The first block is made once: what its members have agreed on does not change with a restart. */
async function openGenesis(
  plan: NetworkPlan,
  identities: ReadonlyMap<string, MemberIdentities>,
  settings: FabricSettings,
): Promise<Uint8Array> {
  const file = join(plan.folder, 'genesis.block')
  const kept = await readFile(file).catch(() => undefined)
  if (kept !== undefined) return kept
  const block = genesisBlock(plan, identities, settings)
  await writePrivate(`${file}.new`, block)
  await rename(`${file}.new`, file)
  return block
}

async function requireFreePorts(plan: NetworkPlan): Promise<void> {
  const taken = await takenPorts(plan)
  if (taken.length === 0) return
  throw new Error(
    `Other programs listen on ports of the network: ${taken.join(', ')}. Stop them, or take another folder.`,
  )
}

/** The work's result, unless the signal comes first: then the signal's reason. */
function orAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject)
  })
}

function stopwatch(log: (line: string) => void): (what: string) => void {
  let began = performance.now()
  return (what) => {
    const now = performance.now()
    log(`${what}: ${((now - began) / 1000).toFixed(1)} s`)
    began = now
  }
}

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { findBinaries, ONE_MACHINE, packageOf } from '@eco/network'
import type { LedgerName } from '@eco/network'
import type { ChannelAddresses, Memory, StartOptions } from './channel-options'
import { message, stop, stopSignal, whenAborted } from './child'
import { openGateway } from './client'
import { median, underLoad } from './load'
import { productWorkload, putGetWorkload } from './workloads'
import type { Workload } from './workloads'

const MEMBERS = ['AU', 'CN', 'ID', 'JP', 'KR', 'MG', 'UY', 'CH'].map((code) => `${code}MSP`)
const NAME = 'bench'
const IN_FLIGHT = 64
const BLOCK_MS = 50
const SECONDS = 8

interface Host {
  readonly script: string
  readonly chaincodeId: string
  /** One contract for each organisation, or one for all. */
  readonly contracts: number
  readonly said: string
}

const HOSTS: Readonly<Record<LedgerName, () => Host>> = {
  embedded: () => ({
    script: 'channel-host.js',
    chaincodeId: NAME,
    contracts: 1,
    said: `embedded, blocks of ${BLOCK_MS} ms, synced to disk`,
  }),
  fabric: () => {
    const { version } = findBinaries()
    const { id } = packageOf({ name: NAME })
    const said = `Hyperledger Fabric ${version}, blocks of ${ONE_MACHINE.blockInterval}, a contract for each organisation`
    return { script: 'fabric-host.js', chaincodeId: id, contracts: MEMBERS.length, said }
  },
}

/**
 * A channel under load: eight endorsing organisations, three of them for each transaction, on the embedded channel or on nodes of
 * Hyperledger Fabric. Memory is that of the channel's processes, without the contracts; of nodes the sum of their shares, in
 * which pages that several hold count once.
 */
export async function channelBenchmark(
  log: (line: string) => void,
  { network = 'embedded' }: { readonly network?: string | undefined },
): Promise<Record<string, number>> {
  if (network !== 'embedded' && network !== 'fabric') throw new Error('--network must be embedded or fabric')
  const host = HOSTS[network]()
  const signal = stopSignal()
  const plain = await measure(putGetWorkload(), host, signal, log)
  const product = await measure(productWorkload(), host, signal, log)
  return { ...plain, ...prefixed('product', product) }
}

async function measure(
  workload: Workload,
  host: Host,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'channel-bench-'))
  const children: ChildProcess[] = []
  try {
    log(`${workload.name}: ${MEMBERS.length} organisations, OutOf(3), ${host.said}`)
    const measured = startAndRun({ workload, host, folder, signal, log }, children)
    return await Promise.race([measured, whenAborted(signal)])
  } finally {
    for (const child of children) await stop(child)
    await rm(folder, { recursive: true, force: true })
  }
}

interface Measurement {
  readonly workload: Workload
  readonly host: Host
  readonly folder: string
  readonly signal: AbortSignal
  readonly log: (line: string) => void
}

/** @param children what it starts, the one that must end first in front */
async function startAndRun(measurement: Measurement, children: ChildProcess[]): Promise<Record<string, number>> {
  const { workload, host, folder, signal } = measurement
  const addresses = await Promise.all(Array.from({ length: host.contracts }, freeAddress))
  signal.throwIfAborted()
  const services = addresses.map((address) =>
    fork(workload.server, {
      env: { ...process.env, CHAINCODE_SERVER_ADDRESS: address, CHAINCODE_ID: host.chaincodeId },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  )
  children.push(...services)
  await Promise.all(services.map((service) => message(service)))
  signal.throwIfAborted()
  const began = performance.now()
  const channel = fork(join(__dirname, host.script), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.unshift(channel)
  channel.send({
    mspIds: MEMBERS,
    dataFolder: folder,
    policy: `OutOf(3, ${MEMBERS.map((mspId) => `'${mspId}.peer'`).join(', ')})`,
    blockMs: BLOCK_MS,
    chaincode: {
      name: NAME,
      addresses,
      attributes: workload.attributes,
      probe: workload.probe,
      administrator: workload.preparation?.attributes,
    },
  } satisfies StartOptions)
  return run(measurement, await message<ChannelAddresses>(channel), channel, began)
}

/** Submits what the load needs to be there, each transaction in the name of its organisation. */
async function prepare({ preparation }: Workload, { administrators }: ChannelAddresses): Promise<void> {
  for (const { mspId, name, args } of preparation?.transactions ?? []) {
    const address = administrators.find((candidate) => candidate.mspId === mspId)
    if (address === undefined) throw new Error(`there is no administrator of ${mspId}`)
    const { gateway, close } = openGateway(address)
    try {
      const contract = gateway.getNetwork('bench').getContract(NAME)
      await patiently(() => contract.submitTransaction(name, ...args))
    } finally {
      close()
    }
  }
}

/** Endorsers that are a block behind answer otherwise than the others: then it is tried again. */
async function patiently(submit: () => Promise<unknown>): Promise<void> {
  for (let left = 20; left > 0; left--) {
    try {
      await submit()
      return
    } catch (error) {
      if (left === 1) throw error
      await delay(100)
    }
  }
}

async function run(
  { workload, log }: Measurement,
  addresses: ChannelAddresses,
  channel: ChildProcess,
  began: number,
): Promise<Record<string, number>> {
  await prepare(workload, addresses)
  const { gateway, close } = openGateway(addresses.load)
  try {
    const contract = gateway.getNetwork('bench').getContract(NAME)
    await workload.submit(contract, -1)
    const firstCommitMs = Math.round(performance.now() - began)
    log(`  empty disk to first commit  ${firstCommitMs} ms`)
    const idleRssMiB = await memoryOf(channel)
    log(`  memory before load          ${idleRssMiB} MiB`)
    const alone = await underLoad(1, 3, (n) => workload.submit(contract, 1_000_000 + n))
    const submitP50Ms = Math.round(median(alone.latenciesMs) * 10) / 10
    log(`  one submit alone, median    ${submitP50Ms} ms`)
    await underLoad(IN_FLIGHT, 3, (n) => workload.submit(contract, 2_000_000 + n))
    const submits = await underLoad(IN_FLIGHT, SECONDS, (n) => workload.submit(contract, 3_000_000 + n))
    const submitsPerSecond = Math.round(submits.perSecond)
    log(`  submits, 64 in flight       ${submitsPerSecond} a second, ${submits.failures} failed`)
    const evaluates = await underLoad(IN_FLIGHT, SECONDS, () => workload.evaluate(contract))
    const evaluatesPerSecond = Math.round(evaluates.perSecond)
    log(`  evaluates, 64 in flight     ${evaluatesPerSecond} a second`)
    const rssMiB = await memoryOf(channel)
    log(`  memory after load           ${rssMiB} MiB`)
    return {
      firstCommitMs,
      submitsPerSecond,
      submitsFailed: submits.failures,
      submitP50Ms,
      evaluatesPerSecond,
      idleRssMiB,
      rssMiB,
    }
  } finally {
    close()
  }
}

async function memoryOf(channel: ChildProcess): Promise<number> {
  channel.send('memory')
  const { rssMiB } = await message<Memory>(channel)
  return rssMiB
}

function prefixed(prefix: string, figures: Record<string, number>): Record<string, number> {
  const entries = Object.entries(figures)
  return Object.fromEntries(
    entries.map(([name, value]) => [`${prefix}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, value]),
  )
}

async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `127.0.0.1:${port}`
}

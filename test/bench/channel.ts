import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { findBinaries, ONE_MACHINE, packageOf } from '@eco/network'
import type { LedgerName } from '@eco/network'
import { openGateway } from './client'
import type { ChannelAddress, Memory, StartOptions } from './channel-options'
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
 * Hyperledger Fabric. Memory is that of the channel's processes, without the contracts.
 */
export async function channelBenchmark(
  log: (line: string) => void,
  { network = 'embedded' }: { readonly network?: string | undefined },
): Promise<Record<string, number>> {
  if (network !== 'embedded' && network !== 'fabric') throw new Error('--network must be embedded or fabric')
  const host = HOSTS[network]()
  const plain = await measure(putGetWorkload(), host, log)
  const product = await measure(productWorkload(), host, log)
  return { ...plain, ...prefixed('product', product) }
}

async function measure(
  workload: Workload,
  { script, chaincodeId, contracts, said }: Host,
  log: (line: string) => void,
): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'channel-bench-'))
  const stopped = stopAsked()
  const children: ChildProcess[] = []
  try {
    const addresses = await Promise.all(Array.from({ length: contracts }, freeAddress))
    const services = addresses.map((address) =>
      fork(workload.server, {
        env: { ...process.env, CHAINCODE_SERVER_ADDRESS: address, CHAINCODE_ID: chaincodeId },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      }),
    )
    children.push(...services)
    await Promise.all(services.map((service) => message(service)))
    const began = performance.now()
    const host = fork(join(__dirname, script), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    children.unshift(host)
    host.send({
      mspIds: MEMBERS,
      dataFolder: folder,
      policy: `OutOf(3, ${MEMBERS.map((mspId) => `'${mspId}.peer'`).join(', ')})`,
      blockMs: BLOCK_MS,
      chaincode: { name: NAME, addresses, attributes: workload.attributes, probe: workload.probe },
    } satisfies StartOptions)
    log(`${workload.name}: ${MEMBERS.length} organisations, OutOf(3), ${said}`)
    const measured = message<ChannelAddress>(host).then((address) => run(workload, address, host, began, log))
    return await Promise.race([measured, stopped])
  } finally {
    for (const child of children) await stop(child)
    await rm(folder, { recursive: true, force: true })
  }
}

async function run(
  workload: Workload,
  address: ChannelAddress,
  host: ChildProcess,
  began: number,
  log: (line: string) => void,
): Promise<Record<string, number>> {
  const { gateway, close } = openGateway(address)
  try {
    const contract = gateway.getNetwork('bench').getContract(NAME)
    await workload.submit(contract, -1)
    const firstCommitMs = Math.round(performance.now() - began)
    log(`  empty disk to first commit  ${firstCommitMs} ms`)
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
    host.send('memory')
    const { rssMiB } = await message<Memory>(host)
    log(`  memory of the channel       ${rssMiB} MiB`)
    return {
      firstCommitMs,
      submitsPerSecond,
      submitsFailed: submits.failures,
      submitP50Ms,
      evaluatesPerSecond,
      rssMiB,
    }
  } finally {
    close()
  }
}

/** Rejects at Ctrl-C, so that everything is stopped and removed on the way out. */
function stopAsked(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error('Stopped.')))
  })
}

function prefixed(prefix: string, figures: Record<string, number>): Record<string, number> {
  const entries = Object.entries(figures)
  return Object.fromEntries(
    entries.map(([name, value]) => [`${prefix}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, value]),
  )
}

/** The next message of a child; rejects when it ends instead. */
async function message<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${child.spawnfile} ended with ${String(code)} before it answered`)
  })
  const [value] = (await Promise.race([once(child, 'message'), ended])) as [T]
  ended.catch(() => undefined)
  return value
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || !child.connected) return
  const exit = once(child, 'exit')
  child.disconnect()
  await exit
}

async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `127.0.0.1:${port}`
}

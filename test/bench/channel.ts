import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { openGateway } from './client'
import type { ChannelAddress, StartOptions } from './channel-options'
import { median, underLoad } from './load'
import { productWorkload, putGetWorkload } from './workloads'
import type { Workload } from './workloads'

const MEMBERS = ['AU', 'CN', 'ID', 'JP', 'KR', 'MG', 'UY', 'CH'].map((code) => `${code}MSP`)
const IN_FLIGHT = 64
const BLOCK_MS = 50
const SECONDS = 8

/** The embedded channel under load: eight endorsing organisations, three of them for each transaction, every block synced to disk. */
export async function channelBenchmark(log: (line: string) => void): Promise<Record<string, number>> {
  const plain = await measure(putGetWorkload(), log)
  const product = await measure(productWorkload(), log)
  return { ...plain, ...prefixed('product', product) }
}

async function measure(workload: Workload, log: (line: string) => void): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'channel-bench-'))
  const chaincodeAddress = `127.0.0.1:${String(await freePort())}`
  const chaincode = await start(workload.server, {
    ...process.env,
    CHAINCODE_SERVER_ADDRESS: chaincodeAddress,
    CHAINCODE_ID: 'bench',
  })
  const began = performance.now()
  const host = fork(join(__dirname, 'channel-host.js'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  host.send({
    mspIds: MEMBERS,
    dataFolder: folder,
    policy: `OutOf(3, ${MEMBERS.map((mspId) => `'${mspId}.peer'`).join(', ')})`,
    blockMs: BLOCK_MS,
    chaincode: { name: 'bench', address: chaincodeAddress, attributes: workload.attributes },
  } satisfies StartOptions)
  const address = await message<ChannelAddress>(host)
  const { gateway, close } = openGateway(address)
  try {
    const contract = gateway.getNetwork('bench').getContract('bench')
    await workload.submit(contract, -1)
    const firstCommitMs = performance.now() - began
    const alone = await underLoad(1, 3, (n) => workload.submit(contract, 1_000_000 + n))
    await underLoad(IN_FLIGHT, 3, (n) => workload.submit(contract, 2_000_000 + n))
    const submits = await underLoad(IN_FLIGHT, SECONDS, (n) => workload.submit(contract, 3_000_000 + n))
    const evaluates = await underLoad(IN_FLIGHT, SECONDS, () => workload.evaluate(contract))
    host.send('memory')
    const { rss } = await message<{ rss: number }>(host)
    const figures = {
      firstCommitMs: Math.round(firstCommitMs),
      submitsPerSecond: Math.round(submits.perSecond),
      submitP50Ms: Math.round(median(alone.latenciesMs) * 10) / 10,
      evaluatesPerSecond: Math.round(evaluates.perSecond),
      rssMiB: Math.round(rss / 2 ** 20),
    }
    log(
      `${workload.name}: ${MEMBERS.length.toString()} organisations, OutOf(3), blocks of ${BLOCK_MS.toString()} ms, synced to disk`,
    )
    log(`  empty disk to first commit  ${figures.firstCommitMs.toString()} ms`)
    log(`  submits, 64 in flight       ${figures.submitsPerSecond.toString()} a second`)
    log(`  one submit alone, median    ${figures.submitP50Ms.toString()} ms`)
    log(`  evaluates, 64 in flight     ${figures.evaluatesPerSecond.toString()} a second`)
    log(`  memory of the channel       ${figures.rssMiB.toString()} MiB`)
    return figures
  } finally {
    close()
    await Promise.all([stop(host), stop(chaincode)])
    await rm(folder, { recursive: true, force: true })
  }
}

function prefixed(prefix: string, figures: Record<string, number>): Record<string, number> {
  const entries = Object.entries(figures)
  return Object.fromEntries(
    entries.map(([name, value]) => [`${prefix}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, value]),
  )
}

async function start(script: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = fork(script, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await message(child)
  return child
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

import { constants, existsSync } from 'node:fs'
import { access, readFile, statfs } from 'node:fs/promises'
import { freemem } from 'node:os'
import { dirname } from 'node:path'
import { findBinaries } from '../fabric/binaries'
import type { Layout } from '../layout'
import { readRunning } from '../lock'
import { isFree, portsOf } from '../ports'
import { LEDGERS, topologyAt } from '../topology'
import type { Facts } from './judgement'

/** Looks at this machine, and changes nothing on it. */
export async function gatherFacts(layout: Layout, basePort: number): Promise<Facts> {
  const running = readRunning(layout.lock)
  const existing = nearestExisting(layout.root)
  const { bavail, bsize } = await statfs(existing)
  return {
    nodeVersion: process.version,
    platform: process.platform,
    fabric: lookForFabric(),
    takenPorts: running === undefined ? await takenPorts(basePort) : [],
    runningLauncher: running?.pid,
    leftLock: running === undefined && existsSync(layout.lock),
    dataFolder: layout.root,
    writable: await isWritable(existing),
    freeDiskMiB: Math.floor((bavail * bsize) / 2 ** 20),
    freeMemoryMiB: await freeMemory(),
    openFiles: await openFilesLimit(),
    now: new Date(),
    keysUntil: await keysUntil(layout),
  }
}

function lookForFabric(): Facts['fabric'] {
  try {
    const { version, commit, folder } = findBinaries()
    return { found: `${version} (${commit}) in ${folder}` }
  } catch (error) {
    return { lacking: error instanceof Error ? error.message : String(error) }
  }
}

async function takenPorts(basePort: number): Promise<Facts['takenPorts']> {
  const topology = topologyAt(basePort)
  const all = new Map(
    LEDGERS.flatMap((ledger) => portsOf(topology, ledger).map((entry) => [entry.port, entry] as const)),
  )
  const looked = await Promise.all([...all.values()].map(async (entry) => ({ entry, free: await isFree(entry.port) })))
  return looked.filter(({ free }) => !free).map(({ entry }) => entry)
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder))
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
}

/** What programs can have without others losing theirs: more than what is unused, where the system tells. */
async function freeMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(text) ?? []
  return kilobytes === undefined ? Math.floor(freemem() / 2 ** 20) : Math.floor(Number(kilobytes) / 1024)
}

async function openFilesLimit(): Promise<number | undefined> {
  const text = await readFile('/proc/self/limits', 'utf8').catch(() => '')
  const [, limit] = /^Max open files\s+(\S+)/m.exec(text) ?? []
  return limit === undefined ? undefined : limit === 'unlimited' ? Infinity : Number(limit)
}

async function keysUntil(layout: Layout): Promise<Date | undefined> {
  try {
    const { validUntil } = JSON.parse(await readFile(layout.keysMade, 'utf8')) as { validUntil: string }
    return new Date(validUntil)
  } catch {
    return undefined
  }
}

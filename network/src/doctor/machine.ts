import { readFile } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import { BinariesError, findBinaries } from '../fabric/binaries'
import { isFree, portsOf } from '../ports'
import { topologyAt } from '../topology'
import type { LedgerName } from '../topology'
import type { Facts, MemoryFacts } from './facts'

const MIB = 2 ** 20

/** Where the binaries of Fabric are, or what was found in their place. */
export function lookForFabric(env: Readonly<Record<string, string | undefined>>): Facts['fabric'] {
  try {
    const { version, commit, folder } = findBinaries({ env })
    return { found: `${version} (${commit}) in ${folder}` }
  } catch (error) {
    if (error instanceof BinariesError) return { lacking: error.found }
    throw error
  }
}

/** Ports of the networks that someone listens on. */
export async function takenPorts(networks: readonly LedgerName[], basePort: number): Promise<Facts['takenPorts']> {
  const topology = topologyAt(basePort)
  const uses = new Map(networks.flatMap((name) => portsOf(topology, name).map(({ port, use }) => [port, use] as const)))
  const ports = await Promise.all([...uses].map(async ([port, use]) => ({ port, use, free: await isFree(port) })))
  return ports.filter(({ free }) => !free).map(({ port, use }) => ({ port, use }))
}

/** Memory that new programs can have without others losing theirs. */
export async function memory(): Promise<MemoryFacts> {
  const total = Math.floor(totalmem() / MIB)
  if (process.platform === 'win32') return { total, free: Math.floor(freemem() / MIB) }
  const [system, ofGroup] = await Promise.all([readText('/proc/meminfo'), freeOfGroup()])
  const available = availableIn(system)
  // Elsewhere (macOS) only unused memory is told, which is little on any machine that has run for a while.
  return { total, free: available === undefined ? undefined : Math.min(available, ofGroup) }
}

/** `MemAvailable` of Linux's /proc/meminfo in MiB. */
export function availableIn(meminfo: string): number | undefined {
  const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo) ?? []
  return kilobytes === undefined ? undefined : Math.floor(Number(kilobytes) / 1024)
}

/** What a container's limit leaves (control groups, version 2), in MiB; what only caches files is given back when needed. */
async function freeOfGroup(): Promise<number> {
  const folder = '/sys/fs/cgroup'
  const [limit, used, details] = await Promise.all(
    ['memory.max', 'memory.current', 'memory.stat'].map((name) => readText(`${folder}/${name}`)),
  )
  return leftInGroup(limit ?? '', used ?? '', details ?? '')
}

/** From the three files of a control group; infinite without a limit. */
export function leftInGroup(limit: string, used: string, details: string): number {
  if (!/^\d+$/.test(limit.trim())) return Infinity
  const cached = Number(/^inactive_file (\d+)$/m.exec(details)?.[1] ?? 0)
  return Math.floor((Number(limit) - Number(used) + cached) / MIB)
}

/** How many files this process, and so each that it starts, may have open; Node has raised it as far as it may. */
export function openFiles(): number | undefined {
  if (process.platform === 'win32') return undefined
  // Otherwise names of hosts would be looked up for nothing.
  const report = Object.assign(process.report, { excludeNetwork: true })
  const { userLimits } = report.getReport() as { userLimits?: { open_files?: { soft: number | 'unlimited' } } }
  const limit = userLimits?.open_files?.soft
  return limit === 'unlimited' ? Infinity : limit
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}

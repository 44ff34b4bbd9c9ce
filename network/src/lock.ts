import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { OrganisationCode } from '@eco/domain'
import { LaunchError } from './launch-error'

/** What the lock of a running network tells others. */
export interface Running {
  readonly pid: number
  /** When that process began, as the system counts; a later process with the same number began at another time. */
  readonly began: string
  /** Address of each gateway; empty while the network starts. */
  readonly gateways: Readonly<Partial<Record<OrganisationCode, string>>>
  readonly programs: readonly RunningProgram[]
}

/** A program of the running network; no process id while it is down. */
export interface RunningProgram {
  readonly id: string
  readonly part: string
  readonly logFile: string
  readonly pid?: number
}

/** The right to use a data folder. */
export interface Lock {
  /** Tells others where the network is. */
  tell(running: Pick<Running, 'gateways' | 'programs'>): void
  /** May be called more than once. */
  release(): void
}

/** Takes the lock, also from a launcher that died; @throws LaunchError when a living one holds it. */
export function takeLock(file: string): Lock {
  const own = { pid: process.pid, began: beginning(process.pid), gateways: {}, programs: [] }
  const holder = readRunning(file)
  if (holder !== undefined) throw alreadyRunning(holder)
  rmSync(file, { force: true })
  // Written aside and linked: nobody ever reads half a lock.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(own))
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw alreadyRunning(readRunning(file))
  } finally {
    rmSync(draft, { force: true })
  }
  return {
    tell: (running) => {
      writeFileSync(draft, JSON.stringify({ ...own, ...running }))
      renameSync(draft, file)
    },
    release: () => {
      if (readRunning(file)?.pid === process.pid) rmSync(file, { force: true })
    },
  }
}

/** The living network that holds the lock, if there is one. */
export function readRunning(file: string): Running | undefined {
  let running: Running
  try {
    running = JSON.parse(readFileSync(file, 'utf8')) as Running
  } catch {
    return undefined
  }
  return isAlive(running) ? running : undefined
}

function alreadyRunning(holder: Running | undefined): LaunchError {
  const who = holder === undefined ? 'Another copy' : `Another copy (process ${holder.pid})`
  return new LaunchError(
    `${who} already runs on this data folder: use that one, stop it with Ctrl-C in its terminal, or set ECO_DATA and ECO_BASE_PORT to run a second network.`,
  )
}

function isAlive({ pid, began }: Running): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return beginning(pid) === began
}

/** When a process began, where the system tells (Linux); else nothing, and the number alone decides. */
function beginning(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; the state follows it, the start time is the 20th field from there on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended, and waits only for whoever started it to look.
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '')
  } catch {
    return ''
  }
}

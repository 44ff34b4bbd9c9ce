import { execFile } from 'node:child_process'
import { readFile, rename } from 'node:fs/promises'
import { promisify } from 'node:util'
import { writePrivate } from './private-file'
import { until } from './wait'

const run = promisify(execFile)
const STOP_MS = 10_000

/** A process, told from a later one with the same number by the time it began. */
interface Recorded {
  readonly pid: number
  readonly began: string
}

interface RecordFile {
  readonly launcher: Recorded
  readonly nodes: readonly Recorded[]
}

/** Another launcher runs the network in this folder. */
export class RunningError extends Error {
  override readonly name = 'RunningError'
}

/** Notes which processes run on the folder, so that a later launcher can tell what a crash has left. */
export async function recordProcesses(file: string, pids: readonly number[]): Promise<void> {
  const began = await beginnings([process.pid, ...pids])
  const recorded = (pid: number): Recorded => ({ pid, began: began.get(pid) ?? '' })
  const content: RecordFile = { launcher: recorded(process.pid), nodes: pids.map(recorded) }
  await writePrivate(`${file}.new`, JSON.stringify(content))
  await rename(`${file}.new`, file)
}

/**
 * Ends what a launcher that is gone has left running on the folder; how many processes that were.
 * @throws RunningError if the launcher is alive.
 */
export async function endLeftovers(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return 0
  const { launcher, nodes } = JSON.parse(text) as RecordFile
  const [alive] = await stillRunning([launcher])
  if (alive !== undefined && alive.pid !== process.pid) {
    throw new RunningError(`The launcher with the process id ${alive.pid} runs this network already: stop it first.`)
  }
  if (alive !== undefined) return 0
  const left = await stillRunning(nodes)
  signal(left, 'SIGTERM')
  await until('the processes of an earlier start to end', () => requireEnded(left), { timeoutMs: STOP_MS }).catch(
    async () => signal(await stillRunning(left), 'SIGKILL'),
  )
  return left.length
}

/** The nodes that a launcher which is gone has left running; a later process with one of the numbers is another program. */
export async function leftovers(file: string): Promise<readonly number[]> {
  try {
    const { nodes } = JSON.parse(await readFile(file, 'utf8')) as RecordFile
    return (await stillRunning(nodes)).map(({ pid }) => pid)
  } catch {
    return []
  }
}

async function requireEnded(processes: readonly Recorded[]): Promise<void> {
  const left = await stillRunning(processes)
  if (left.length > 0) throw new Error(`${left.map(({ pid }) => pid).join(', ')} still run`)
}

async function stillRunning(processes: readonly Recorded[]): Promise<readonly Recorded[]> {
  const began = await beginnings(processes.map(({ pid }) => pid))
  return processes.filter((candidate) => candidate.began !== '' && began.get(candidate.pid) === candidate.began)
}

function signal(processes: readonly Recorded[], name: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, name)
    } catch {
      // It has just ended.
    }
  }
}

/** When each process began; one that is gone, or waits only to be buried, is not in the answer. */
async function beginnings(pids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (pids.length === 0) return new Map()
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  // Fails when none of them exists.
  const { stdout } = await run('ps', ['-o', 'pid=,stat=,lstart=', '-p', pids.join(',')], { env }).catch(() => ({
    stdout: '',
  }))
  const rows = [...stdout.matchAll(/^\s*(\d+)\s+(\S+)\s+(.+?)\s*$/gm)]
  return new Map(
    rows.filter(([, , state = '']) => !state.startsWith('Z')).map(([, pid, , began = '']) => [Number(pid), began]),
  )
}

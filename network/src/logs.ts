import { open, stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { ledgerNamed, meantDataFolder } from './data-folder'
import { LaunchError } from './launch-error'
import { layoutOf } from './layout'
import { readRunning } from './lock'
import type { RunningProgram } from './lock'
import { runCommand } from './run-command'

const LINES = 40
const TAIL_BYTES = 64 * 1024
const BETWEEN_LOOKS_MS = 300

/** `npm run logs -- AU peer`: the end of a program's log; with `--follow`, what comes after it too, until Ctrl-C. */
async function main(args: readonly string[]): Promise<void> {
  const ledger = ledgerNamed(args)
  const words = args.filter((word) => word !== '--follow' && word !== '-f' && word !== ledger)
  const running = readRunning(layoutOf(meantDataFolder(args)).lock)
  if (running === undefined) throw new LaunchError('No network runs: its last logs are in the folder logs of its data.')
  const program = programNamed(running.programs, words)
  const end = await printEnd(program.logFile)
  if (words.length + (ledger === undefined ? 0 : 1) < args.length) await follow(program.logFile, end)
}

function programNamed(programs: readonly RunningProgram[], words: readonly string[]): RunningProgram {
  const wanted = words.join(' ').toLowerCase()
  const found = programs.find(({ id }) => id.toLowerCase() === wanted)
  if (found !== undefined) return found
  throw new LaunchError(`Say whose log: ${programs.map(({ id }) => id).join(', ')}.`)
}

/** Where the printed part ends. */
async function printEnd(file: string): Promise<number> {
  const { size } = await stat(file)
  const text = await part(file, Math.max(0, size - TAIL_BYTES), size)
  console.log(text.trimEnd().split('\n').slice(-LINES).join('\n'))
  return size
}

async function follow(file: string, from: number): Promise<never> {
  for (let end = from; ;) {
    await delay(BETWEEN_LOOKS_MS)
    const { size } = await stat(file)
    // Shorter: its program was started again, with a new log.
    const begin = size < end ? 0 : end
    if (size > begin) process.stdout.write(await part(file, begin, size))
    end = size
  }
}

async function part(file: string, from: number, to: number): Promise<string> {
  await using log = await open(file, 'r')
  const { buffer, bytesRead } = await log.read({ buffer: Buffer.alloc(to - from), position: from })
  return buffer.toString('utf8', 0, bytesRead)
}

runCommand(main)

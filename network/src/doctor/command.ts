import { parseArgs } from 'node:util'
import { LaunchError } from '../launch-error'
import { layoutOf, usualDataFolder } from '../layout'
import { drawTable } from '../table'
import { DEFAULT_BASE_PORT, LEDGERS, PORT_RANGE } from '../topology'
import type { LedgerName } from '../topology'
import { lastWritten, lookAtFolder } from './data-folder'
import type { ClockFacts, Facts } from './facts'
import { judge } from './judgement'
import type { Judgement } from './judgement'
import { lookForFabric, memory, openFiles, takenPorts } from './machine'

const USAGE = `npm run doctor [-- embedded | fabric] [--json]

Looks at everything that the networks need of this machine, changes nothing, and says what to do. Ends with 1 when something is a problem.
  embedded, fabric   only what \`npm start\` needs, or \`npm run start:fabric\``

/** `npm run doctor`; the exit code, 1 when something is a problem. */
export async function runDoctor(args: readonly string[], say: (text: string) => void): Promise<number> {
  const { json, networks } = readArguments(args)
  const judgements = judge(await gatherFacts(networks))
  say(json ? JSON.stringify(judgements, undefined, 2) : drawn(judgements))
  return judgements.some(({ verdict }) => verdict === 'problem') ? 1 : 0
}

async function gatherFacts(networks: readonly LedgerName[]): Promise<Facts> {
  const folderOf = new Map<string, LedgerName[]>()
  for (const name of networks) {
    const folder = usualDataFolder(name)
    folderOf.set(folder, [...(folderOf.get(folder) ?? []), name])
  }
  const folders = await Promise.all([...folderOf].map(([folder, names]) => lookAtFolder(layoutOf(folder), names)))
  const basePort = basePortFor(networks)
  const runs = folders.some(({ launcher }) => launcher !== undefined)
  return {
    networks,
    nodeVersion: process.version,
    platform: process.platform,
    fabric: lookForFabric(process.env),
    basePort,
    takenPorts: runs || basePort === undefined ? [] : await takenPorts(networks, basePort),
    memory: await memory(),
    openFiles: openFiles(),
    clock: await clock([...folderOf.keys()]),
    folders,
  }
}

async function clock(folders: readonly string[]): Promise<ClockFacts> {
  const times = await Promise.all(folders.map((folder) => lastWritten(layoutOf(folder))))
  const written = times.flatMap((time) => time ?? []).sort((one, other) => one.getTime() - other.getTime())
  const now = Date.now()
  // The monotonic clock goes on from where the other one was when this process began.
  const movedMs = Math.round(now - (performance.timeOrigin + performance.now()))
  return { now: new Date(now), movedMs, lastWritten: written.at(-1) }
}

function basePortFor(networks: readonly LedgerName[]): number | undefined {
  const port = Number(process.env.ECO_BASE_PORT ?? DEFAULT_BASE_PORT)
  const last = 65_535 - Math.max(...networks.map((name) => PORT_RANGE[name]))
  return Number.isInteger(port) && port > 0 && port <= last ? port : undefined
}

function drawn(judgements: readonly Judgement[]): string {
  const table = drawTable(judgements.map(({ verdict, what, found }) => [verdict, what, found]))
  const lines = judgements.flatMap(({ advice }, index) => {
    const line = table[index] ?? ''
    return advice === undefined ? [line] : [line, `         → ${advice}`]
  })
  return [...lines, '', summary(judgements)].join('\n')
}

function summary(judgements: readonly Judgement[]): string {
  const [problems, warnings] = [count(judgements, 'problem'), count(judgements, 'warning')]
  return problems + warnings === 0 ? 'Nothing to do.' : `Problems: ${problems}. Warnings: ${warnings}.`
}

function count(judgements: readonly Judgement[], wanted: Judgement['verdict']): number {
  return judgements.filter(({ verdict }) => verdict === wanted).length
}

function readArguments(args: readonly string[]): { json: boolean; networks: readonly LedgerName[] } {
  try {
    const options = { json: { type: 'boolean', default: false } } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const unknown = positionals.find((word) => !LEDGERS.some((name) => name === word))
    if (unknown !== undefined) throw new Error(`No network is called '${unknown}'`)
    const networks = LEDGERS.filter((name) => positionals.includes(name))
    return { json: values.json, networks: networks.length === 0 ? LEDGERS : networks }
  } catch (error) {
    throw new LaunchError(`${(error as Error).message}\n\n${USAGE}`)
  }
}

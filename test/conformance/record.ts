import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { BinariesError, findBinaries } from '@eco/network'
import type { FabricBinaries } from '@eco/network'
import { changedRecording, recordingsIn } from 'embedded-fabric/conformance/dist/recordings'
import type { Recording } from 'embedded-fabric/conformance/dist/recordings'
import { playAll } from 'embedded-fabric/conformance/dist/runner'
import type { Played } from 'embedded-fabric/conformance/dist/runner'
import { groupOf } from 'embedded-fabric/conformance/dist/scenario'
import type { Scenario } from 'embedded-fabric/conformance/dist/scenario'
import { SCENARIOS } from 'embedded-fabric/conformance/dist/scenarios/all'
import { Stage } from 'embedded-fabric/conformance/dist/stage'
import { format, resolveConfig } from 'prettier'
import { RecordingNetwork } from './fabric-ledger'

const AT_ONCE = 8
/** A scenario that takes longer is named. */
const SLOW_MS = 20_000
/**
 * Networks that are started for what could not be recorded on the one before: now and then the transactions that a
 * scenario wants in one block reach the leader in another order, or a block is cut between them.
 */
const ATTEMPTS = 3
const HELP = `npm run conformance:record -- [--out FOLDER] [ID | GROUP/ | GROUP/PREFIX …]
Plays the scenarios, or those whose id begins so, on a network of Hyperledger Fabric and records what they show.`

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help === true) return tell(HELP, 0)
  const chosen = SCENARIOS.filter(
    ({ id }) => positionals.length === 0 || positionals.some((start) => id.startsWith(start)),
  )
  if (chosen.length === 0) return tell(`No scenario begins with ${positionals.join(' or ')}.`, 1)
  const binaries = findBinaries()
  const out = values.out ?? recordingsIn(join(dirname(require.resolve('embedded-fabric/package.json')), 'conformance'))
  const began = performance.now()
  let missing: readonly Scenario[] = chosen
  for (let attempt = 1; attempt <= ATTEMPTS && missing.length > 0; attempt++) {
    const played = await record(binaries, missing)
    await write(out, { version: binaries.version, commit: binaries.commit }, played)
    const done = new Set(played.map(({ scenario }) => scenario))
    missing = missing.filter((scenario) => !done.has(scenario))
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  const count = chosen.length - missing.length
  return tell(
    `${count} scenarios recorded with Fabric ${binaries.version} (${binaries.commit}) in ${seconds} s, ${missing.length} failed`,
    missing.length === 0 ? 0 : 1,
  )
}

/** Plays scenarios on a network of their own; those that could not be played to their end are told and left out. */
async function record(binaries: FabricBinaries, scenarios: readonly Scenario[]): Promise<readonly Played[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fabric-conformance-'))
  try {
    await using network = await RecordingNetwork.start({ folder, binaries, log: console.log })
    const stage = new Stage(network)
    const played = await playAll(stage, scenarios, {
      atOnce: AT_ONCE,
      onEnd: (result) => {
        if (result instanceof Error) console.error(result.message)
        else if (result.ms > SLOW_MS) console.log(`${result.scenario.id}: ${Math.round(result.ms / 1000)} s`)
      },
    })
    stage.close()
    return played
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Writes what was played into the recordings of its groups, as the repository's other files are formatted. */
async function write(folder: string, fabric: Recording['fabric'], played: readonly Played[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  const known = new Set(SCENARIOS.map(({ id }) => id))
  for (const [group, members] of Map.groupBy(played, ({ scenario }) => groupOf(scenario))) {
    const transcripts = Object.fromEntries(members.map(({ scenario, transcript }) => [scenario.id, transcript]))
    const { file, recording } = changedRecording(folder, group, { fabric, transcripts }, known)
    const style = await resolveConfig(file)
    await writeFile(file, await format(JSON.stringify(recording), { ...style, parser: 'json' }))
  }
}

function tell(line: string, code: number): number {
  console.log(line)
  return code
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof BinariesError ? error.message : error)
    process.exitCode = 1
  },
)

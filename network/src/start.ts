import { mkdir } from 'node:fs/promises'
import { ledgerNamed } from './data-folder'
import { NO_ROOM_MIB, requireRoom, ROOM_TO_START_MIB } from './disk-room'
import { explain, LaunchError } from './launch-error'
import { layoutOf, usualDataFolder } from './layout'
import { PROFILES } from './ledger'
import type { Profile } from './ledger'
import { takeLock } from './lock'
import type { Lock } from './lock'
import { startNetwork } from './network'
import type { Network } from './network'
import type { Program } from './program'
import { DEFAULT_BASE_PORT, PORT_RANGE } from './topology'
import type { LedgerName } from './topology'

const WHAT: Readonly<Record<LedgerName, { starting: string; note: string; again: string }>> = {
  embedded: {
    starting: 'Starting the channel, the contract and nine gateways …',
    note: 'An embedded channel: one operator, this machine only, for development.',
    again: 'npm start',
  },
  fabric: {
    starting: 'Starting nine peers, eight orderers and eight contracts of Hyperledger Fabric, and nine gateways …',
    note: 'Hyperledger Fabric: each member has its own peer, orderer and contract; `npm run status` draws them.',
    again: 'npm run start:fabric',
  },
}

/** `npm start` and `npm run start:fabric`: runs the network until Ctrl-C; the exit code says whether it ended as asked. */
async function main(ledger: LedgerName, profile: Profile): Promise<number> {
  const began = performance.now() - process.uptime() * 1000
  const layout = layoutOf(usualDataFolder(ledger))
  const stop = stopAsked()
  await mkdir(layout.root, { recursive: true })
  await requireRoom(layout.root, ROOM_TO_START_MIB)
  const lock = takeLock(layout.lock)
  process.once('exit', () => lock.release())
  say(WHAT[ledger].starting)
  const deaths = new Deaths(ledger, lock)
  const network = await startNetwork({
    dataFolder: layout.root,
    ledger,
    profile,
    basePort: basePort(ledger),
    log: say,
    signal: stop,
    onDeath: (program, sentence) => void deaths.heard(program, sentence),
  }).catch((error: unknown) => {
    if (stop.aborted) return undefined
    throw error
  })
  if (network === undefined) return 0
  try {
    deaths.network = network
    tell(lock, network)
    say(`Ready in ${((performance.now() - began) / 1000).toFixed(1)} s.\n\n${table(network, ledger)}`)
    const failure = await Promise.race([asked(stop), deaths.fatal])
    if (failure !== undefined) throw failure
    say('\nStopping …')
    return 0
  } finally {
    await network.close()
    lock.release()
  }
}

/** Starts a program that died once more; what dies again stays down, or ends a network that cannot do without it. */
class Deaths {
  readonly fatal: Promise<LaunchError>
  network: Network | undefined
  readonly #ledger: LedgerName
  readonly #lock: Lock
  readonly #restarted = new Set<string>()
  #end: (error: LaunchError) => void = () => undefined

  constructor(ledger: LedgerName, lock: Lock) {
    this.#ledger = ledger
    this.#lock = lock
    this.fatal = new Promise((resolve) => (this.#end = resolve))
  }

  async heard(program: Program, sentence: string): Promise<void> {
    const { network } = this
    if (network === undefined) return
    tell(this.#lock, network)
    if (this.#restarted.has(program.id) || program.id === 'channel') {
      this.#giveUp(program, sentence)
      return
    }
    this.#restarted.add(program.id)
    say(`${sentence}\nStarting it again, once …`)
    try {
      await network.restart(program)
      await network.untilReady()
      tell(this.#lock, network)
      say(`${program.name}: started again.`)
    } catch (error) {
      this.#giveUp(program, explain(error, network.layout.root).message)
    }
  }

  #giveUp(program: Program, sentence: string): void {
    if (this.#ledger === 'embedded' || program.part === 'gateways') {
      this.#end(new LaunchError(`${sentence}\nThe network ends; its data is kept.`))
      return
    }
    // The others of eight members go on: that is what they are for.
    say(`${sentence}\nIt stays down; the others go on. \`${WHAT.fabric.again}\`, after Ctrl-C, starts it again.`)
  }
}

/** Aborted by the first Ctrl-C or SIGTERM; later ones change nothing, since everything is stopping already. */
function stopAsked(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  return stop.signal
}

function asked(stop: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve(undefined)
    stop.addEventListener('abort', () => resolve(undefined))
  })
}

function tell(lock: Lock, network: Network): void {
  lock.tell({
    gateways: Object.fromEntries(network.topology.organisations.map(({ code }) => [code, network.url(code)])),
    programs: network.programs.map(({ id, part, pid, logFile }) => ({ id, part, logFile, ...(pid && { pid }) })),
  })
}

function table(network: Network, ledger: LedgerName): string {
  const rows = network.topology.organisations.map(({ code, name }) => {
    const url = network.url(code)
    return `  ${code.padEnd(3)}  ${name.padEnd(16)}  ${url.padEnd(22)}  ${url}/openapi.json`
  })
  return [
    `  ${'member'.padEnd(21)}  ${'gateway'.padEnd(22)}  API description`,
    ...rows,
    '',
    `  ${WHAT[ledger].note}`,
    `  Data and logs: ${network.layout.root} (\`npm run reset\` removes them)`,
    '  A development token: npm run -s token -- KR customs',
    '  Next, in a second terminal: npm run story',
    '  Ctrl-C stops everything.',
  ].join('\n')
}

function basePort(ledger: LedgerName): number {
  const text = process.env.ECO_BASE_PORT ?? String(DEFAULT_BASE_PORT)
  const port = Number(text)
  const last = 65_535 - PORT_RANGE[ledger]
  if (Number.isInteger(port) && port > 0 && port <= last) return port
  throw new LaunchError(`ECO_BASE_PORT must be a port number from 1 to ${last}.`)
}

function say(line: string): void {
  console.log(line)
}

/** A full disk comes first: it explains every other failure, and nothing could log it. */
async function reasonOf(error: unknown, folder: string): Promise<string> {
  const full = await requireRoom(folder, NO_ROOM_MIB).catch((reason: unknown) => reason)
  return explain(full instanceof LaunchError ? full : error, folder).message
}

async function run(args: readonly string[]): Promise<number> {
  const ledger = ledgerNamed(args) ?? 'embedded'
  const profile = PROFILES.find((name) => args.includes(name)) ?? 'one-machine'
  try {
    return await main(ledger, profile)
  } catch (error) {
    console.error(await reasonOf(error, usualDataFolder(ledger)))
    return 1
  }
}

void run(process.argv.slice(2)).then((code) => process.exit(code))

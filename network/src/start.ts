import { mkdir } from 'node:fs/promises'
import { NO_ROOM_MIB, requireRoom, ROOM_TO_START_MIB } from './disk-room'
import { explain, LaunchError } from './launch-error'
import { layoutOf, RUNNING, usualDataFolder } from './layout'
import type { ProgramName } from './layout'
import { takeLock } from './lock'
import type { Lock } from './lock'
import { startNetwork } from './network'
import type { Network } from './network'
import { describeEnding, logEnd } from './node-process'
import { DEFAULT_BASE_PORT, PORT_RANGE } from './topology'

/** `npm start`: runs the network until Ctrl-C; the exit code says whether it ended as asked. */
async function main(): Promise<number> {
  const began = performance.now() - process.uptime() * 1000
  const layout = layoutOf(usualDataFolder())
  const stop = stopAsked()
  await mkdir(layout.root, { recursive: true })
  await requireRoom(layout.root, ROOM_TO_START_MIB)
  const lock = takeLock(layout.lock)
  process.once('exit', () => lock.release())
  say('Starting the channel, the contract and nine gateways …')
  const options = { dataFolder: layout.root, basePort: basePort(), log: say, signal: stop }
  const network = await startNetwork(options).catch((error: unknown) => {
    if (stop.aborted) return undefined
    throw error
  })
  if (network === undefined) return 0
  try {
    tell(lock, network)
    say(`Ready in ${((performance.now() - began) / 1000).toFixed(1)} s.\n\n${table(network)}`)
    const failure = await Promise.race([asked(stop), ...RUNNING.map((program) => watch(program, network, lock))])
    if (failure !== undefined) throw failure
    say('\nStopping …')
    return 0
  } finally {
    await network.close()
    lock.release()
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

/** Restarts a program that died, once; resolves with the sentence that ends the network. */
async function watch(program: ProgramName, network: Network, lock: Lock): Promise<LaunchError> {
  for (let deaths = 1; ; deaths++) {
    const { ended, spec } = network.process(program)
    const ending = await ended
    if (network.process(program).stopping) return new Promise(() => undefined)
    const what = `${spec.name} ${describeEnding(ending)}.${await logEnd(spec.logFile)}`
    if (program === 'channel' || deaths > 1) return new LaunchError(`${what}\nThe network ends; its data is kept.`)
    say(`${what}\nStarting it again, once …`)
    try {
      await network.startProcess(program)
      await network.untilReady()
    } catch (error) {
      return explain(error, network.layout.root)
    }
    tell(lock, network)
    say(`${spec.name}: started again.`)
  }
}

function tell(lock: Lock, network: Network): void {
  lock.tell({
    gateways: Object.fromEntries(network.topology.organisations.map(({ code }) => [code, network.url(code)])),
    processes: RUNNING.map((program) => network.process(program).pid),
  })
}

function table(network: Network): string {
  const rows = network.topology.organisations.map(({ code, name }) => {
    const url = network.url(code)
    return `  ${code.padEnd(3)}  ${name.padEnd(16)}  ${url.padEnd(22)}  ${url}/openapi.json`
  })
  return [
    `  ${'member'.padEnd(21)}  ${'gateway'.padEnd(22)}  API description`,
    ...rows,
    '',
    '  An embedded channel: one operator, this machine only, for development.',
    `  Data and logs: ${network.layout.root} (\`npm run reset\` removes them)`,
    '  A development token: npm run -s token -- KR customs',
    '  Next, in a second terminal: npm run story',
    '  Ctrl-C stops everything.',
  ].join('\n')
}

function basePort(): number {
  const text = process.env.ECO_BASE_PORT ?? String(DEFAULT_BASE_PORT)
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port + PORT_RANGE < 65_536) return port
  throw new LaunchError(`ECO_BASE_PORT must be a port number from 1 to ${65_535 - PORT_RANGE}.`)
}

function say(line: string): void {
  console.log(line)
}

/** A full disk comes first: it explains every other failure, and nothing could log it. */
async function reasonOf(error: unknown): Promise<string> {
  const folder = usualDataFolder()
  const full = await requireRoom(folder, NO_ROOM_MIB).catch((reason: unknown) => reason)
  return explain(full instanceof LaunchError ? full : error, folder).message
}

main().then(
  (code) => process.exit(code),
  async (error: unknown) => {
    console.error(await reasonOf(error))
    process.exit(1)
  },
)

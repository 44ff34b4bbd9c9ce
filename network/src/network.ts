import { mkdir, readdir, writeFile } from 'node:fs/promises'
import type { OrganisationCode, Role } from '@eco/domain'
import { writeGatewayConfig } from './gateway-config'
import { haveDevelopmentKeys } from './keys-validity'
import { explain, LaunchError } from './launch-error'
import { layoutOf, PROGRAMS } from './layout'
import type { Layout, ProgramName } from './layout'
import { NodeProcess } from './node-process'
import type { ProcessSpec } from './node-process'
import { freeBasePort, requireFreePorts } from './ports'
import { untilReady } from './readiness'
import { DEFAULT_BASE_PORT, topologyAt } from './topology'
import type { Organisation, Topology } from './topology'
import { requestToken } from './token-request'

/** When blocks are cut. */
export interface Cutting {
  readonly maxMessages: number
  readonly maxBytes: number
  readonly timeoutMs: number
}

/** What the channel's process is told. */
export interface ChannelOptions {
  readonly dataFolder: string
  readonly basePort: number
  readonly cutting?: Cutting
}

/** How to run the network. */
export interface NetworkOptions {
  readonly dataFolder: string
  /** 0: any free ports. */
  readonly basePort?: number
  readonly cutting?: Cutting
  /** Hears of every step that took more than a second. */
  readonly log?: (line: string) => void
  /** Ends the start, and what has been started. */
  readonly signal?: AbortSignal
}

const START_TIMEOUT_MS = 60_000

/** Starts the channel, the contract and all gateways; resolves when every gateway has seen its register. */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
  const basePort = options.basePort === 0 ? await freeBasePort() : (options.basePort ?? DEFAULT_BASE_PORT)
  const network = new Network(topologyAt(basePort), layoutOf(options.dataFolder), {
    dataFolder: options.dataFolder,
    basePort,
    ...(options.cutting && { cutting: options.cutting }),
  })
  const stop = (): void => void network.close()
  options.signal?.addEventListener('abort', stop)
  try {
    options.signal?.throwIfAborted()
    await network.start(options.log ?? (() => undefined))
    options.signal?.throwIfAborted()
    return network
  } catch (error) {
    await network.close()
    throw explain(error, network.layout.root)
  } finally {
    options.signal?.removeEventListener('abort', stop)
  }
}

/** A running network: three processes, nine gateways. */
export class Network implements AsyncDisposable {
  readonly topology: Topology
  readonly layout: Layout
  readonly #specs: Readonly<Record<keyof typeof PROGRAMS, ProcessSpec>>
  readonly #processes = new Map<ProgramName, NodeProcess>()
  #closed = false

  constructor(topology: Topology, layout: Layout, channel: ChannelOptions) {
    this.topology = topology
    this.layout = layout
    this.#specs = processSpecs(topology, layout, channel)
  }

  /** Starts everything; called once, by `startNetwork`. */
  async start(log: (line: string) => void): Promise<void> {
    await requireFreePorts(this.topology)
    await openDataFolder(this.layout)
    const contract = timed(log, 'Started the contract', this.startProcess('chaincode'))
    await allOf([contract, this.#startOthers(log)])
    await timed(log, 'Waited until every gateway has read the register', this.untilReady())
  }

  async #startOthers(log: (line: string) => void): Promise<void> {
    if (!(await haveDevelopmentKeys(this.layout, new Date()))) {
      const made = NodeProcess.start(this.#specs.keys, { timeoutMs: START_TIMEOUT_MS })
      await timed(log, 'Made keys and certificates', made)
    }
    await writeGatewayConfig(this.layout, this.topology)
    await allOf([
      timed(log, 'Started the channel with nine organisations', this.startProcess('channel')),
      timed(log, 'Started nine gateways', this.startProcess('gateways')),
    ])
  }

  /** Resolves when every gateway says that it is ready. */
  async untilReady(timeoutMs: number = START_TIMEOUT_MS): Promise<void> {
    await untilReady(
      this.topology.organisations.map(({ code }) => this.url(code)),
      timeoutMs,
    )
  }

  /** Address of an organisation's gateway. */
  url(code: OrganisationCode): string {
    return `http://127.0.0.1:${this.organisation(code).gatewayPort}`
  }

  organisation(code: OrganisationCode): Organisation {
    const found = this.topology.organisations.find((organisation) => organisation.code === code)
    if (found === undefined) throw new LaunchError(`There is no organisation ${code} in the network.`)
    return found
  }

  /** A bearer token for a user of that organisation. */
  token(code: OrganisationCode, role: Role): Promise<string> {
    return requestToken(this.url(code), this.organisation(code), role)
  }

  /** The process that runs now. */
  process(name: ProgramName): NodeProcess {
    const found = this.#processes.get(name)
    if (found === undefined) throw new LaunchError(`${this.#specs[name].name} does not run.`)
    return found
  }

  /** Starts a process, again after it ended, on the same data and ports. */
  async startProcess(name: ProgramName): Promise<void> {
    if (this.#closed) throw new LaunchError('The network is stopped.')
    const launched = NodeProcess.launch(this.#specs[name])
    this.#processes.set(name, launched)
    await launched.untilReady({ timeoutMs: START_TIMEOUT_MS })
  }

  /** Stops everything: who asks before who answers. May be called more than once. */
  async close(): Promise<void> {
    this.#closed = true
    for (const name of ['gateways', 'channel', 'chaincode'] as const) await this.#processes.get(name)?.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function processSpecs(
  topology: Topology,
  layout: Layout,
  channel: ChannelOptions,
): Readonly<Record<keyof typeof PROGRAMS, ProcessSpec>> {
  const spec = (program: keyof typeof PROGRAMS): Pick<ProcessSpec, 'script' | 'logFile'> => ({
    script: PROGRAMS[program],
    logFile: layout.log(program),
  })
  const told = [JSON.stringify(channel)]
  return {
    keys: { name: 'Making keys', ...spec('keys'), arguments: told },
    chaincode: {
      name: 'The contract',
      ...spec('chaincode'),
      environment: {
        CHAINCODE_ID: topology.chaincode,
        CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${topology.chaincodePort}`,
      },
    },
    channel: { name: 'The channel', ...spec('channel'), arguments: told },
    gateways: { name: 'The gateways', ...spec('gateways'), arguments: ['--config', layout.gatewayConfig] },
  }
}

/** Makes the folder if there is none; @throws LaunchError when it holds something else. */
async function openDataFolder(layout: Layout): Promise<void> {
  await mkdir(layout.root, { recursive: true })
  const content = await readdir(layout.root)
  const foreign = content.some((name) => !name.startsWith('lock'))
  if (foreign && !content.includes('eco.json')) {
    throw new LaunchError(
      `The folder ${layout.root} holds other things than the data of a network: set ECO_DATA to an empty or a new folder.`,
    )
  }
  await writeFile(layout.marker, JSON.stringify({ format: 1 }))
}

/** Waits for all, also when one fails, and then fails as the first did. */
async function allOf(work: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(work)
  await Promise.all(work)
}

async function timed<T>(log: (line: string) => void, what: string, work: Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work
  const seconds = (performance.now() - began) / 1000
  if (seconds > 1) log(`${what}: ${seconds.toFixed(1)} s`)
  return result
}

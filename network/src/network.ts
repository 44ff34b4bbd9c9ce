import { mkdir, readdir, writeFile } from 'node:fs/promises'
import type { OrganisationCode, Role } from '@eco/domain'
import { allOf } from './all-of'
import { EmbeddedLedger } from './embedded-ledger'
import { FabricLedger } from './fabric-ledger'
import { makeAgreementKeys } from './agreement-keys'
import { writeGatewayConfig } from './gateway-config'
import { haveDevelopmentKeys } from './keys-validity'
import { explain, LaunchError } from './launch-error'
import { layoutOf, PROGRAMS } from './layout'
import type { Layout } from './layout'
import type { Cutting, Ledger, LedgerOptions, Profile } from './ledger'
import { ledgerOf } from './marker'
import { NodeProcess } from './node-process'
import { freeBasePort, requireFreePorts } from './ports'
import { NodeProgram } from './program'
import type { DeathListener, Part, Program } from './program'
import { untilReady } from './readiness'
import { seedRegisters } from './seed/seed-registers'
import { timed } from './timed'
import { DEFAULT_BASE_PORT, topologyAt } from './topology'
import type { LedgerName, Organisation, Topology } from './topology'
import { requestToken } from './token-request'

/** How to run the network. */
export interface NetworkOptions {
  readonly dataFolder: string
  /** Default: embedded. */
  readonly ledger?: LedgerName
  /** Of the nodes of Hyperledger Fabric; default: for one machine. */
  readonly profile?: Profile
  /** 0: any free ports. */
  readonly basePort?: number
  readonly cutting?: Cutting
  /** Organisations whose gateways may read other members' peers while their own is away; default: none. */
  readonly readElsewhere?: readonly OrganisationCode[]
  /** Hears of every step that took more than a second. */
  readonly log?: (line: string) => void
  /** Hears of every program that ends without being asked to, once the network has started. */
  readonly onDeath?: DeathListener
  /** Ends the start, and what has been started. */
  readonly signal?: AbortSignal
}

const START_TIMEOUT_MS = 60_000

/** Starts the channel, the contract and all gateways; resolves when every gateway has seen what the members declare. */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
  const { ledger = 'embedded', log = () => undefined } = options
  const basePort = await basePortOf(options, ledger)
  const network = new Network(ledger, ledgerOptions(options, basePort), options.readElsewhere ?? [])
  const stop = (): void => void network.close()
  options.signal?.addEventListener('abort', stop)
  try {
    options.signal?.throwIfAborted()
    await network.start(log)
    options.signal?.throwIfAborted()
    return network
  } catch (error) {
    await network.close()
    throw explain(error, network.layout.root)
  } finally {
    options.signal?.removeEventListener('abort', stop)
  }
}

function ledgerOptions(
  { dataFolder, cutting, profile = 'one-machine', onDeath = () => undefined }: NetworkOptions,
  basePort: number,
): LedgerOptions {
  const layout = layoutOf(dataFolder)
  return { topology: topologyAt(basePort), layout, basePort, ...(cutting && { cutting }), profile, onDeath }
}

async function basePortOf({ basePort = DEFAULT_BASE_PORT }: NetworkOptions, ledger: LedgerName): Promise<number> {
  return basePort === 0 ? freeBasePort(ledger) : basePort
}

/** A running network: a ledger and nine gateways. */
export class Network implements AsyncDisposable {
  readonly topology: Topology
  readonly layout: Layout
  readonly ledger: Ledger
  readonly #name: LedgerName
  readonly #basePort: number
  readonly #readElsewhere: readonly OrganisationCode[]
  readonly #gateways: Program
  #closed = false

  constructor(name: LedgerName, options: LedgerOptions, readElsewhere: readonly OrganisationCode[]) {
    const { topology, layout, basePort } = options
    this.topology = topology
    this.layout = layout
    this.#name = name
    this.#basePort = basePort
    this.#readElsewhere = readElsewhere
    this.ledger = name === 'embedded' ? new EmbeddedLedger(options) : new FabricLedger(options)
    const gateways = {
      name: 'The gateways',
      script: PROGRAMS.gateways,
      logFile: layout.log('gateways'),
      arguments: ['--config', layout.gatewayConfig],
    }
    this.#gateways = new NodeProgram('gateways', 'gateways', gateways, options.onDeath)
  }

  /** Every program that runs as long as the network does, besides the launcher. */
  get programs(): readonly Program[] {
    return [...this.ledger.programs, this.#gateways]
  }

  /** Starts everything; called once, by `startNetwork`. */
  async start(log: (line: string) => void): Promise<void> {
    await requireFreePorts(this.topology, this.#name)
    await openDataFolder(this.layout, this.#name)
    if (!(await haveDevelopmentKeys(this.layout, new Date()))) {
      await timed(log, 'Made keys and certificates', this.#makeKeys())
    }
    await makeAgreementKeys(this.layout)
    await writeGatewayConfig(this.layout, this.topology, this.#readElsewhere)
    if (this.#closed) throw new LaunchError('The network is stopped.')
    await allOf([this.ledger.start(log), timed(log, 'Started nine gateways', this.#gateways.start())])
    await timed(log, 'Waited until every gateway has read the register', this.untilReady())
    const seeding = seedRegisters(this.layout, this.topology, (code) => this.url(code))
    await timed(log, 'Declared members, authorities and agreements', seeding)
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

  /** The program with this id. */
  program(id: string): Program {
    const found = this.programs.find((program) => program.id === id)
    if (found === undefined) throw new LaunchError(`There is no program ${id} in the network.`)
    return found
  }

  /** All programs of a part. */
  part(part: Part): readonly Program[] {
    return this.programs.filter((program) => program.part === part)
  }

  /** Starts a program again after it ended. */
  async restart(program: Program): Promise<void> {
    if (this.#closed) throw new LaunchError('The network is stopped.')
    await program.start()
  }

  /** Stops everything: who asks before who answers. May be called more than once. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#gateways.stop()
    await this.ledger.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #makeKeys(): Promise<void> {
    const told = [JSON.stringify({ dataFolder: this.layout.root, basePort: this.#basePort })]
    const spec = { name: 'Making keys', script: PROGRAMS.keys, logFile: this.layout.log('keys'), arguments: told }
    await NodeProcess.start(spec, { timeoutMs: START_TIMEOUT_MS })
  }
}

/** Makes the folder if there is none; @throws LaunchError when it holds something else. */
async function openDataFolder(layout: Layout, ledger: LedgerName): Promise<void> {
  await mkdir(layout.root, { recursive: true })
  const content = await readdir(layout.root)
  const foreign = content.some((name) => !name.startsWith('lock'))
  if (foreign && !content.includes('eco.json')) {
    throw new LaunchError(
      `The folder ${layout.root} holds other things than the data of a network: set ECO_DATA to an empty or a new folder.`,
    )
  }
  const kept = foreign ? await ledgerOf(layout) : ledger
  if (kept !== ledger) {
    throw new LaunchError(
      `The folder ${layout.root} holds the data of the ${kept} network, which the ${ledger} one cannot use: set ECO_DATA to another folder.`,
    )
  }
  await writeFile(layout.marker, JSON.stringify({ format: 1, ledger }))
}

import { describeEnding, logEnd, NodeProcess } from './node-process'
import type { ProcessSpec } from './node-process'

/** The three parts of a network; each is one program or several. */
export const PARTS = ['chaincode', 'channel', 'gateways'] as const

/** One of the parts. */
export type Part = (typeof PARTS)[number]

/** A program of the network, as its launcher sees it. */
export interface Program {
  /** Short, as commands take it: `AU peer`, `gateways`. */
  readonly id: string
  /** As sentences begin with it: `The peer of Australia`. */
  readonly name: string
  readonly part: Part
  readonly logFile: string
  /** Absent while it does not run. */
  readonly pid: number | undefined
  /** Starts it, again after it ended, on the same data and ports. */
  start(): Promise<void>
  /** Asks it to end and waits; by force after ten seconds. */
  stop(): Promise<void>
  /** Ends it at once, as a crash would; nobody hears of it as a death. */
  kill(): Promise<void>
}

/** Hears that a program ended without having been asked to; the sentence holds the end of its log. */
export type DeathListener = (program: Program, sentence: string) => void

const START_TIMEOUT_MS = 60_000

/** A Node program of the network. */
export class NodeProgram implements Program {
  readonly id: string
  readonly part: Part
  readonly #spec: ProcessSpec
  readonly #onDeath: DeathListener
  #process: NodeProcess | undefined

  constructor(id: string, part: Part, spec: ProcessSpec, onDeath: DeathListener) {
    this.id = id
    this.part = part
    this.#spec = spec
    this.#onDeath = onDeath
  }

  get name(): string {
    return this.#spec.name
  }

  get logFile(): string {
    return this.#spec.logFile
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** Resolves when it has said that it is ready. */
  async start(): Promise<void> {
    const launched = NodeProcess.launch(this.#spec)
    this.#process = launched
    await launched.untilReady({ timeoutMs: START_TIMEOUT_MS })
    void launched.ended.then(async (ending) => {
      if (this.#process === launched) this.#process = undefined
      if (launched.stopping) return
      this.#onDeath(this, `${this.name} ${describeEnding(ending)}.${await logEnd(this.logFile)}`)
    })
  }

  async stop(): Promise<void> {
    await this.#process?.stop()
  }

  async kill(): Promise<void> {
    await this.#process?.kill()
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Watchdog } from './watchdog'

const STOP_MS = 10_000
const TAIL_BYTES = 4096
const TAIL_LINES = 12

export interface ProcessSpec {
  readonly name: string
  readonly mspId: string
  readonly kind: 'peer' | 'orderer'
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
}

export interface ProcessEvents {
  /** It ended without being asked to: a sentence that names it, with the end of its log. */
  readonly onDeath: (process: WatchedProcess, sentence: string) => void
  readonly onStart?: () => void
}

/** One program of the network; whoever starts it is told when it ends without being asked to. */
export class WatchedProcess {
  readonly spec: ProcessSpec
  readonly #watchdog: Watchdog
  readonly #events: ProcessEvents
  #child: ChildProcess | undefined
  #stopping = false

  constructor(spec: ProcessSpec, watchdog: Watchdog, events: ProcessEvents) {
    this.spec = spec
    this.#watchdog = watchdog
    this.#events = events
  }

  get name(): string {
    return this.spec.name
  }

  get logFile(): string {
    return this.spec.logFile
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get running(): boolean {
    return this.#child !== undefined
  }

  /** Starts it, with a new log; the log of the start before is kept beside it. Does nothing if it runs. */
  async start(): Promise<void> {
    if (this.#child !== undefined) return
    const { file, args, env, logFile } = this.spec
    await mkdir(dirname(logFile), { recursive: true, mode: 0o700 })
    await rename(logFile, `${logFile}.1`).catch(() => undefined)
    const log = openSync(logFile, 'a', 0o600)
    // Its own process group: a Ctrl-C in the terminal reaches the launcher alone, which stops all in order.
    const child = spawn(file, args, {
      detached: true,
      cwd: dirname(logFile),
      env: { ...env },
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    if (child.pid !== undefined) this.#watchdog.watch(child.pid)
    this.#child = child
    this.#stopping = false
    child.once('error', () => undefined)
    child.once('exit', (code, signal) => void this.#ended(child, code, signal))
    if (child.pid === undefined) {
      this.#child = undefined
      throw new Error(`${this.spec.name} cannot be started: ${file}`)
    }
    this.#events.onStart?.()
  }

  /** Asks it to end, and makes it end after ten seconds, or those given. Twice is the same as once. */
  async stop(patienceMs: number = STOP_MS): Promise<void> {
    const child = this.#child
    if (child === undefined) return
    this.#stopping = true
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const force = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    await ended
    clearTimeout(force)
  }

  /** Sends a signal, as a fault would: what happens then counts as unasked. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (child === undefined) return
    const ended = signal === 'SIGKILL' ? once(child, 'exit') : undefined
    child.kill(signal)
    await ended
  }

  /** The end of its log. */
  async tail(): Promise<string> {
    const file = await open(this.spec.logFile, 'r').catch(() => undefined)
    if (file === undefined) return ''
    await using log = file
    const { size } = await log.stat()
    const { buffer, bytesRead } = await log.read({
      buffer: Buffer.alloc(TAIL_BYTES),
      position: Math.max(0, size - TAIL_BYTES),
    })
    return buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
  }

  async #ended(child: ChildProcess, code: number | null, signal: string | null): Promise<void> {
    if (child.pid !== undefined) this.#watchdog.forget(child.pid)
    if (this.#child === child) this.#child = undefined
    if (this.#stopping) return
    const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`
    this.#events.onDeath(
      this,
      `${this.spec.name} ended (${how}). The end of ${this.spec.logFile}:\n${await this.tail()}`,
    )
  }
}

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What to run, and where its output goes. */
export interface ProcessSpec {
  readonly name: string
  readonly script: string
  readonly arguments?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly logFile: string
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** How long a process may take to end by itself before it is ended. */
const STOP_TIMEOUT_MS = 10_000

/** How much of a log an error shows. */
const LOG_LINES = 12

/**
 * A long-running Node process. It says that it is ready with a message `{ ready: … }`, or why it cannot with
 * `{ error: … }`, and ends by itself when the channel to its launcher closes.
 */
export class NodeProcess implements AsyncDisposable {
  readonly spec: ProcessSpec
  readonly ended: Promise<Ending>
  readonly #child: ChildProcess
  #stopping = false

  private constructor(spec: ProcessSpec) {
    this.spec = spec
    this.#child = launch(spec)
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => resolve({ code, signal }))
      this.#child.once('error', () => resolve({ code: null, signal: null }))
    })
  }

  /** Launches a process; whether it comes up, `untilReady` tells. */
  static launch(spec: ProcessSpec): NodeProcess {
    return new NodeProcess(spec)
  }

  /** Launches a process and resolves when it has said that it is ready. */
  static async start(spec: ProcessSpec, limit: { timeoutMs: number }): Promise<NodeProcess> {
    const launched = NodeProcess.launch(spec)
    await launched.untilReady(limit)
    return launched
  }

  /** Resolves when the process has said that it is ready; otherwise ends it and says why, with the end of its log. */
  async untilReady({ timeoutMs }: { timeoutMs: number }): Promise<void> {
    try {
      await this.#readyMessage(timeoutMs)
    } catch (error) {
      await this.kill()
      throw error
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** True once somebody asked it to end. */
  get stopping(): boolean {
    return this.#stopping
  }

  /** Asks it to end and waits; ends it by force after ten seconds. May be called more than once. */
  async stop(): Promise<void> {
    this.#stopping = true
    // Windows has no SIGTERM to catch; there the closed channel asks.
    if (process.platform !== 'win32') this.#child.kill('SIGTERM')
    else if (this.#child.connected) this.#child.disconnect()
    const force = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await this.ended
    clearTimeout(force)
  }

  /** Ends it at once, as a crash would. */
  async kill(): Promise<void> {
    this.#stopping = true
    this.#child.kill('SIGKILL')
    await this.ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  #readyMessage(timeoutMs: number): Promise<void> {
    const { name, logFile } = this.spec
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        void logEnd(logFile).then((end) => {
          reject(new Error(`${name} is not ready after ${timeoutMs / 1000} s.${end}`))
        })
      }, timeoutMs)
      void this.ended.then(async (ending) => {
        clearTimeout(timer)
        reject(new Error(`${name} did not start: ${describeEnding(ending)}.${await logEnd(logFile)}`))
      })
      this.#child.on('message', (message: { ready?: unknown; error?: string }) => {
        if (message.ready === undefined && message.error === undefined) return
        clearTimeout(timer)
        if (message.error === undefined) resolve()
        else reject(new Error(message.error))
      })
    })
  }
}

/** How a process ended, in words. */
export function describeEnding({ code, signal }: Ending): string {
  if (signal !== null) return `ended by ${signal}`
  return code === null ? 'could not be run' : `ended with code ${code}`
}

/** The last lines of a log, with its place, ready to be put behind an error. */
export async function logEnd(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines = text.trimEnd().split('\n').slice(-LOG_LINES)
  return text.trim() === '' ? ` Its log ${file} is empty.` : ` The end of its log ${file}:\n  ${lines.join('\n  ')}`
}

function launch(spec: ProcessSpec): ChildProcess {
  mkdirSync(dirname(spec.logFile), { recursive: true })
  keepPrevious(spec.logFile)
  const log = openSync(spec.logFile, 'a')
  try {
    return fork(spec.script, spec.arguments ?? [], {
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...process.env, ...spec.environment },
      execArgv: ['--enable-source-maps', '--disable-warning=DeprecationWarning'],
      // Out of the terminal's process group: Ctrl-C reaches the launcher alone, which stops everything in order.
      detached: process.platform !== 'win32',
    })
  } finally {
    closeSync(log)
  }
}

function keepPrevious(logFile: string): void {
  try {
    renameSync(logFile, logFile.replace(/\.log$/, '.previous.log'))
  } catch {
    // There was none.
  }
}

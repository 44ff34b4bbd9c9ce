import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { PROJECT_ROOT } from '@eco/network'
import { eventually } from './settled'

/** A built script as a user runs it, with everything that it says. */
export class Launched implements AsyncDisposable {
  readonly ended: Promise<number | null>
  readonly #child: ChildProcess
  #output = ''

  constructor(script: string, settings: Readonly<Record<string, string>>, args: readonly string[] = []) {
    this.#child = spawn(
      process.execPath,
      [join(PROJECT_ROOT, script.includes('/') ? script : join('network/dist', script)), ...args],
      {
        env: { ...process.env, ...settings },
      },
    )
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()))
    }
    this.ended = new Promise((resolve) => this.#child.once('close', (code) => resolve(code)))
  }

  get output(): string {
    return this.#output
  }

  /** Resolves when it has said this. */
  async says(text: string): Promise<void> {
    await eventually(() => (this.#output.includes(text) ? true : undefined), `“${text}” in:\n${this.#output}`, 60_000)
  }

  /** Types into its terminal. */
  type(text: string): void {
    this.#child.stdin?.end(text)
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM')
    await this.ended
  }
}

import type { Progress } from './download'

const EVERY_MS = 3_000
const MEGABYTE = 1_000_000

/** How a download goes: one line that changes on a terminal, a line every few seconds elsewhere. */
export class ProgressLine {
  readonly #out: { readonly isTTY?: boolean; write(text: string): unknown }
  readonly #now: () => number
  #last = -Infinity
  #open = false
  #width = 0

  constructor(
    out: { readonly isTTY?: boolean; write(text: string): unknown },
    now: () => number = () => performance.now(),
  ) {
    this.#out = out
    this.#now = now
  }

  show({ bytes, total }: Progress): void {
    const terminal = this.#out.isTTY === true
    if (this.#now() - this.#last < (terminal ? 100 : EVERY_MS) && bytes !== total) return
    this.#last = this.#now()
    const whole = total === undefined ? '' : ` of ${megabytes(total)} (${Math.floor((100 * bytes) / total)} %)`
    const text = `  ${megabytes(bytes)}${whole}`
    // A download that begins anew has a shorter line than the one it overwrites.
    this.#out.write(terminal ? `\r${text.padEnd(this.#width)}` : `${text}\n`)
    this.#width = text.length
    this.#open = terminal
  }

  /** Says something on a line of its own. */
  say(text: string): void {
    this.end()
    this.#out.write(`${text}\n`)
  }

  end(): void {
    if (this.#open) this.#out.write('\n')
    this.#open = false
    this.#width = 0
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`
}

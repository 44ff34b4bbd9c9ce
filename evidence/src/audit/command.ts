import { Audit } from './audit'
import { CannotCheck, readOptions } from './options'
import { OwnPeer } from './own-peer'
import { printReport } from './print-report'

/** What the command needs of the terminal. */
export interface Terminal {
  /** Standard output: the report. */
  readonly out: (text: string) => void
  /** Standard error: how far it is. */
  readonly note: (line: string) => void
  /** Ends it after the block at hand. */
  readonly signal: AbortSignal
}

/** Everything holds; something does not; it could not be checked. */
export type ExitCode = 0 | 1 | 2

const NOTE_EVERY_MS = 2_000

/** `npm run audit -- --member KR`: walks the whole chain as that member's own peer gives it. */
export async function runAudit(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await audit(args, terminal)
  } catch (error) {
    terminal.note(`It could not be checked: ${reasonOf(error)}`)
    return 2
  }
}

async function audit(args: readonly string[], { out, note, signal }: Terminal): Promise<ExitCode> {
  const { member, peer: config, json } = await readOptions(args)
  using peer = await OwnPeer.connect(config)
  const height = await peer.height()
  const progress = new Progress(height, note)
  const checked = new Audit(config.chaincode)
  for await (const block of peer.blocks(height, signal)) {
    await checked.add(block)
    progress.tell(checked.report.blocks, checked.report.transactions)
    if (signal.aborted) break
  }
  const { report } = checked
  const complete = report.blocks === height
  const seconds = progress.seconds
  if (json) out(`${JSON.stringify({ member, complete, seconds, ...report }, undefined, 2)}\n`)
  else out(`${printReport(report, member).join('\n')}\n`)
  note(`${report.transactions} transactions in ${seconds.toFixed(1)} s`)
  if (report.findings.length > 0) return 1
  if (complete) return 0
  throw new CannotCheck(`it was ended after ${report.blocks} of ${height} blocks.`)
}

/** Says now and then how far it is. */
class Progress {
  readonly #height: number
  readonly #note: (line: string) => void
  readonly #began = performance.now()
  #noted = performance.now()

  constructor(height: number, note: (line: string) => void) {
    this.#height = height
    this.#note = note
  }

  get seconds(): number {
    return (performance.now() - this.#began) / 1000
  }

  tell(blocks: number, transactions: number): void {
    const now = performance.now()
    if (now - this.#noted < NOTE_EVERY_MS) return
    this.#noted = now
    const rate = Math.round(transactions / this.seconds)
    this.#note(`block ${blocks} of ${this.#height}, ${transactions} transactions, ${rate} per second`)
  }
}

function reasonOf(error: unknown): string {
  const { message, details = [] } = error as { message?: string; details?: readonly { message: string }[] }
  return [message ?? String(error), ...details.map((detail) => detail.message)].join(' ')
}

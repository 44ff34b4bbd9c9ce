import type { Outcome, TransactionName } from '@eco/domain'
import { Refusal } from '@eco/domain'
import type { Command } from '../http/command'
import type { GatewayParts } from '../parts'
import type { Confidential, Place, WriteRequest, Written } from './register'

/** Submits what commands ask for, and waits until the own read model shows it, so that whoever was answered also finds it. */
export class RegisterWriter {
  readonly #parts: Pick<GatewayParts, 'register' | 'projector' | 'deadlines'>

  constructor(parts: Pick<GatewayParts, 'register' | 'projector' | 'deadlines'>) {
    this.#parts = parts
  }

  /** Submits one entry; where it stands, or nothing if it had been carried out before. @throws Refusal if a rule says no. */
  async submitEntry(command: Command, name: TransactionName, entry: unknown): Promise<Place | undefined> {
    const { value, place } = await this.submitEntries(command, name, [entry])
    const [outcome] = value
    if (outcome === undefined) throw new Error('the register answered without an outcome')
    if (outcome !== 'done') throw new Refusal(outcome.code, outcome.detail)
    return place
  }

  /** Submits a list; each entry has an outcome of its own, in their order. */
  async submitEntries(
    command: Command,
    name: TransactionName,
    entries: readonly unknown[],
  ): Promise<Written<readonly Outcome[]>> {
    const written = await this.#parts.register.submitEntries(asWrite(command), name, entries)
    await this.#visible(command, written.place)
    return written
  }

  /** Submits a transaction whose confidential part goes to the named organisations' peers only. */
  async submitConfidential(
    command: Command,
    name: TransactionName,
    args: readonly string[],
    confidential: Confidential,
  ): Promise<Written<string>> {
    const written = await this.#parts.register.submitConfidential(asWrite(command), name, args, confidential)
    await this.#visible(command, written.place)
    return written
  }

  async #visible({ trace }: Command, place: Place | undefined): Promise<void> {
    const { projector, deadlines } = this.#parts
    if (place === undefined) await projector.isCurrent(deadlines.visible)
    else {
      Object.assign(trace, place)
      await projector.holds(place.block, deadlines.visible)
    }
    trace.mark('visible')
  }
}

function asWrite({ caller, requestId, trace }: Command): WriteRequest {
  return { role: caller.role, requestId, mark: (step) => trace.mark(step) }
}

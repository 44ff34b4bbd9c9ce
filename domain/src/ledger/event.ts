import { canonicalText } from '../canonical'
import { LIST_ARGUMENTS, parseOutcomes } from './entries'
import type { RunResult } from './run'
import type { TransactionSpec } from './transaction'

/** What a transaction announces to whoever listens. */
export interface LedgerEvent {
  /** `eco.` and the name of the transaction. */
  readonly name: string
  /** `{"done":1,"entries":2}`: how many entries came, and how many of them were carried out. */
  readonly payload: string
}

/** The name of the event of a transaction that wrote something; undefined for those that write nothing public. */
export function eventNameOf(
  transaction: string,
  { writes, arguments: names }: Pick<TransactionSpec, 'writes' | 'arguments'>,
): string | undefined {
  return writes && names === LIST_ARGUMENTS ? `eco.${transaction}` : undefined
}

/** The one event of a transaction that wrote something; none where every entry was refused or a repeat. */
export function eventOf(transaction: string, { answer, written }: RunResult): LedgerEvent | undefined {
  if (written === 0) return undefined
  const outcomes = parseOutcomes(answer)
  const done = outcomes.filter((outcome) => outcome === 'done').length
  return { name: `eco.${transaction}`, payload: canonicalText({ entries: outcomes.length, done }) }
}

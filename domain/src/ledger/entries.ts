import { canonicalText, parseJson } from '../canonical'
import { parseRequestId } from '../change'
import type { Stamp } from '../change'
import { LIMITS } from '../limits'
import { REFUSALS, Refusal } from '../refusal'
import type { RefusalCode } from '../refusal'
import { malformed, parseList, parseObject, parseParts, parseWord } from '../shape'
import type { Transaction } from './transaction'

/** What became of one entry of a list: done, or the rule that said no. */
export type Outcome = 'done' | EntryRefusal

/** Why one entry was refused. */
export interface EntryRefusal {
  readonly code: RefusalCode
  readonly detail: string
}

/** What decides one entry: it reads and writes through the transaction's workspace, or throws a `Refusal`. */
export type DecideEntry = (tx: Transaction, entry: unknown, stamp: Stamp) => Promise<void>

/** The arguments of every transaction that takes a list. */
export const LIST_ARGUMENTS = ['requestId', 'entries'] as const

/**
 * Runs a list of entries, each with an outcome of its own, in their order: `{"outcomes":["done",{"code","detail"}]}`.
 * An entry that a rule refuses leaves nothing behind and does not spoil the others; a fault spoils the transaction.
 */
export async function runEntries(
  tx: Transaction,
  requestId: string | undefined,
  entries: string | undefined,
  decide: DecideEntry,
): Promise<string> {
  const stamp = stampOf(tx, requestId)
  const outcomes: Outcome[] = []
  for (const entry of parseEntries(entries)) outcomes.push(await runEntry(tx, entry, stamp, decide))
  return canonicalText({ outcomes })
}

/** What a change is marked with. */
export function stampOf({ transactionId, time }: Transaction, requestId: unknown): Stamp {
  return { requestId: parseRequestId(requestId), transactionId, time }
}

async function runEntry(tx: Transaction, entry: unknown, stamp: Stamp, decide: DecideEntry): Promise<Outcome> {
  try {
    await tx.workspace.attempt(() => decide(tx, entry, stamp))
    return 'done'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { code: error.code, detail: error.detail }
  }
}

function parseEntries(text = ''): unknown[] {
  if (text.length > LIMITS.entriesTextLength) {
    throw new Refusal('LIMIT_EXCEEDED', `entries: at most ${LIMITS.entriesTextLength} characters`)
  }
  return parseParts(parseJson(text, 'entries'), 'entries', 1, LIMITS.entriesPerTransaction)
}

/** Reads the answer of a transaction that took a list. */
export function parseOutcomes(text: string): readonly Outcome[] {
  const { outcomes } = parseObject(parseJson(text, 'result'), 'result', ['outcomes'])
  return parseList(outcomes, 'outcomes', [1, LIMITS.entriesPerTransaction], parseOutcome)
}

function parseOutcome(input: unknown, field: string): Outcome {
  if (input === 'done') return input
  const { code, detail } = parseObject(input, field, ['code', 'detail'])
  if (typeof detail !== 'string') throw malformed(`${field}.detail`, 'must be text')
  return { code: parseWord(code, `${field}.code`, REFUSALS), detail }
}

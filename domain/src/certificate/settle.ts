import { canonicalText } from '../canonical'
import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import { LIMITS } from '../limits'
import { Refusal } from '../refusal'
import { givenUp, move } from './account'
import type { Movement, OpenStatus } from './account'
import { requireSoundAncestry } from './ancestry'
import { requireImportingSide, requireInForce } from './guards'
import { loadUse, useKey } from './load'
import { loadForImport, markOf, saveStatus } from './loaded'
import type { Loaded, LoadedForImport } from './loaded'
import type { ChangeMark } from './status'
import { STEPS } from './steps'
import { parseCorrection, parseUseName } from './use-entries'
import type { CorrectionEntry, UseName } from './use-entries'
import { printUse, stepsOf } from './use-record'
import type { PastStep, UseRecord, UsedItem } from './use-record'

/** A use as a later step finds it. */
interface LoadedUse extends LoadedForImport {
  readonly use: UseRecord
}

/** Makes a use of a reservation. */
export async function confirm(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const name = parseUseName(input)
  const mark = markOf('confirm', stamp)
  const found = await loadForStep(tx, name, plainStep(mark))
  if (found === undefined) return
  requireInForce(found.status)
  await requireSoundAncestry(tx.workspace, found.registered)
  const status = moveAll(found, found.use.items, (amount) => ({ reserved: -amount, used: amount }))
  saveStatus(tx, name.certificate, status, mark)
  saveUse(tx, name, { ...goneOn(found.use, mark), state: 'used' })
}

/** Gives up what is reserved. */
export async function release(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const name = parseUseName(input)
  const mark = markOf('release', stamp)
  const found = await loadForStep(tx, name, plainStep(mark))
  if (found === undefined) return
  const status = moveAll(found, found.use.items, (amount) => ({ reserved: -amount }))
  saveStatus(tx, name.certificate, givenUp(status), mark)
  saveUse(tx, name, { ...goneOn(found.use, mark), state: 'released' })
}

/** Puts other amounts in the place of those of a use; a use of nothing any more is released. */
export async function correctUse(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseCorrection(input)
  const mark = markOf('correct-use', stamp, entry.reason)
  const found = await loadForStep(tx, entry, { ...plainStep(mark), items: entry.items })
  if (found === undefined) return
  const status = corrected(found, entry)
  const isNothing = entry.items.every(({ amount }) => amount === '0')
  saveStatus(tx, entry.certificate, isNothing ? givenUp(status) : status, mark)
  const state = isNothing ? 'released' : 'used'
  saveUse(tx, entry, { ...goneOn(found.use, mark), state, items: entry.items })
}

// The amounts of before are given back first, so that only what is more than they were needs to be left.
function corrected(found: LoadedUse, { items }: CorrectionEntry): OpenStatus {
  const back = moveAll(found, found.use.items, (amount) => ({ used: -amount }))
  const isMore = items.some(({ seq, amount }) => {
    const before = found.use.items.find((item) => item.seq === seq)?.amount ?? '0'
    return BigInt(amount) > BigInt(before)
  })
  if (isMore) requireInForce(found.status)
  return moveAll({ ...found, status: back }, items, (amount) => ({ used: amount }))
}

/** The use, if the step may be taken; undefined for a repeat of the request that took it. */
async function loadForStep(tx: Transaction, name: UseName, step: PastStep): Promise<LoadedUse | undefined> {
  const loaded = await loadForImport(tx, name.certificate)
  requireImportingSide(loaded.importingMember, tx.caller)
  const use = await requireUse(tx, name)
  if (isRepeat(use, step)) return undefined
  requireStep(use, step.mark)
  return { ...loaded, use }
}

/** A use. @throws Refusal where there is none under this name. */
export async function requireUse(tx: Transaction, { certificate, use }: UseName): Promise<UseRecord> {
  const found = await loadUse(tx.workspace, certificate, use)
  if (found === undefined) throw new Refusal('USE_NOT_FOUND', 'use: the certificate has none of this name')
  return found
}

/** True for a repeat of a request that took this step with a use. @throws Refusal if it says something else now. */
export function isRepeat(use: UseRecord, step: PastStep): boolean {
  const { requestId } = step.mark
  const known = stepsOf(use).find(({ mark }) => mark.requestId === requestId)
  if (known === undefined && use.requestId !== requestId) return false
  if (known !== undefined && saidBy(known) === saidBy(step)) return true
  throw new Refusal('REQUEST_ID_REUSED', 'requestId: was used for another step with this use')
}

/** A step that says nothing but what it is and why. */
export function plainStep(mark: ChangeMark): PastStep {
  return { mark, items: null, clarification: null }
}

/** A use after one more step, which is remembered. */
export function goneOn(use: UseRecord, mark: ChangeMark): UseRecord {
  return { ...use, last: mark, earlier: stepsOf(use).slice(0, LIMITS.rememberedSteps) }
}

function saidBy({ mark, items, clarification }: PastStep): string {
  return canonicalText([mark.transition, mark.reason, items, clarification])
}

/** Refuses a step that the state of the use does not allow. */
export function requireStep({ state }: UseRecord, { transition }: ChangeMark): void {
  if (STEPS[transition].use?.from.includes(state) === true) return
  throw new Refusal('TRANSITION_NOT_ALLOWED', `use: ${state} → ${transition}`)
}

/** Writes a use. */
export function saveUse(tx: Transaction, { certificate, use }: UseName, record: UseRecord): void {
  tx.workspace.write(useKey(certificate, use), printUse(record))
}

/** Moves the amounts of several items, all in the same way. */
export function moveAll(
  { registered, status }: Loaded,
  items: readonly UsedItem[],
  by: (amount: bigint) => Movement,
): OpenStatus {
  return items.reduce(
    (before, { seq, amount }, index) =>
      move(registered, before, { seq, field: `items[${index}]`, by: by(BigInt(amount)) }),
    status,
  )
}

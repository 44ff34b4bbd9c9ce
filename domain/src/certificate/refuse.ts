import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import { Refusal } from '../refusal'
import { givenUp, leftOf, move } from './account'
import type { OpenStatus } from './account'
import { requireImportingSide, requireIssuingSide, requireNotInFuture } from './guards'
import { loadUse } from './load'
import { load, loadForImport, markOf, saveStatus } from './loaded'
import type { LoadedForImport } from './loaded'
import { goneOn, isRepeat, moveAll, plainStep, requireStep, requireUse, saveUse } from './settle'
import { requireSameUse } from './take'
import { parseClarification, parseReassessment, parseRefusalEntry } from './use-entries'
import type { RefusalEntry } from './use-entries'
import { stepsOf } from './use-record'
import type { UseRecord, UsedItem } from './use-record'

/** Refuses preference for items: what is left of each is taken, or what the reservation of the same name holds. */
export async function refuse(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseRefusalEntry(input)
  const loaded = await loadForImport(tx, entry.certificate)
  requireImportingSide(loaded.importingMember, tx.caller)
  const mark = markOf('refuse', stamp, entry.reason)
  const existing = await loadUse(tx.workspace, entry.certificate, entry.use)
  if (existing?.state === 'reserved') {
    refuseReserved(tx, { loaded, entry, existing, mark })
    return
  }
  if (existing !== undefined) {
    requireRepeat(existing, entry, stamp)
    return
  }
  requireNotInFuture(entry.date, tx.time, loaded.importingMember, 'date')
  const items = entry.items.map(({ seq }, index) => leftItem(loaded, seq, `items[${index}]`))
  saveStatus(
    tx,
    entry.certificate,
    moveAll(loaded, items, (amount) => ({ refused: amount })),
    mark,
  )
  saveUse(tx, entry, newRefusal(entry, items, loaded, stamp))
}

/** The issuing authority says more about what was refused, in a text whose hash this is. */
export async function clarify(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const { textHash, ...name } = parseClarification(input)
  const { registered } = await load(tx, name.certificate)
  requireIssuingSide(registered, tx.caller)
  const use = await requireUse(tx, name)
  const mark = markOf('clarify', stamp)
  if (isRepeat(use, { ...plainStep(mark), clarification: textHash })) return
  requireStep(use, mark)
  saveUse(tx, name, { ...goneOn(use, mark), state: 'clarified', clarification: textHash })
}

/** Decides a refusal for good: it is upheld, or preference is granted and the quantity is left again. */
export async function reassess(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const { decision, ...name } = parseReassessment(input)
  const loaded = await loadForImport(tx, name.certificate)
  requireImportingSide(loaded.importingMember, tx.caller)
  const use = await requireUse(tx, name)
  const mark = markOf('reassess', stamp, decision)
  if (isRepeat(use, plainStep(mark))) return
  requireStep(use, mark)
  if (decision === 'granted') {
    saveStatus(
      tx,
      name.certificate,
      moveAll(loaded, use.items, (amount) => ({ refused: -amount })),
      mark,
    )
  }
  saveUse(tx, name, { ...goneOn(use, mark), state: decision })
}

function leftItem({ registered, status }: LoadedForImport, seq: number, field: string): UsedItem {
  const left = leftOf(registered, status, seq, field)
  if (left > 0n) return { seq, amount: left.toString() }
  throw new Refusal('QUANTITY_EXCEEDED', `${field}: item ${seq} has 0 left`)
}

function newRefusal(
  { declaration, date, reason }: RefusalEntry,
  items: readonly UsedItem[],
  { importingMember }: LoadedForImport,
  { requestId, time }: Stamp,
): UseRecord {
  return {
    state: 'refused',
    member: importingMember,
    ...{ items, declaration, date, requestId },
    late: null,
    refusal: reason,
    clarification: null,
    at: Date.parse(time),
    last: null,
    earlier: [],
  }
}

interface ReservedRefusal {
  readonly loaded: LoadedForImport
  readonly entry: RefusalEntry
  readonly existing: UseRecord
  readonly mark: ReturnType<typeof markOf>
}

function refuseReserved(tx: Transaction, { loaded, entry, existing, mark }: ReservedRefusal): void {
  if (existing.requestId === mark.requestId) {
    throw new Refusal('REQUEST_ID_REUSED', 'requestId: the reservation was made by it')
  }
  const named = entry.items.map(({ seq }) => seq).join()
  if (named !== existing.items.map(({ seq }) => seq).join() || entry.declaration !== existing.declaration) {
    throw new Refusal('USE_ALREADY_RECORDED', 'use: the reservation is for other items or another declaration')
  }
  const status: OpenStatus = existing.items.reduce(
    (before, { seq, amount }, index) =>
      move(loaded.registered, before, {
        seq,
        field: `items[${index}]`,
        by: { reserved: -BigInt(amount), refused: BigInt(amount) },
      }),
    loaded.status,
  )
  saveStatus(tx, entry.certificate, givenUp(status), mark)
  saveUse(tx, entry, { ...goneOn(existing, mark), state: 'refused', refusal: entry.reason })
}

function requireRepeat(existing: UseRecord, entry: RefusalEntry, stamp: Stamp): void {
  const { requestId } = stamp
  const { refusal, items } = existing
  const isSame =
    refusal === entry.reason && items.map(({ seq }) => seq).join() === entry.items.map(({ seq }) => seq).join()
  const wasLater = stepsOf(existing).some(({ mark }) => mark.requestId === requestId && mark.transition === 'refuse')
  if (wasLater && isSame) return
  const { late, member, clarification, state } = existing
  requireSameUse(existing, {
    ...{ state, member, items: isSame ? items : [], declaration: entry.declaration, date: entry.date, late },
    ...{ refusal: entry.reason, clarification, requestId, at: existing.at, last: null, earlier: [] },
  })
}

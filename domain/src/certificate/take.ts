import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import { Refusal } from '../refusal'
import { begun, move } from './account'
import type { OpenStatus } from './account'
import { profileOf } from '../register/in-force'
import { coversOneShipment } from './agreement-rules'
import { requireSoundAncestry } from './ancestry'
import { requireImportingSide, requireInForce, requireNotAcquitted, requireNotInFuture } from './guards'
import { loadUse, useKey } from './load'
import { loadForImport, markOf, saveStatus } from './loaded'
import type { LoadedForImport } from './loaded'
import { parseTake } from './use-entries'
import type { TakeEntry } from './use-entries'
import { printUse, stepsOf } from './use-record'
import type { UseRecord } from './use-record'

/** Uses or reserves quantities of a certificate for a declaration, all items of the entry or none. */
export async function take(tx: Transaction, step: 'use' | 'reserve', input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseTake(input)
  const { certificate, use } = entry
  const loaded = await loadForImport(tx, certificate)
  requireImportingSide(loaded.importingMember, tx.caller)
  const record = newUse(entry, step, loaded, stamp)
  const existing = await loadUse(tx.workspace, certificate, use)
  if (existing !== undefined) {
    requireSameUse(existing, record)
    return
  }
  await requireUsable(tx, loaded, entry)
  saveStatus(tx, certificate, taken(loaded, entry, step), markOf(step, stamp, entry.late))
  tx.workspace.write(useKey(certificate, use), printUse(record))
}

function newUse(
  { items, declaration, date, late }: TakeEntry,
  step: 'use' | 'reserve',
  { importingMember }: LoadedForImport,
  { requestId, time }: Stamp,
): UseRecord {
  return {
    state: step === 'use' ? 'used' : 'reserved',
    member: importingMember,
    ...{ items, declaration, date, late, requestId },
    refusal: null,
    clarification: null,
    at: Date.parse(time),
    last: null,
    earlier: [],
  }
}

/** A repeat of the request that began a use changes nothing, also when the use has gone on since. */
export function requireSameUse(existing: UseRecord, wanted: UseRecord): void {
  if (existing.requestId !== wanted.requestId) {
    throw new Refusal('USE_ALREADY_RECORDED', 'use: stands in the register already')
  }
  const hasGoneOn = existing.last !== null
  // What has gone on may have other amounts, and another state, than it began with.
  const { state, items, clarification, at, last, earlier } = existing
  const refusal = wasRefusedLater(existing) ? existing.refusal : wanted.refusal
  const same = hasGoneOn ? { ...wanted, state, items, clarification, refusal } : wanted
  if (printUse({ ...same, at, last, earlier }) === printUse(existing)) return
  throw new Refusal('REQUEST_ID_REUSED', 'requestId: the use was begun by it with other content')
}

function wasRefusedLater(use: UseRecord): boolean {
  return stepsOf(use).some(({ mark }) => mark.transition === 'refuse')
}

async function requireUsable(
  tx: Transaction,
  { registered, status, importingMember }: LoadedForImport,
  { date, late, declaration }: TakeEntry,
): Promise<void> {
  requireInForce(status)
  requireNotAcquitted(status)
  requireNotInFuture(date, tx.time, importingMember, 'date')
  if (date > registered.validUntil && late === null) {
    throw new Refusal('CERTIFICATE_EXPIRED', `date: it was valid until ${registered.validUntil}`)
  }
  const isAnother = status.declaration !== null && status.declaration !== declaration
  if (isAnother && coversOneShipment(await profileOf(tx.workspace, registered))) {
    throw new Refusal('ONE_DECLARATION_ONLY', 'declaration: another one cites the certificate')
  }
  await requireSoundAncestry(tx.workspace, registered)
}

function taken(
  { registered, status }: LoadedForImport,
  { items, declaration }: TakeEntry,
  step: 'use' | 'reserve',
): OpenStatus {
  const part = step === 'use' ? 'used' : 'reserved'
  const moved = items.reduce(
    (before, { seq, amount }, index) =>
      move(registered, before, { seq, field: `items[${index}]`, by: { [part]: BigInt(amount) } }),
    status,
  )
  return begun(moved, declaration)
}

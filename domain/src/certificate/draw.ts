import type { CertificateId } from '../certificate-id'
import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import { Refusal } from '../refusal'
import { move } from './account'
import { requireDrawingAllowed } from './agreement-rules'
import type { Rules } from './agreement-rules'
import { requireSoundAncestry } from './ancestry'
import { requireImportingSide, requireInForce, requireNotAcquitted } from './guards'
import { load, loadForImport, markOf, saveStatus } from './loaded'
import type { LoadedForImport } from './loaded'
import type { RegisteredCertificate } from './registered'

/**
 * Draws what a new certificate issues from the accounts of its originals: all or nothing. An item is drawn from one item
 * and counts in its blinded unit, so that the amounts of both can be compared by everybody.
 */
export async function draw(
  tx: Transaction,
  wanted: RegisteredCertificate,
  { stamp, rules }: { readonly stamp: Stamp; readonly rules: Rules },
): Promise<void> {
  const originals = originalsOf(wanted)
  if (originals.length === 0) return
  requireDrawingAllowed(rules, originals.length)
  for (const id of originals) await drawFrom(tx, { id, wanted, stamp })
}

/** Gives back to the originals what a certificate that is cancelled has drawn; nothing of it was used. */
export async function giveBack(tx: Transaction, registered: RegisteredCertificate, stamp: Stamp): Promise<void> {
  for (const id of originalsOf(registered)) {
    const original = await load(tx, id)
    const status = drawsOn(registered, id).reduce(
      (before, { seq, issued }) => move(original.registered, before, { seq, field: 'items', by: { drawn: -issued } }),
      original.status,
    )
    saveStatus(tx, id, status, markOf('draw', stamp))
  }
}

async function drawFrom(
  tx: Transaction,
  { id, wanted, stamp }: { readonly id: CertificateId; readonly wanted: RegisteredCertificate; readonly stamp: Stamp },
): Promise<void> {
  const original = await loadForImport(tx, id)
  await requireDrawable(tx, original, wanted)
  const status = drawsOn(wanted, id).reduce(
    (before, { seq, issued, field }) => move(original.registered, before, { seq, field, by: { drawn: issued } }),
    original.status,
  )
  saveStatus(tx, id, status, markOf('draw', stamp))
}

async function requireDrawable(
  tx: Transaction,
  original: LoadedForImport,
  wanted: RegisteredCertificate,
): Promise<void> {
  const { registered, status, importingMember } = original
  requireImportingSide(importingMember, tx.caller)
  requireInForce(status)
  requireNotAcquitted(status)
  await requireSoundAncestry(tx.workspace, registered)
  if (wanted.validUntil <= registered.validUntil) return
  throw new Refusal('ORIGINAL_EXPIRES_EARLIER', `validUntil: the original is valid until ${registered.validUntil}`)
}

interface Draw {
  readonly seq: number
  readonly issued: bigint
  readonly field: string
}

function drawsOn({ items }: RegisteredCertificate, id: CertificateId): readonly Draw[] {
  return items.flatMap(({ issued, drawnFrom }, index) =>
    drawnFrom?.id === id ? [{ seq: drawnFrom.seq, issued: BigInt(issued), field: `items[${index}]` }] : [],
  )
}

function originalsOf({ items }: RegisteredCertificate): readonly CertificateId[] {
  return [...new Set(items.flatMap(({ drawnFrom }) => (drawnFrom === null ? [] : [drawnFrom.id])))]
}

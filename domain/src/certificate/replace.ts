import type { Stamp } from '../change'
import type { Transaction } from '../ledger/transaction'
import { Refusal } from '../refusal'
import { move, takenOf, UNTOUCHED } from './account'
import type { OpenStatus } from './account'
import { requireReplacementAllowed } from './agreement-rules'
import type { Rules } from './agreement-rules'
import { requireInForce, requireIssuingSide } from './guards'
import { load, markOf, saveStatus } from './loaded'
import type { Loaded } from './loaded'
import type { RegisteredCertificate } from './registered'

/** Takes the certificate that a new one replaces out of force, and carries over what was used of it. */
export async function replace(
  tx: Transaction,
  wanted: RegisteredCertificate,
  { stamp, rules }: { readonly stamp: Stamp; readonly rules: Rules },
): Promise<void> {
  const { replaces } = wanted
  if (replaces === null) return
  const old = await load(tx, replaces.id)
  requireIssuingSide(old.registered, tx.caller)
  requireInForce(old.status)
  requireReplaceable(old, wanted, rules)
  const mark = markOf('replace', stamp, replaces.reason)
  const ended: OpenStatus = { ...old.status, document: 'replaced', replacedBy: wanted.id, ended: mark }
  saveStatus(tx, replaces.id, ended, mark)
  if (!replaces.carryUsed) return
  const carried = carriedOver(old, wanted)
  if (carried.taken.length > 0) saveStatus(tx, wanted.id, carried, markOf('issue', stamp))
}

function requireReplaceable({ registered, status }: Loaded, wanted: RegisteredCertificate, rules: Rules): void {
  if (status.taken.some(({ reserved }) => reserved !== '0')) {
    throw new Refusal('CERTIFICATE_USED', 'replaces: something of it is reserved')
  }
  requireReplacementAllowed(rules, registered, wanted)
  requireNoMoreDrawn(registered, wanted)
}

// What was drawn is counted at the originals already, so its replacement cannot be for more of it.
function requireNoMoreDrawn(old: RegisteredCertificate, wanted: RegisteredCertificate): void {
  if (old.items.every(({ drawnFrom }) => drawnFrom === null)) return
  wanted.items.forEach(({ seq, issued }, index) => {
    const before = old.items.find((item) => item.seq === seq)
    if (before !== undefined && BigInt(issued) <= BigInt(before.issued)) return
    throw new Refusal('QUANTITY_EXCEEDED', `items[${index}]: item ${seq} was drawn as ${before?.issued ?? 0}`)
  })
}

function carriedOver({ status }: Loaded, wanted: RegisteredCertificate): OpenStatus {
  const start: OpenStatus = { ...UNTOUCHED, uses: status.uses, declaration: status.declaration }
  return status.taken.reduce((carried, { seq }) => {
    const { used, drawn } = takenOf(status, seq)
    if (used === '0' && drawn === '0') return carried
    return move(wanted, carried, { seq, field: 'replaces', by: { used: BigInt(used), drawn: BigInt(drawn) } })
  }, start)
}

import type { Dataset, OpenIssueEntry, Refusal, Registration } from '@eco/domain'
import { blindFactor, leftInRefusal, parseDataset, readSealed } from '@eco/domain'
import { nodeCryptography } from '@eco/signatures'
import { RefusedFields } from '../http/problem'
import type { FieldProblem } from '../http/problem'
import type { Links } from './linked-certificates'

/** What is registered of a certificate together with what it comes from. */
export function linkedEntry(registration: Registration, { replaces, drawnFrom }: Links): OpenIssueEntry {
  const items = registration.items.map((item) => ({ ...item, drawnFrom: drawnFrom.get(item.seq) ?? null }))
  return { ...registration, items, replaces }
}

// Quantity is only wanting where an item comes from another; of that one the salt is known.
const NO_SALT = '0'.repeat(32)
const DRAWN_ITEM = /^(?:[a-z]+\.)?items\[(\d{1,3})\]: /

/** What reads the blinded amounts of a certificate that was refused. */
export interface AmountKeys {
  readonly dataset: Dataset
  /** Hex, by the numbers of the items that count like items of other certificates. */
  readonly itemSalts: Readonly<Record<string, string>>
  /** The numbers of the items that are drawn, in the order in which that was asked for. */
  readonly draws: readonly number[]
}

/** The same where nobody asks any more: by the document as it was sealed. Undefined where it is none. */
export function amountKeysOf(document: string, { items }: OpenIssueEntry): AmountKeys | undefined {
  const { dataset: sealed, itemSalts = {} } = readSealed(document, nodeCryptography())
  const reading = parseDataset(sealed)
  if (!reading.ok) return undefined
  const draws = items.flatMap(({ seq, drawnFrom }) => (drawnFrom == null ? [] : [seq]))
  return { dataset: reading.dataset, itemSalts, draws }
}

/** A refusal for want of quantity as whoever holds the documents can read it; any other stays as it is. */
export function inClear(
  refusal: Refusal,
  { dataset, itemSalts, draws }: AmountKeys,
  { items }: Pick<OpenIssueEntry, 'items'>,
): Refusal {
  if (refusal.code !== 'QUANTITY_EXCEEDED') return refusal
  const [, index] = DRAWN_ITEM.exec(refusal.detail) ?? []
  // A drawn item counts like the one it comes from, so its own factor reads the amount.
  const drawn = index === undefined ? undefined : items[Number(index)]?.seq
  const left = leftInRefusal(refusal.detail, (seq) => blindFactor({ salt: NO_SALT, itemSalts }, drawn ?? seq))
  if (left === undefined) return refusal
  const unit = dataset.items.find(({ sequence }) => sequence === (drawn ?? left.seq))?.quantity.unit ?? ''
  const problem = wanting(`${left.value} ${unit}`, left.seq, draws.indexOf(drawn ?? 0))
  return new RefusedFields('QUANTITY_EXCEEDED', problem.sentence, [problem])
}

function wanting(left: string, seq: number, draw: number): FieldProblem {
  if (draw >= 0) {
    const sentence = `Of item ${seq} of the original ${left} are left.`
    return { pointer: `/drawnFrom/${draw}`, rule: 'quantity', sentence }
  }
  const sentence = `Item ${seq} issues ${left}, less than what was used of the one it replaces.`
  return { pointer: '/replaces/carryUsed', rule: 'quantity', sentence }
}

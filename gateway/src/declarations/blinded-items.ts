import { blindAmount, convertUnits, Refusal, smallestUnits } from '@eco/domain'
import type { Plain } from '../http/plain'
import type { FieldProblem } from '../http/problem'
import { RefusedFields } from '../http/problem'
import { factorsOf, unitsOf } from './held-document'
import type { PresentedCertificate } from './held-document'
import type { TakenItemInput } from './use.dto'

/** An item of an entry for the register. */
export interface BlindedItem {
  readonly seq: number
  readonly amount: string
}

/** What is taken of the items, in their own units and blinded, in the order of the items; a correction may take nothing. */
export function blindedItems(
  presented: PresentedCertificate,
  items: readonly Plain<TakenItemInput>[],
  least: 'something' | 'nothing' = 'something',
): readonly BlindedItem[] {
  const factorOf = factorsOf(presented)
  if (factorOf === undefined) throw notHeld()
  const units = unitsOf(presented)
  const problems: FieldProblem[] = []
  const blinded = items.flatMap(({ seq, quantity }, index) => {
    const amount = amountOf(quantity, units.get(seq), least)
    if (typeof amount === 'bigint') return [{ seq, amount: blindAmount(amount, factorOf(seq)) }]
    problems.push({ pointer: `/items/${index}${amount.at}`, rule: amount.rule, sentence: amount.sentence })
    return []
  })
  if (problems.length > 0) throw new RefusedFields('MALFORMED_INPUT', 'items: a quantity cannot be taken', problems)
  return blinded.sort((one, other) => one.seq - other.seq)
}

interface NoAmount {
  readonly at: string
  readonly rule: string
  readonly sentence: string
}

function amountOf(
  { value, unit }: Plain<TakenItemInput>['quantity'],
  own: string | undefined,
  least: string,
): bigint | NoAmount {
  if (own === undefined) return { at: '/seq', rule: 'item', sentence: 'The certificate has no such item.' }
  if (least === 'nothing' && /^0(\.0{1,6})?$/.test(value)) return 0n
  try {
    const conversion = convertUnits(smallestUnits(value), unit, own)
    if ('amount' in conversion) return conversion.amount
    const { problem } = conversion
    return { at: '/quantity/unit', rule: problem, sentence: `The quantity does not convert exactly to ${own}.` }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { at: '/quantity/value', rule: 'format', sentence: error.detail }
  }
}

function notHeld(): RefusedFields {
  const sentence = 'The document is needed to count quantities: send it, or wait until it is delivered.'
  return new RefusedFields('NOT_DELIVERED', sentence, [{ pointer: '/document', rule: 'required', sentence }])
}

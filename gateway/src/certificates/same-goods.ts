import { isObject } from '@eco/domain'
import type { FieldProblem } from '../http/problem'

/** What must agree between an item and the one that it comes from. */
export interface Goods {
  readonly hsCode: string
  readonly hsVersion: unknown
  readonly unit: string
}

/** The goods of each item of a dataset, by number; what cannot be read is left out. */
export function itemsOf(dataset: unknown): ReadonlyMap<number, Goods> {
  const items: readonly unknown[] = isObject(dataset) && Array.isArray(dataset.items) ? dataset.items : []
  return new Map(items.flatMap(goodsOf))
}

function goodsOf(item: unknown): readonly (readonly [number, Goods])[] {
  if (!isObject(item) || !isObject(item.quantity)) return []
  const { sequence, hsCode, hsVersion, quantity } = item
  if (typeof sequence !== 'number' || typeof hsCode !== 'string' || typeof quantity.unit !== 'string') return []
  return [[sequence, { hsCode, hsVersion, unit: quantity.unit }]]
}

/** Why one item cannot come from the other: amounts in another unit cannot be compared, other goods were not proven to originate. */
export function differencesOf(
  own: Goods | undefined,
  original: Goods | undefined,
  pointer: string,
): readonly FieldProblem[] {
  const problem = (rule: string, sentence: string): FieldProblem => ({ pointer, rule, sentence })
  if (own === undefined) return [problem('item', 'The new certificate has no such item.')]
  if (original === undefined) return [problem('item', 'The original has no such item.')]
  const problems: FieldProblem[] = []
  if (own.unit !== original.unit) problems.push(problem('unit', `The original counts this item in ${original.unit}.`))
  // Between editions of the Harmonized System codes of the same goods may differ; nobody can tell from the codes alone.
  if (own.hsVersion === original.hsVersion && own.hsCode.slice(0, 6) !== original.hsCode.slice(0, 6)) {
    problems.push(problem('hs-code', `The item of the original is classified in ${original.hsCode.slice(0, 6)}.`))
  }
  return problems
}

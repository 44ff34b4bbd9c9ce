import { canonicalText } from '../canonical'
import type { Json } from '../canonical'
import type { LossReason } from './answer'
import { compile } from './compiled'
import type { CompiledRow } from './compiled'
import type { Leaf } from './leaves'
import { numbersIn, patternOf, placed, pointerOf, shapeOf } from './steps'
import type { Filler, Row, TreeTable } from './table'
import { WRITINGS } from './written-as'

/** The values of a format that a dataset makes, and the elements that none of its places carries. */
export interface WrittenTree {
  readonly leaves: readonly Leaf[]
  readonly left: readonly { readonly leaf: Leaf; readonly reason: LossReason }[]
}

/** Writes each value of a dataset to its place in the format. */
export type TreeWriter = (dataset: readonly Leaf[]) => WrittenTree

/** The writer by a table; `holds` says which values a place of the format can hold. */
export function treeWriter({ rows, fillers }: TreeTable, holds: (value: Json) => boolean): TreeWriter {
  const { byDataset } = compile(rows)
  return (dataset) => {
    const values = new Map(dataset.map(({ steps, value }) => [pointerOf(steps), value]))
    const written: { readonly order: number; readonly leaf: Leaf }[] = []
    const left: { readonly leaf: Leaf; readonly reason: LossReason }[] = []
    for (const leaf of dataset) {
      const answer = writeLeaf(leaf, byDataset.get(shapeOf(leaf.steps)) ?? [], values, holds)
      if ('reason' in answer) left.push({ leaf, reason: answer.reason })
      else for (const one of answer.leaves) written.push({ order: answer.order, leaf: one })
    }
    written.sort((one, other) => one.order - other.order)
    const filled = fillers.flatMap((filler) => fill(filler, dataset, values, holds))
    return { leaves: [...filled, ...written.map(({ leaf }) => leaf)], left }
  }
}

type Values = ReadonlyMap<string, Json>

function writeLeaf(
  { steps, value }: Leaf,
  rows: readonly CompiledRow[],
  values: Values,
  holds: (value: Json) => boolean,
): { readonly order: number; readonly leaves: readonly Leaf[] } | { readonly reason: LossReason } {
  const fitting = rows.flatMap((row) => {
    const numbers = numbersIn(steps, row.at)
    return numbers === undefined ? [] : [{ row, numbers }]
  })
  if (fitting.length === 0) return { reason: rows.length === 0 ? 'no-place' : 'first-only' }
  const open = fitting.find(({ row, numbers }) => isMet(row, numbers, values))
  if (open === undefined) return { reason: 'no-place' }
  const parts = exactly(open.row.row, value)
  if (parts?.every(holds) !== true) return { reason: 'not-exact' }
  const leaves = open.row.to.map((to, index) => ({ steps: placed(to, open.numbers), value: parts[index] ?? null }))
  return { order: open.row.order, leaves }
}

function isMet({ row, needs }: CompiledRow, numbers: readonly number[], values: Values): boolean {
  if (needs === undefined) return true
  const value = values.get(pointerOf(placed(needs, numbers)))
  return value !== undefined && (row.needs?.is === undefined || value === row.needs.is)
}

/** What a row writes for a value, if the value can be read from it again exactly. */
function exactly({ as }: Row, value: Json): readonly Json[] | undefined {
  if (as === 'same') return [value]
  const writing = WRITINGS[as]
  const parts = writing.write(value)
  const first = parts?.[0]
  if (parts === undefined || first === undefined) return undefined
  const read = writing.read(first, parts[1])
  return read !== undefined && canonicalText(read) === canonicalText(value) ? parts : undefined
}

function fill(
  { to, at, text, without }: Filler,
  dataset: readonly Leaf[],
  values: Values,
  holds: (value: Json) => boolean,
): readonly Leaf[] {
  if (without?.some((pointer) => values.has(pointer)) === true) return []
  const [pattern, place] = [patternOf(at), patternOf(to)]
  return dataset.flatMap(({ steps, value }) => {
    const numbers = numbersIn(steps, pattern)
    const filling = text ?? value
    return numbers === undefined || !holds(filling) ? [] : [{ steps: placed(place, numbers), value: filling }]
  })
}

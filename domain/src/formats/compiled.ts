import { patternOf, shapeOf } from './steps'
import type { Steps } from './steps'
import type { Row } from './table'

/** A row with its places taken apart, and its number in the table. */
export interface CompiledRow {
  readonly row: Row
  readonly order: number
  readonly at: Steps
  /** One place, or two. */
  readonly to: readonly [Steps, ...Steps[]]
  readonly needs?: Steps
}

/** The rows of a table by the shape of their place in the dataset, and by that of their first place in the format. */
export interface CompiledRows {
  readonly byDataset: ReadonlyMap<string, readonly CompiledRow[]>
  readonly byFormat: ReadonlyMap<string, readonly CompiledRow[]>
}

/** Takes the places of rows apart, once for all texts. */
export function compile(rows: readonly Row[]): CompiledRows {
  const compiled = rows.map((row, order): CompiledRow => {
    const second = row.and === undefined ? [] : [patternOf(row.and)]
    const places = { at: patternOf(row.at), to: [patternOf(row.to), ...second] as const }
    return { row, order, ...places, ...(row.needs === undefined ? {} : { needs: patternOf(row.needs.at) }) }
  })
  return {
    byDataset: Map.groupBy(compiled, ({ at }) => shapeOf(at)),
    byFormat: Map.groupBy(compiled, ({ to: [first] }) => shapeOf(first)),
  }
}

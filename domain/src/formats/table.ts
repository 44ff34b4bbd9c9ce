import type { WrittenAs } from './written-as'

/**
 * How well a row is known. `stated`: the source of the format gives this place to this element. `reading`: the source has
 * the place, that the element belongs there is our reading. `unconfirmed`: no source that was read confirms it.
 */
export type Evidence = 'stated' | 'reading' | 'unconfirmed'

/** One row of the table of a format: an element of the dataset, its place in the format, and how it is written there. */
export interface Row {
  /** Place in the dataset, `*` for every entry of a list; a number is that entry alone. */
  readonly at: string
  /** Place in the format; `+` for the entry behind that with the number of the dataset. */
  readonly to: string
  /** A second place, where one value is written in two. */
  readonly and?: string
  readonly as: WrittenAs
  readonly known: Evidence
  /** Only when the dataset has this element too; and, if it is said, with this value. */
  readonly needs?: { readonly at: string; readonly is?: string }
  readonly note?: string
}

/** What a format asks for and no element of the dataset holds: written beside each element `at`, not read. */
export interface Filler {
  readonly to: string
  /** For each such element; without `text`, its value is repeated. */
  readonly at: string
  readonly text?: string
  /** Only when the dataset has none of these elements. */
  readonly without?: readonly string[]
  readonly why: string
}

/** The whole of a format whose values stand in a tree: rows are written, read and documented in their order. */
export interface TreeTable {
  readonly rows: readonly Row[]
  readonly fillers: readonly Filler[]
}

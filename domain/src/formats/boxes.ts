import { lostElement } from './answer'
import type { LossReason, LostElement } from './answer'
import { boxText } from './box-text'
import type { BoxWriting } from './box-text'
import type { Leaf } from './leaves'
import { numbersIn, patternOf, pointerOf, shapeOf } from './steps'
import type { Steps } from './steps'
import type { Evidence } from './table'

/** One row of the table of a form: an element, its box, and how it is printed there. */
export interface BoxRow {
  readonly at: string
  readonly box: string
  readonly as: BoxWriting
  /** Printed before the value; of a tick, beside it. */
  readonly label?: string
  readonly known: Evidence
  readonly note?: string
}

/** A box: its name and its printed title; those of an item are printed for each. */
export interface Box {
  readonly name: string
  readonly title: string
  readonly ofItem?: true
}

/** A form for people: its boxes in their order, and what is printed in them. */
export interface BoxTable {
  readonly title: string
  readonly boxes: readonly Box[]
  readonly rows: readonly BoxRow[]
}

/** The text of a form, and what no box carries. */
export interface WrittenBoxes {
  readonly text: string
  readonly lost: readonly LostElement[]
}

/** The writer of a form. Values are indented: none can look like a heading or another value. */
export function boxWriter({ title, boxes, rows }: BoxTable): (dataset: readonly Leaf[]) => WrittenBoxes {
  const found = rows.map((row, order): Found => ({ row, order, at: patternOf(row.at), ...groupOf(rows, row, order) }))
  const byShape = Map.groupBy(found, ({ at }) => shapeOf(at))
  return (dataset) => {
    const lines: Line[] = []
    const lost: LostElement[] = []
    for (const leaf of dataset) {
      const some = byShape.get(shapeOf(leaf.steps)) ?? []
      const fitting = some.filter(({ at }) => numbersIn(leaf.steps, at) !== undefined)
      const printed = fitting.flatMap((one) => lineOf(leaf, one))
      if (printed.length === 0) lost.push(lostElement(leaf.steps, lossOf(some, fitting)))
      lines.push(...printed.filter(({ text }) => text !== ''))
    }
    lines.sort((one, other) => compare(one.place, other.place))
    return { text: `${title}\n\n${formText(boxes, joined(lines), sequencesIn(dataset))}`, lost }
  }
}

function lossOf(some: readonly Found[], fitting: readonly Found[]): LossReason {
  if (fitting.length > 0) return 'not-exact'
  return some.length > 0 ? 'first-only' : 'no-place'
}

interface Found {
  readonly row: BoxRow
  readonly order: number
  readonly at: Steps
  /** The first of the rows that are printed together. */
  readonly group: number
}

function lineOf({ steps, value }: Leaf, { row, order, group }: Found): readonly Line[] {
  const text = boxText(row.as, value, row.label)
  if (text === undefined) return []
  const place = [group, ...steps.filter((step) => typeof step === 'number'), order]
  return [{ box: row.box, steps, place, text, behind: row.as === 'behind' }]
}

// Behind a value of the same object: a unit behind its number.
function joined(lines: readonly Line[]): readonly Line[] {
  const joinedLines: Line[] = []
  for (const line of lines) {
    const before = joinedLines.at(-1)
    if (line.behind && before !== undefined && isBeside(before, line)) {
      joinedLines.splice(-1, 1, { ...before, text: `${before.text} ${line.text}` })
    } else joinedLines.push(line)
  }
  return joinedLines
}

function isBeside(one: Line, other: Line): boolean {
  return one.box === other.box && pointerOf(one.steps.slice(0, -1)) === pointerOf(other.steps.slice(0, -1))
}

interface Line {
  readonly box: string
  readonly steps: Steps
  /** The first of the rows that belong together, the numbers of item and entry, and the row: the order of printing. */
  readonly place: readonly number[]
  readonly text: string
  readonly behind: boolean
}

// Rows of one list are printed entry by entry, what stands behind a value right after it.
function groupOf(rows: readonly BoxRow[], row: BoxRow, order: number): { readonly group: number } {
  const list = listOf(row.at)
  const isFirst = (other: BoxRow, index: number): boolean =>
    list === undefined ? index <= order && other.as !== 'behind' : other.box === row.box && listOf(other.at) === list
  return { group: list === undefined ? rows.findLastIndex(isFirst) : rows.findIndex(isFirst) }
}

function listOf(at: string): string | undefined {
  return /^(.*\/\*)(?:\/[^*]*)?$/.exec(at.replace(/^\/items\/\*/, '/items'))?.[1]
}

function compare(one: readonly number[], other: readonly number[]): number {
  return one.map((number, index) => number - (other[index] ?? 0)).find((difference) => difference !== 0) ?? 0
}

function sequencesIn(dataset: readonly Leaf[]): readonly string[] {
  const pattern = patternOf('/items/*/sequence')
  return dataset.flatMap(({ steps, value }) =>
    numbersIn(steps, pattern) === undefined || typeof value !== 'number' ? [] : [String(value)],
  )
}

function formText(boxes: readonly Box[], lines: readonly Line[], sequences: readonly string[]): string {
  const first = boxes.findIndex((box) => box.ofItem === true)
  const ofItems = boxes.filter((box) => box.ofItem === true)
  const blocks = [
    ...boxes.slice(0, first).map((box) => block(box, linesOf(box, lines, sequences))),
    ...sequences.flatMap((_, item) => ofItems.map((box) => block(box, itemLines(box, lines, item)))),
    ...boxes.slice(first + ofItems.length).map((box) => block(box, linesOf(box, lines, sequences))),
  ]
  return blocks.join('\n')
}

function itemLines({ name }: Box, lines: readonly Line[], item: number): readonly string[] {
  return lines.filter(({ box, steps }) => box === name && steps[1] === item).map(({ text }) => text)
}

function linesOf({ name }: Box, lines: readonly Line[], sequences: readonly string[]): readonly string[] {
  return lines
    .filter(({ box }) => box === name)
    .map(({ steps, text }) => (steps[0] === 'items' ? `Item ${sequences[Number(steps[1])] ?? '?'}: ${text}` : text))
}

function block({ name, title }: Box, texts: readonly string[]): string {
  const heading = name === '' ? title : `Box ${name}. ${title}`
  return [heading, ...texts.flatMap(indented), ''].join('\n')
}

// Further lines of a value stand further in, so that they look like no value of their own either.
function indented(text: string): readonly string[] {
  return text.split('\n').map((line, index) => (line === '' ? '' : `${index === 0 ? '  ' : '    '}${line}`))
}

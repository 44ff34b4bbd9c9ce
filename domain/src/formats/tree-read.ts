import { canonicalText } from '../canonical'
import type { Json } from '../canonical'
import { unread } from './answer'
import type { FormatProblem, FormatReading } from './answer'
import { compile } from './compiled'
import type { CompiledRow } from './compiled'
import { datasetPlace } from './dataset-leaves'
import { treeOf } from './leaves'
import type { Leaf } from './leaves'
import { numbersIn, patternOf, placed, pointerOf, shapeOf } from './steps'
import type { Filler, TreeTable } from './table'
import { WRITINGS } from './written-as'

const IGNORED_MOST = 100

/** Reads the values of a format, and those that were carried beside it by their pointers. */
export type TreeReader = (leaves: readonly Leaf[], beside: Readonly<Record<string, Json>>) => FormatReading

/** The reader by a table. */
export function treeReader({ rows, fillers }: TreeTable): TreeReader {
  const { byFormat } = compile(rows)
  return (leaves, beside) => {
    const reading = new Reading(leaves)
    for (const leaf of leaves) reading.take(leaf, byFormat.get(shapeOf(leaf.steps)) ?? [])
    for (const [pointer, value] of Object.entries(beside)) reading.takeBeside(pointer, value)
    for (const filler of fillers) reading.passOver(filler)
    return reading.answer()
  }
}

class Reading {
  readonly #dataset = new Map<string, Leaf>()
  readonly #problems: FormatProblem[] = []
  readonly #leaves: ReadonlyMap<string, Leaf>
  readonly #unread: Map<string, Leaf>

  constructor(leaves: readonly Leaf[]) {
    this.#leaves = new Map(leaves.map((leaf) => [pointerOf(leaf.steps), leaf]))
    this.#unread = new Map(this.#leaves)
  }

  take(leaf: Leaf, rows: readonly CompiledRow[]): void {
    for (const row of rows) {
      const numbers = numbersIn(leaf.steps, row.to[0])
      if (numbers !== undefined) {
        this.#takeBy(row, leaf, numbers)
        return
      }
    }
  }

  #takeBy({ row, at, to }: CompiledRow, leaf: Leaf, numbers: readonly number[]): void {
    const steps = placed(at, numbers)
    const [pointer, place] = [pointerOf(steps), pointerOf(leaf.steps)]
    if (this.#dataset.has(pointer)) return
    const [second] = to.slice(1).map((pattern) => pointerOf(placed(pattern, numbers)))
    const value = WRITINGS[row.as].read(leaf.value, second === undefined ? undefined : this.#leaves.get(second)?.value)
    this.#unread.delete(place)
    if (second !== undefined) this.#unread.delete(second)
    if (value === undefined) this.#note(place, 'value', `The value must be written ${WRITINGS[row.as].words}.`)
    else this.#dataset.set(pointer, { steps, value })
  }

  takeBeside(pointer: string, value: Json): void {
    const steps = datasetPlace(pointer)
    if (steps === undefined) this.#unread.set(`beside ${pointer}`, { steps: ['beside', pointer], value })
    else if (this.#dataset.has(pointer)) this.#note(pointer, 'contradiction', 'An element stands in two places.')
    else this.#dataset.set(pointer, { steps, value })
  }

  /** What was written only because the format asks for it is not told as ignored, unless it says something else. */
  passOver(filler: Filler): void {
    const to = patternOf(filler.to)
    for (const [place, leaf] of this.#unread) {
      const numbers = numbersIn(leaf.steps, to)
      if (numbers !== undefined && this.#saysSame(filler, numbers, leaf)) this.#unread.delete(place)
    }
  }

  #saysSame(filler: Filler, numbers: readonly number[], leaf: Leaf): boolean {
    const source = this.#dataset.get(pointerOf(placed(patternOf(filler.at), numbers)))
    const expected = filler.text ?? source?.value
    return expected !== undefined && canonicalText(expected) === canonicalText(leaf.value)
  }

  answer(): FormatReading {
    if (this.#problems.length > 0) return { ok: false, problems: this.#problems.slice(0, IGNORED_MOST) }
    const made = treeOf([...this.#dataset.values()])
    if ('pointer' in made)
      return unread('contradiction', 'A list has a gap, or an element stands below another.', made.pointer)
    return { ok: true, dataset: made.tree, ignored: namesOf([...this.#unread.values()]) }
  }

  #note(place: string, rule: FormatProblem['rule'], sentence: string): void {
    this.#problems.push({ place: namesOfPlace(place), rule, sentence })
  }
}

function namesOf(leaves: readonly Leaf[]): readonly string[] {
  const names = [...new Set(leaves.map(({ steps }) => namesOfPlace(pointerOf(steps))))]
  return names.length > IGNORED_MOST ? [...names.slice(0, IGNORED_MOST - 1), '…'] : names
}

/** Names that are no names, and long places, are not repeated: they may be anything. */
function namesOfPlace(place: string): string {
  const steps = place.split('/').map((step) => (/^[@:.?\w-]{0,64}$/.test(step) ? step : '?'))
  return steps.length > 24 ? [...steps.slice(0, 24), '…'].join('/') : steps.join('/')
}

import { canonicalText } from '../canonical'
import type { Json } from '../canonical'
import { DATASET_FORMAT } from '../dataset/dataset-format'
import type { CommonDataset } from '../dataset/dataset-type'
import { membersOf } from '../dataset/places'
import { leavesOf } from './leaves'
import type { Leaf } from './leaves'
import { shapeOf, stepsOf } from './steps'
import type { Steps } from './steps'

/** All places of a dataset in the order of the table of elements; entries of a list behind their list. */
const PLACES: readonly string[] = membersOf(DATASET_FORMAT, '').flatMap(([place, { format }]) =>
  format.kind === 'list' ? [place, `${place}/*`] : [place],
)

const RANKS: ReadonlyMap<string, number> = new Map(PLACES.map((place, rank) => [place, rank]))

/** The shapes of the places that no row of a table takes apart: what stands there is carried, or lost, as a whole. */
export function wholePlaces(rows: readonly { readonly at: string }[]): ReadonlySet<string> {
  const shapes = rows.map(({ at }) => at.replaceAll(/\/\d(?=\/|$)/g, '/*'))
  return new Set(PLACES.filter((place) => !shapes.some((shape) => shape.startsWith(`${place}/`))))
}

/** The values of a dataset in the order of the table of elements, so that their order in the input changes nothing. */
export function datasetLeaves(dataset: CommonDataset, whole: ReadonlySet<string>): readonly Leaf[] {
  // A copy as plain JSON with sorted names: what cannot be represented is refused here.
  const tree = JSON.parse(canonicalText(dataset)) as Json
  const leaves = leavesOf(tree, whole).map((leaf) => ({ leaf, rank: RANKS.get(shapeOf(leaf.steps)) ?? RANKS.size }))
  return leaves
    .sort((one, other) => one.rank - other.rank || compareNumbers(one.leaf.steps, other.leaf.steps))
    .map(({ leaf }) => leaf)
}

/** The steps of a pointer into a dataset; undefined where no dataset has such a place. */
export function datasetPlace(pointer: string): Steps | undefined {
  if (!pointer.startsWith('/')) return undefined
  const steps = stepsOf(pointer)
  return RANKS.has(shapeOf(steps)) ? steps : undefined
}

function compareNumbers(one: Steps, other: Steps): number {
  for (const [index, step] of one.entries()) {
    const difference = typeof step === 'number' ? step - Number(other[index]) : 0
    if (difference !== 0) return difference
  }
  return 0
}

import { ELEMENT_NAMES, elementNamed } from '../dataset/elements'
import { malformed } from '../shape'
import { EXPORTER_CLAIM, NEVER_WITHHELD } from './profile'

/** What becomes of the member of that name: shown always, a disclosure of its own, or looked into. */
export type Place = 'shown' | 'withholdable' | Places

/** The members of an object, or under `*` the entries of a list. */
export type Places = ReadonlyMap<string, Place>

/** The places of the whole dataset. `extensions` may be withheld like an element. */
export const DATASET_PLACE_TREE: Places = treeOf([
  ...ELEMENT_NAMES.map((name) => {
    const place = NEVER_WITHHELD.includes(name) ? 'shown' : 'withholdable'
    return [elementNamed(name).at, place] as const
  }),
  ['/extensions', 'withholdable'],
  ['/items/*/extensions', 'withholdable'],
  [`/${EXPORTER_CLAIM}`, 'withholdable'],
])

function treeOf(entries: readonly (readonly [string, 'shown' | 'withholdable'])[]): Places {
  const root = new Map<string, Place>()
  for (const [at, place] of entries) {
    const steps = at.slice(1).split('/')
    const name = steps.pop() ?? ''
    let node = root
    for (const step of steps) {
      const next = node.get(step) ?? new Map<string, Place>()
      node.set(step, next)
      node = next as Map<string, Place>
    }
    node.set(name, place)
  }
  return root
}

/** True for the place of one element, in a dataset, that may be withheld. */
export function isWithholdable(pointer: string): boolean {
  let place: Place | undefined = DATASET_PLACE_TREE
  // Step by step without a list of them: it is asked for every element of every document.
  for (let end = 0; place !== undefined && typeof place !== 'string';) {
    const next = pointer.indexOf('/', end + 1)
    const step = pointer.slice(end + 1, next < 0 ? undefined : next)
    // No member has a number for its name.
    place = place.get(step) ?? (INDEX.test(step) ? place.get('*') : undefined)
    if (next < 0) return place === 'withholdable'
    end = next
  }
  return false
}

const INDEX = /^(0|[1-9]\d*)$/

/** A place that may be withheld, or many: a JSON Pointer, with `*` for every item; the objects above count for all below. */
export type WithholdablePattern = string

/** Accepts such a pattern; what is shown always, is a part of an element, or is no element, is refused. */
export function parsePattern(input: string): WithholdablePattern {
  let place: Place | undefined = DATASET_PLACE_TREE
  for (const step of input.split('/').slice(1)) {
    if (place === 'withholdable') throw malformed('element', 'is withheld as a whole only: name the object above')
    if (place === 'shown') break
    place = place?.get(INDEX.test(step) ? '*' : step)
  }
  if (!input.startsWith('/') || place === undefined) throw malformed('element', 'is no element of the dataset')
  if (place === 'shown') throw malformed('element', 'can never be withheld')
  return input
}

/** True if the pattern names this place or one above it. */
export function matches(pattern: WithholdablePattern, pointer: string): boolean {
  const asked = pattern.split('/')
  const steps = pointer.split('/')
  return asked.length <= steps.length && asked.every((step, index) => step === '*' || step === steps[index])
}

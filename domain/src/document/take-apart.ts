import { malformed } from '../shape'
import { DATASET_PLACE_TREE } from './withholdable'
import type { Place, Places } from './withholdable'

/** An element that gets a disclosure of its own. */
export interface WithholdableElement {
  readonly pointer: string
  readonly name: string
  readonly value: unknown
  /** The object in the shown part that will hold the digest. */
  readonly parent: ShownObject
}

/** An object of the signed part: what is shown, and the digests of what may be withheld. */
export type ShownObject = Record<string, unknown> & { _sd?: string[] }

/** A dataset taken apart into what is shown always and what may be withheld, in the order of the pointers' names. */
export interface TakenApart {
  readonly shown: ShownObject
  readonly withholdable: readonly WithholdableElement[]
}

/** Takes a dataset apart by the table of elements. */
export function takeApart(dataset: Readonly<Record<string, unknown>>): TakenApart {
  const withholdable: WithholdableElement[] = []
  const shown = takeObject(dataset, DATASET_PLACE_TREE, '', withholdable)
  return { shown, withholdable }
}

function takeObject(value: object, places: Places, pointer: string, found: WithholdableElement[]): ShownObject {
  const shown: ShownObject = {}
  for (const [name, member] of Object.entries(value)) {
    const place = places.get(name)
    const at = `${pointer}/${name}`
    if (place === undefined) throw malformed(at, 'is no element of the dataset')
    if (place === 'withholdable') found.push({ pointer: at, name, value: member, parent: shown })
    else shown[name] = place === 'shown' ? member : takeBranch(member, place, at, found)
  }
  return shown
}

function takeBranch(value: unknown, places: Places, pointer: string, found: WithholdableElement[]): unknown {
  const entry: Place | undefined = places.get('*')
  if (typeof value !== 'object' || value === null) throw malformed(pointer, 'must hold elements')
  if (entry === undefined || typeof entry === 'string') return takeObject(value, places, pointer, found)
  return Object.values(value).map((item: unknown, index) => takeBranch(item, entry, `${pointer}/${index}`, found))
}

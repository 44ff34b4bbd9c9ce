import { LIMITS } from '../limits'
import type { Element } from './element'
import { DATASET_ELEMENTS } from './elements'
import { EXTENSIONS, list, maybe, object } from './format'
import type { Format, Member, ObjectFormat } from './format'

const ROWS: readonly Element[] = Object.values(DATASET_ELEMENTS)

/** The format of a whole dataset, made from the table of elements. */
export const DATASET_FORMAT: ObjectFormat = branch('')

function branch(place: string): ObjectFormat {
  const members = stepsBelow(place).map((step) => [step, memberAt(`${place}/${step}`)] as const)
  return object(Object.fromEntries(isOpen(place) ? [...members, ['extensions', maybe(EXTENSIONS)] as const] : members))
}

function memberAt(place: string): Member {
  const row = ROWS.find(({ at }) => at === place)
  if (row !== undefined) return row
  const required = ROWS.some((below) => below.required && below.at.startsWith(`${place}/`))
  return { format: formatAt(place), required }
}

function formatAt(place: string): Format {
  return stepsBelow(place).includes('*') ? list(branch(`${place}/*`), LIMITS.itemsPerCertificate) : branch(place)
}

function stepsBelow(place: string): readonly string[] {
  const below = ROWS.filter(({ at }) => at.startsWith(`${place}/`)).map(({ at }) => at.slice(place.length + 1))
  return [...new Set(below.map((rest) => rest.split('/', 1).join('')))]
}

// Where parties may add members of their own: once in a dataset and once in every item.
function isOpen(place: string): boolean {
  return place === '' || place === '/items/*'
}

import { DATASET_FORMAT } from './dataset-format'
import type { Format, Member } from './format'

/** The places of a dataset that hold a single value, with their members: what other formats are mapped from and to. */
export const DATASET_PLACES: readonly (readonly [string, Member])[] = membersOf(DATASET_FORMAT, '').filter(
  ([, { format }]) => !isBranch(format),
)

/** Every member below a format, with its place, deepest last. */
export function membersOf(format: Format, place: string): readonly (readonly [string, Member])[] {
  if (format.kind === 'list') return membersOf(format.of, `${place}/*`)
  if (format.kind !== 'object') return []
  return Object.entries(format.members).flatMap(([name, member]) => [
    [`${place}/${name}`, member] as const,
    ...membersOf(member.format, `${place}/${name}`),
  ])
}

function isBranch(format: Format): boolean {
  return format.kind === 'object' || (format.kind === 'list' && isBranch(format.of))
}

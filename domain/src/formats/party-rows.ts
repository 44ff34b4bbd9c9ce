import type { Evidence, Row } from './table'
import type { WrittenAs } from './written-as'

/** Where a format keeps the members of a party, below the party's own place; what is left out it has no place for. */
export interface PartyPlaces {
  readonly id?: string
  readonly name?: string
  readonly street?: string
  readonly city?: string
  readonly postcode?: string
  readonly country?: string
  readonly idAs?: WrittenAs
}

const MEMBERS = [
  ['id', '/id'],
  ['name', '/name'],
  ['street', '/address/street'],
  ['city', '/address/city'],
  ['postcode', '/address/postcode'],
  ['country', '/address/country'],
] as const

/** The rows of one party: of each member that the format has a place for. */
export function partyRows(at: string, to: string, places: PartyPlaces, known: Evidence): readonly Row[] {
  return MEMBERS.flatMap(([member, below]) => {
    const place = places[member]
    if (place === undefined) return []
    return [{ at: `${at}${below}`, to: `${to}${place}`, as: member === 'id' ? (places.idAs ?? 'same') : 'same', known }]
  })
}

import type { IsoDate } from '../date'
import type { EntryIntoForce, Parties } from './profile'

/** True when the agreement works for goods from one country (ISO 3166-1 alpha-2) to the other. */
export function coversTrade(parties: Parties, exporter: string, importer: string): boolean {
  if (exporter === importer) return false
  switch (parties.relation) {
    case 'any':
      return true
    case 'among':
      return parties.countries.includes(exporter) && parties.countries.includes(importer)
    case 'between':
      return isAcross(parties.countries, parties.counterparts, exporter, importer)
    case 'one-way':
      return parties.exporters.includes(exporter) && parties.importers.includes(importer)
  }
}

/** The day since which the agreement is in force for all of these countries. */
export function inForceSince(inForce: EntryIntoForce, countries: readonly (string | undefined)[]): IsoDate {
  return inForce.later
    .filter(({ country }) => countries.includes(country))
    .reduce((since, { from }) => (from > since ? from : since), inForce.from)
}

function isAcross(one: readonly string[], other: readonly string[], exporter: string, importer: string): boolean {
  return (one.includes(exporter) && other.includes(importer)) || (other.includes(exporter) && one.includes(importer))
}

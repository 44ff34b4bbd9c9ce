import type { IsoDate } from '../date'
import { COUNTRIES, CURRENCIES } from './codes-countries'
import { PACKAGES } from './codes-packages'
import { UNITS } from './codes-units'
import type { CodeListName } from './format'

/** What is published of a list: the folder `code-lists` holds a file of each, with names and source. */
export interface CodeList {
  readonly title: string
  readonly codes: ReadonlySet<string>
  /** The form that every code of the list has; a schema says no more than this. */
  readonly pattern: string
  readonly example: string
}

/** The lists of codes, complete and part of the code, so that every party comes to the same answer without a network. */
export const CODE_LISTS: Readonly<Record<CodeListName, CodeList>> = {
  countries: { title: 'ISO 3166-1 alpha-2', codes: COUNTRIES, pattern: '^[A-Z]{2}$', example: 'UY' },
  currencies: { title: 'ISO 4217', codes: CURRENCIES, pattern: '^[A-Z]{3}$', example: 'CHF' },
  units: { title: 'UN/ECE Recommendation 20', codes: UNITS, pattern: '^[A-Z0-9]{2,3}$', example: 'KGM' },
  packages: { title: 'UN/ECE Recommendation 21', codes: PACKAGES, pattern: '^[A-Z0-9]{2}$', example: 'CT' },
}

/**
 * Currencies that went out of use while certificates made out in them may still be looked at, and the last day on which
 * they were legal tender: a certificate issued up to that day may name them.
 */
export const WITHDRAWN_CURRENCIES: Readonly<Record<string, IsoDate>> = {
  HRK: '2023-01-14' as IsoDate,
  ZWL: '2024-08-31' as IsoDate,
  ANG: '2025-06-30' as IsoDate,
  BGN: '2026-01-31' as IsoDate,
}

/** UN/ECE Recommendation 19, the first digit: how the goods are carried. */
export const TRANSPORT_MODES = {
  '0': 'not specified',
  '1': 'maritime',
  '2': 'rail',
  '3': 'road',
  '4': 'air',
  '5': 'mail',
  '6': 'multimodal',
  '7': 'fixed installation',
  '8': 'inland water',
  '9': 'not applicable',
} as const

/** The chapters of the Harmonized System: 01 to 97 without 77, which is reserved; 98 and 99 are for national use. */
export const HS_CHAPTERS: readonly string[] = Array.from({ length: 99 }, (_, index) =>
  String(index + 1).padStart(2, '0'),
).filter((chapter) => chapter !== '77')

/** True for a place whose country is one, or XZ (installations in international waters); the place is not looked up. */
export function isPlace(locode: string): boolean {
  const country = locode.slice(0, 2)
  return COUNTRIES.has(country) || country === 'XZ'
}

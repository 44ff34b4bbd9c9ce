import { MEMBERS } from '@eco/domain'
import { joined, labelled, WITHHELD } from './shown'
import type { Shown } from './shown'

/** A party: name, address, number. */
export function party(shown: Shown, pointer: string): string {
  if (shown.isWithheld(pointer)) return WITHHELD
  return joined(
    [
      shown.text(`${pointer}/name`),
      address(shown, `${pointer}/address`),
      labelled('No.', shown.text(`${pointer}/id`)),
      shown.isSet(`${pointer}/confidential`) ? 'Confidential: available to the authority upon request' : '',
    ],
    '\n',
  )
}

/** A party in one line. */
export function partyLine(shown: Shown, pointer: string): string {
  return party(shown, pointer).replaceAll('\n', ', ')
}

function address(shown: Shown, pointer: string): string {
  if (shown.isWithheld(pointer)) return WITHHELD
  const city = joined([shown.text(`${pointer}/postcode`), shown.text(`${pointer}/city`)], ' ')
  return joined([shown.text(`${pointer}/street`), joined([city, country(shown, `${pointer}/country`)])], '\n')
}

/** A country: its code, behind the name if it is a member. */
export function country(shown: Shown, pointer: string): string {
  const code = shown.text(pointer)
  const member = MEMBERS.find((candidate) => candidate.code === code)
  return member === undefined ? code : `${member.name} (${code})`
}

/** The country of export or import, behind the group of countries that it stands for. */
export function territory(shown: Shown, way: 'export' | 'import'): string {
  return joined([shown.text(`/${way}CountryGroup`), country(shown, `/${way}Country`)])
}

/** An amount with its unit or currency. */
export function amount(shown: Shown, pointer: string): string {
  if (shown.isWithheld(pointer)) return WITHHELD
  const number = shown.text(`${pointer}/value`) || shown.text(`${pointer}/amount`)
  return joined([number, shown.text(`${pointer}/unit`) || shown.text(`${pointer}/currency`)], ' ')
}

/** A place: its name, and its code. */
export function place(shown: Shown, pointer: string): string {
  return joined([shown.text(`${pointer}Name`), shown.text(pointer)], ' ')
}

/** The texts of a list. */
export function listed(shown: Shown, pointer: string): readonly string[] {
  return shown.isWithheld(pointer) ? [WITHHELD] : shown.list(pointer).map((entry) => shown.text(entry))
}

/** What a function makes of each entry of a list, or that the list is withheld. */
export function each(shown: Shown, pointer: string, print: (at: string) => string, separator = '\n'): string {
  return shown.isWithheld(pointer) ? WITHHELD : joined(shown.list(pointer).map(print), separator)
}

/** The way that the goods take. */
export function transport(shown: Shown): string {
  const means = shown.isWithheld('/transportMeans')
    ? WITHHELD
    : joined([shown.text('/transportMeans/name'), shown.text('/transportMeans/id')], ' ')
  return joined(
    [
      labelled('Departure date:', shown.text('/departureDate')),
      labelled('Vessel, flight or vehicle:', means),
      labelled('Mode of transport:', mode(shown)),
      labelled('Place of loading:', place(shown, '/loadingPlace')),
      labelled('Port of discharge:', place(shown, '/dischargePort')),
      labelled('Carrier:', carrier(shown)),
      labelled('Transport documents:', joined(listed(shown, '/transportDocument'))),
      labelled(
        'Containers:',
        each(shown, '/containers', (at) => container(shown, at), ', '),
      ),
    ],
    '\n',
  )
}

// UN/ECE Recommendation 19, by the first digit.
const MODES: Readonly<Record<string, string>> = {
  '1': 'maritime',
  '2': 'rail',
  '3': 'road',
  '4': 'air',
  '5': 'mail',
  '6': 'multimodal',
  '7': 'fixed installation',
  '8': 'inland water',
}

function mode(shown: Shown): string {
  const code = shown.text('/transportMode')
  const name = MODES[code]
  return name === undefined ? code : `${code} (${name})`
}

function carrier(shown: Shown): string {
  if (shown.isWithheld('/carrier')) return WITHHELD
  return joined([shown.text('/carrier/name'), shown.text('/carrier/id')], ' ')
}

function container(shown: Shown, at: string): string {
  return joined([shown.text(`${at}/id`), shown.text(`${at}/sizeType`)], ' ')
}

/** Another certificate: its number, day, country and what else is said of it. */
export function reference(shown: Shown, at: string): string {
  if (shown.isWithheld(at)) return WITHHELD
  return joined([
    shown.text(`${at}/certificateNumber`),
    labelled('of', shown.text(`${at}/issueDate`)),
    country(shown, `${at}/issuingCountry`),
    shown.text(`${at}/issuingAuthorityId`),
    labelled('valid until', shown.text(`${at}/validUntil`)),
    labelled('approved exporter', shown.text(`${at}/approvedExporterCode`)),
  ])
}

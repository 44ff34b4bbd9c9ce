import { LIMITS } from '../limits'
import type { MemberIds } from './format'
import { DATE, FLAG, code, decimal, decimalOrZero, line, maybe, needed, object, text, word } from './format'

/** Editions of the Harmonized System; HS 2028 is in force from 1 January 2028. */
export const HS_EDITIONS = ['2002', '2007', '2012', '2017', '2022', '2028'] as const

/** A country by its code. */
export const COUNTRY = code('countries')

/** A currency by its code. */
export const CURRENCY = code('currencies')

/** A number on paper, of a certificate or another document: printable ASCII, so that it has one spelling. */
export const CERTIFICATE_NUMBER = text(
  LIMITS.certificateNumberLength,
  '^[\\x21-\\x7e](?:[\\x20-\\x7e]*[\\x21-\\x7e])?$',
  'printable ASCII characters without spaces at the ends',
)

/** A code of this network: of an agreement, a version, an authority. */
export const REFERENCE_CODE = text(35, '^[A-Za-z0-9][A-Za-z0-9._-]*$', 'letters, digits, dots, hyphens or underscores')

/** A place in words. */
export const PLACE_NAME = line(256)

/** Number of a trader or carrier. */
export const ID = line(17)

/** Name of a company or person. */
export const NAME = line(70)

const QUANTITY = object({
  value: needed(decimal(LIMITS.quantityWholeDigits, LIMITS.quantityDecimals)),
  unit: needed(code('units'), { untded: '6411' }),
})

/** A quantity in a unit; the ids are those of its value. */
export function quantity(ids: MemberIds): typeof QUANTITY {
  return { ...QUANTITY, members: { ...QUANTITY.members, value: { ...QUANTITY.members.value, ...ids } } }
}

/** An amount of money, to the hundredth. */
export const MONEY = object({
  amount: needed(decimalOrZero(16, 2)),
  currency: needed(CURRENCY),
})

/** A percentage of up to three digits; whether it must be whole, and its bounds, the agreement says. */
export const PERCENT = decimalOrZero(3, 2)

/** An address; not every country has street names or postcodes. */
export const ADDRESS = object({
  street: maybe(line(256), { untded: '3042', wco: '239' }),
  city: needed(line(35), { untded: '3164', wco: '241' }),
  postcode: maybe(line(9), { untded: '3251', wco: '245' }),
  country: needed(COUNTRY, { untded: '3207', wco: '242' }),
})

/** The numbers by which a certificate is found again. */
export const CERTIFICATE_REFERENCE = object({
  certificateNumber: needed(CERTIFICATE_NUMBER, { untded: '1004' }),
  issueDate: maybe(DATE, { untded: '2380' }),
  issuingCountry: maybe(COUNTRY, { untded: '3207' }),
  issuingAuthorityId: maybe(REFERENCE_CODE),
  validUntil: maybe(DATE),
  approvedExporterCode: maybe(line(35)),
})

/** The words for a change of tariff classification: of chapter, heading or subheading. */
export const TARIFF_SHIFT = word(['CC', 'CTH', 'CTSH'])

/** What a certificate is: a first one, one drawn from others, one that takes another's place, or one given in lieu. */
export const CERTIFICATE_TYPES = ['original', 'back-to-back', 'replacement', 'in-lieu'] as const

/** One of them. */
export type CertificateKind = (typeof CERTIFICATE_TYPES)[number]

const PARTY = object(
  { id: maybe(ID, { untded: '3039' }), name: maybe(NAME, { untded: '3036' }), address: maybe(ADDRESS) },
  ['id', 'name'],
)

const PRODUCER = object({ ...PARTY.members, confidential: maybe(FLAG) }, ['id', 'name', 'confidential'])

/** A company or person, by its name or id at least; `wco` holds the WCO Data Model ids of the two. */
export function party(wco: { readonly id?: string; readonly name?: string } = {}): typeof PARTY {
  return { ...PARTY, members: { ...PARTY.members, ...withIds(wco) } }
}

/** A producer, who may be kept from the importer: then `confidential` stands in place of the name. */
export function producer(wco: { readonly id?: string; readonly name?: string }): typeof PRODUCER {
  return { ...PRODUCER, members: { ...PRODUCER.members, ...withIds(wco) } }
}

function withIds(wco: { readonly id?: string; readonly name?: string }): Pick<typeof PARTY.members, 'id' | 'name'> {
  const { id, name } = PARTY.members
  return {
    id: wco.id === undefined ? id : { ...id, wco: wco.id },
    name: wco.name === undefined ? name : { ...name, wco: wco.name },
  }
}

import { joined, labelled, listed, packages, party, quantities, amount, criterion } from './shown'
import type { Shown } from './shown'

/** What stands in a column of the items. */
export type Cell = (shown: Shown, item: string) => string

/** The number by which uses and refusals name the item. */
export const sequence: Cell = (shown, item) => shown.text(`${item}/sequence`)

/** Marks and numbers, each on a line. */
export const marks: Cell = (shown, item) => joined(listed(shown, `${item}/marks`), '\n')

/** Packages and description with the HS code, the trademark and the producer. */
export const goods: Cell = (shown, item) =>
  joined(
    [
      packages(shown, item),
      shown.text(`${item}/description`),
      labelled('Trademark:', shown.text(`${item}/trademark`)),
      labelled('HS', joined([shown.text(`${item}/hsCode`), labelled('edition', shown.text(`${item}/hsVersion`))])),
      labelled('Producer:', party(shown, `${item}/producer`).replaceAll('\n', ', ')),
    ],
    '\n',
  )

/** The country of origin. */
export const origin: Cell = (shown, item) => shown.text(`${item}/originCountry`)

/** The criterion, and the regional value content by itself. */
export const criterionAndContent: Cell = (shown, item) =>
  joined([criterion(shown, item), labelled('RVC %', shown.text(`${item}/rvcPercent`))], '\n')

/** The criterion above the country of origin. */
export const criterionAndOrigin: Cell = (shown, item) => joined([criterion(shown, item), origin(shown, item)], '\n')

/** Quantities and masses above the value. */
export const quantitiesAndValue: Cell = (shown, item) =>
  joined([quantities(shown, item), labelled('FOB', amount(shown, `${item}/fobValue`))], '\n')

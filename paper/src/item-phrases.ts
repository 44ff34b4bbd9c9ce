import type { Column } from './layout'
import { amount, country, each, listed, partyLine } from './phrases'
import { remainder } from './remainder'
import { joined, labelled, WITHHELD } from './shown'
import type { Shown } from './shown'

/** A column of the items, and what it says of one. */
export interface ItemColumn extends Column {
  readonly print: (item: string) => string
}

/** A row for each item; what no column has a place for is said in the widest one. */
export function itemRows(shown: Shown, columns: readonly ItemColumn[]): readonly (readonly string[])[] {
  const widest = columns.reduce((most, { share }, index) => (share > (columns[most]?.share ?? 0) ? index : most), 0)
  return shown.list('/items').map((item) => {
    const cells = columns.map(({ print }) => print(item))
    const rest = remainder(shown, item)
    return cells.map((cell, index) => (index === widest ? joined([cell, rest], '\n') : cell))
  })
}

/** The number of an item. */
export function sequence(shown: Shown, item: string): string {
  return shown.text(`${item}/sequence`)
}

/** Marks and numbers on the packages. */
export function marks(shown: Shown, item: string): string {
  return joined(listed(shown, `${item}/marks`), '\n')
}

/** Packages and description, with the trademark and the producer. */
export function goods(shown: Shown, item: string): string {
  return joined(
    [
      packages(shown, item),
      shown.text(`${item}/description`),
      labelled('Trademark:', shown.text(`${item}/trademark`)),
      labelled('Producer:', partyLine(shown, `${item}/producer`)),
    ],
    '\n',
  )
}

function packages(shown: Shown, item: string): string {
  const one = (at: string): string =>
    shown.isWithheld(at) ? WITHHELD : joined([shown.text(`${at}/quantity`), shown.text(`${at}/type`)], ' ')
  return joined([one(`${item}/packages`), each(shown, `${item}/otherPackages`, one, ', ')])
}

/** The tariff code with its edition. */
export function tariffCode(shown: Shown, item: string): string {
  return joined([shown.text(`${item}/hsCode`), labelled('HS', shown.text(`${item}/hsVersion`))], '\n')
}

/** The tariff code in a line of its own, for forms without a box for it. */
export function tariffLine(shown: Shown, item: string): string {
  return labelled('HS code:', tariffCode(shown, item).replace('\n', ', '))
}

/** Numbers, dates and values of invoices. */
export function invoices(shown: Shown, item: string): string {
  return each(shown, `${item}/invoice`, (at) =>
    joined([shown.text(`${at}/number`), shown.text(`${at}/date`), amount(shown, `${at}/value`)], '\n'),
  )
}

/** The criterion by which an item originates, with its regional value content: `CTH + RVC 40%, ACU`. */
export function criterion(shown: Shown, item: string): string {
  return joined([criterionLine(shown, `${item}/originCriterion`), valueContent(shown, item)], '\n')
}

function criterionLine(shown: Shown, at: string): string {
  if (shown.isWithheld(at)) return WITHHELD
  const parts = [at, ...shown.list(`${at}/combined`)].map((part) => {
    const percent = shown.text(`${part}/percent`)
    return joined([shown.text(`${part}/code`), percent && `${percent}%`, shown.text(`${part}/tariffShift`)], ' ')
  })
  return joined([joined(parts, ' + '), ...listed(shown, `${at}/extras`)])
}

function valueContent(shown: Shown, item: string): string {
  return labelled('RVC %:', shown.text(`${item}/rvcPercent`))
}

/** The country in which an item originates. */
export function originCountry(shown: Shown, item: string): string {
  return country(shown, `${item}/originCountry`)
}

/** The quantity that is certified, the masses and the value. */
export function quantities(shown: Shown, item: string): string {
  return joined(
    [
      amount(shown, `${item}/quantity`),
      each(shown, `${item}/otherQuantities`, (at) => amount(shown, at)),
      labelled('gross', amount(shown, `${item}/grossMass`)),
      labelled('net', amount(shown, `${item}/netMass`)),
      labelled('FOB', amount(shown, `${item}/fobValue`)),
    ],
    '\n',
  )
}

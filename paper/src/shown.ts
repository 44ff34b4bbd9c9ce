import type { CertificatePdfInput } from './layout'

/** What stands where something was signed but is not shown. */
export const WITHHELD = '[withheld]'

/** Reads a dataset for people: text at a place, or that it is withheld; nothing where there is nothing. */
export class Shown {
  readonly #dataset: unknown
  readonly #withheld: ReadonlySet<string>

  constructor({ dataset, withheld = [] }: Pick<CertificatePdfInput, 'dataset' | 'withheld'>) {
    this.#dataset = dataset
    this.#withheld = new Set(withheld)
  }

  /** The value at a JSON Pointer. */
  value(pointer: string): unknown {
    let value = this.#dataset
    for (const step of pointer.split('/').slice(1)) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
      value = (value as Record<string, unknown>)[step]
    }
    return value
  }

  /** The value at a JSON Pointer as text. */
  text(pointer: string): string {
    if (this.#withheld.has(pointer)) return WITHHELD
    const value = this.value(pointer)
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    return value === true ? 'yes' : ''
  }

  /** The entries of a list; one that is withheld if the list is. */
  list(pointer: string): readonly string[] {
    const value = this.value(pointer)
    return Array.isArray(value) ? value.map((_, index) => `${pointer}/${index}`) : []
  }

  isWithheld(pointer: string): boolean {
    return this.#withheld.has(pointer)
  }

  isSet(pointer: string): boolean {
    return this.value(pointer) === true
  }
}

/** The parts that are there, joined. */
export function joined(parts: readonly string[], separator = ', '): string {
  return parts.filter((part) => part !== '').join(separator)
}

/** A caption before what it is about; nothing if that is nothing. */
export function labelled(label: string, text: string): string {
  return text === '' ? '' : `${label} ${text}`
}

/** A party: name, address, number. */
export function party(shown: Shown, pointer: string): string {
  if (shown.isWithheld(pointer)) return WITHHELD
  return joined(
    [shown.text(`${pointer}/name`), address(shown, `${pointer}/address`), labelled('No.', shown.text(`${pointer}/id`))],
    '\n',
  )
}

function address(shown: Shown, pointer: string): string {
  if (shown.isWithheld(pointer)) return WITHHELD
  const city = joined([shown.text(`${pointer}/postcode`), shown.text(`${pointer}/city`)], ' ')
  return joined([shown.text(`${pointer}/street`), joined([city, shown.text(`${pointer}/country`)])], '\n')
}

/** An amount with its unit or currency. */
export function amount(shown: Shown, pointer: string): string {
  if (shown.isWithheld(pointer)) return WITHHELD
  const unit = shown.text(`${pointer}/unit`) || shown.text(`${pointer}/currency`)
  return joined([shown.text(`${pointer}/value`) || shown.text(`${pointer}/amount`), unit], ' ')
}

/** The way that the goods take. */
export function transport(shown: Shown): string {
  const place = (name: string): string => joined([shown.text(`/${name}Name`), shown.text(`/${name}`)], ' ')
  const means = shown.isWithheld('/transportMeans')
    ? WITHHELD
    : joined([shown.text('/transportMeans/name'), shown.text('/transportMeans/id')], ' ')
  return joined(
    [
      labelled('Departure:', shown.text('/departureDate')),
      labelled('Vessel, flight or vehicle:', means),
      labelled('Mode:', shown.text('/transportMode')),
      labelled('From:', place('loadingPlace')),
      labelled('To:', place('dischargePort')),
      labelled('Transport documents:', joined(listed(shown, '/transportDocument'))),
    ],
    '\n',
  )
}

/** The texts of a list. */
export function listed(shown: Shown, pointer: string): readonly string[] {
  return shown.isWithheld(pointer) ? [WITHHELD] : shown.list(pointer).map((entry) => shown.text(entry))
}

/** Number and kind of packages. */
export function packages(shown: Shown, item: string): string {
  if (shown.isWithheld(`${item}/packages`)) return WITHHELD
  const one = (pointer: string): string =>
    joined([shown.text(`${pointer}/quantity`), shown.text(`${pointer}/type`)], ' ')
  return joined([one(`${item}/packages`), ...shown.list(`${item}/otherPackages`).map(one)])
}

/** Numbers and dates of invoices. */
export function invoices(shown: Shown, item: string): string {
  if (shown.isWithheld(`${item}/invoice`)) return WITHHELD
  const entries = shown.list(`${item}/invoice`)
  return joined(
    entries.map((entry) => joined([shown.text(`${entry}/number`), shown.text(`${entry}/date`)], '\n')),
    '\n',
  )
}

/** The criterion by which an item originates, in the letters of its agreement. */
export function criterion(shown: Shown, item: string): string {
  const at = `${item}/originCriterion`
  const parts = [at, ...shown.list(`${at}/combined`)]
  const written = parts.map((part) =>
    joined(
      [
        shown.text(`${part}/code`),
        shown.text(`${part}/tariffShift`),
        labelled('', shown.text(`${part}/percent`)).trim(),
      ],
      ' ',
    ),
  )
  const extras = listed(shown, `${at}/extras`)
  return joined([joined(written, ' + '), joined(extras, ' ')], ' ')
}

/** Gross and net mass, and the quantity that is certified. */
export function quantities(shown: Shown, item: string): string {
  return joined(
    [
      amount(shown, `${item}/quantity`),
      ...shown.list(`${item}/otherQuantities`).map((entry) => amount(shown, entry)),
      labelled('gross', amount(shown, `${item}/grossMass`)),
      labelled('net', amount(shown, `${item}/netMass`)),
    ],
    '\n',
  )
}

import type { BoxRow } from './boxes'
import type { Evidence } from './table'

/** What else is known of a row. */
export interface BoxFacts {
  readonly as?: BoxRow['as']
  readonly label?: string
  readonly known?: Evidence
  readonly note?: string
}

/** A row of a form; text that its source gives this box, where nothing else is said. */
export function boxRow(box: string, at: string, { as = 'text', known = 'stated', ...facts }: BoxFacts = {}): BoxRow {
  return { at, box, as, known, ...facts }
}

/** Name and address of a party, a line each. */
export function partyBox(box: string, at: string, facts: BoxFacts = {}): readonly BoxRow[] {
  return ['/name', '/address/street', '/address/city', '/address/postcode', '/address/country'].map((below) =>
    boxRow(box, `${at}${below}`, facts),
  )
}

/** A quantity: its value and its unit, in one line. */
export function quantityBox(box: string, at: string, label: string): readonly BoxRow[] {
  return [boxRow(box, `${at}/value`, { label }), boxRow(box, `${at}/unit`, { as: 'behind' })]
}

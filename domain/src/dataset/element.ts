import type { Format } from './format'

/** Where an element stands: once for the certificate, once for the consignment, in every item, or in a message. */
export type ElementLevel = 'header' | 'consignment' | 'item' | 'message'

/**
 * What carries an element: the dataset; the signed document around it; the record in the register; a message between
 * gateways; or `extensions`, for what is no business of customs.
 */
export type Carrier = 'dataset' | 'document' | 'register' | 'message' | 'extensions'

/** One row of the table of elements. */
export interface Element {
  /** The number in the merged table of elements; some numbers have several rows. */
  readonly number: number
  /** JSON Pointer inside its carrier, `*` for every entry of a list; two elements never share a place. */
  readonly at: string
  readonly level: ElementLevel
  readonly carriedBy: Carrier
  readonly format: Format
  /** True when every dataset has it; agreements make further elements required. */
  readonly required: boolean
  /** UNTDED tag. */
  readonly untded?: string
  /** WCO Data Model id. */
  readonly wco?: string
  /** The kinds of certificate that ask for it, by the letters of `REGIMES`; lower case: conditional or optional. */
  readonly neededBy: string
  readonly remark: string
}

/** The letters that say which kinds of certificate ask for an element. */
export const REGIMES = {
  R: 'RCEP, Annex 3B',
  A: 'ATIGA Form D',
  C: 'China–Australia (ChAFTA) form',
  K: 'China–Korea form',
  P: 'CPTPP, Annex 3-B',
  E: 'EUR.1 (Pan-Euro-Mediterranean type)',
  F: 'GSP Form A',
  W: 'CEPA-type text with an electronic seal',
  L: 'ALADI/MERCOSUR digital certificate (COD)',
  N: 'non-preferential certificate of a chamber',
  T: 'technical: for the exchange itself',
} as const

/** What else is known of an element. */
export interface ElementFacts {
  readonly neededBy: string
  readonly remark: string
  readonly untded?: string
  readonly wco?: string
}

/** A row whose place, format and need the compiler knows: the types of a dataset are made from them. */
export type Row<P extends string, F extends Format, R extends boolean> = Omit<Element, 'at' | 'format' | 'required'> & {
  readonly at: P
  readonly format: F
  readonly required: R
}

/** Writes the rows of one level of the dataset: those that every dataset has, and those that it may have. */
export function rowsAt(level: ElementLevel): RowMakers {
  const carriedBy = 'dataset'
  return {
    always: (number, at, format, facts) => ({ number, at, level, carriedBy, format, required: true, ...facts }),
    sometimes: (number, at, format, facts) => ({ number, at, level, carriedBy, format, required: false, ...facts }),
  }
}

/** The functions that write rows. */
export interface RowMakers {
  readonly always: <const P extends string, F extends Format>(
    number: number,
    at: P,
    format: F,
    facts: ElementFacts,
  ) => Row<P, F, true>
  readonly sometimes: <const P extends string, F extends Format>(
    number: number,
    at: P,
    format: F,
    facts: ElementFacts,
  ) => Row<P, F, false>
}

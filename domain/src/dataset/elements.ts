import type { Element } from './element'
import { ELEMENTS_BESIDE } from './elements-beside'
import { CERTIFICATE_ELEMENTS } from './elements-certificate'
import { CIRCUMSTANCE_ELEMENTS } from './elements-circumstance'
import { CONSIGNMENT_ELEMENTS } from './elements-consignment'
import { ITEM_ELEMENTS } from './elements-item'

/** The rows that a dataset holds: schema, types, parser and documentation of the dataset are made from them. */
export const DATASET_ELEMENTS = {
  ...CERTIFICATE_ELEMENTS,
  ...CONSIGNMENT_ELEMENTS,
  ...ITEM_ELEMENTS,
  ...CIRCUMSTANCE_ELEMENTS,
}

/** The whole table of elements, 1 to 61, by name: those of the dataset and those that travel beside it. */
export const ELEMENTS = { ...DATASET_ELEMENTS, ...ELEMENTS_BESIDE }

/** The name of an element that a dataset holds; `item.` leads those of every item. */
export type ElementName = keyof typeof DATASET_ELEMENTS

/** The name of any element of the table. */
export type AnyElementName = keyof typeof ELEMENTS

/** The names of the elements that a dataset holds, in the order of the table. */
export const ELEMENT_NAMES = Object.keys(DATASET_ELEMENTS) as readonly ElementName[]

/** The row of that name. */
export function elementNamed(name: AnyElementName): Element {
  return ELEMENTS[name]
}

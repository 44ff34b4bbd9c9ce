import type { CommonDataset } from '../dataset/dataset-type'
import { DATASET_PLACES } from '../dataset/places'
import type { Json } from '../canonical'
import { lostElement, unread } from './answer'
import type { FormatReading, WriteOptions, Written } from './answer'
import { boxWriter } from './boxes'
import type { BoxTable, WrittenBoxes } from './boxes'
import { datasetLeaves, wholePlaces } from './dataset-leaves'
import { EDI3 } from './edi3-table'
import { oneLineEach } from './edi3-lines'
import { EUR1 } from './eur1-table'
import { FORM_D } from './form-d-table'
import { isStrictJson, jsonText, readJson } from './json-format'
import type { JsonReading } from './json-format'
import type { Leaf } from './leaves'
import { pointerOf } from './steps'
import type { TreeTable } from './table'
import { treeReader } from './tree-read'
import { treeWriter } from './tree-write'
import type { TreeWriter } from './tree-write'
import { UBL_COUNTED, readUbl, ublText } from './ubl'
import { W3C } from './w3c-table'
import { WCO } from './wco-table'
import { isXmlText } from './xml-text'

/** A format of JSON or XML, written and read. */
interface TreeFormat {
  readonly kind: 'tree'
  readonly mediaType: string
  readonly table: TreeTable
  readonly whole: ReadonlySet<string>
  readonly write: TreeWriter
  readonly print: (leaves: readonly Leaf[], beside: Readonly<Record<string, Json>>) => string
  readonly read: (text: string) => FormatReading
}

/** A form of boxes, written for people. */
interface BoxFormat {
  readonly kind: 'boxes'
  readonly mediaType: string
  readonly table: BoxTable
  readonly whole: ReadonlySet<string>
  readonly write: (dataset: readonly Leaf[]) => WrittenBoxes
}

function jsonFormat(table: TreeTable, mediaType: string, arrange?: JsonReading['arrange']): TreeFormat {
  const whole = wholePlaces(table.rows)
  const wholeInFormat = new Set(table.rows.filter(({ at }) => whole.has(at)).map(({ to }) => to))
  const reading = { read: treeReader(table), whole: wholeInFormat, ...(arrange === undefined ? {} : { arrange }) }
  return {
    kind: 'tree',
    mediaType,
    table,
    whole,
    write: treeWriter(table, isStrictJson),
    print: jsonText,
    read: (text) => readJson(text, reading),
  }
}

function boxFormat(table: BoxTable): BoxFormat {
  return {
    kind: 'boxes',
    mediaType: 'text/plain; charset=utf-8',
    table,
    whole: wholePlaces(table.rows),
    write: boxWriter(table),
  }
}

const CATALOGUE = {
  wco: jsonFormat(WCO, 'application/json'),
  edi3: jsonFormat(EDI3, 'application/json', oneLineEach),
  ubl: {
    kind: 'tree',
    mediaType: 'application/xml',
    table: UBL_COUNTED,
    whole: wholePlaces(UBL_COUNTED.rows),
    write: treeWriter(UBL_COUNTED, (value) => typeof value === 'string' && isXmlText(value)),
    print: ublText,
    read: readUbl,
  },
  'form-d': boxFormat(FORM_D),
  eur1: boxFormat(EUR1),
  w3c: jsonFormat(W3C, 'application/vc'),
} as const satisfies Readonly<Record<string, TreeFormat | BoxFormat>>

/** The name of a format. */
export type FormatName = keyof typeof CATALOGUE

/** All formats, by name. */
export const FORMATS = Object.keys(CATALOGUE) as readonly FormatName[]

/** The formats that are read as well as written. */
export const READABLE_FORMATS: readonly FormatName[] = FORMATS.filter((name) => CATALOGUE[name].kind === 'tree')

/** Writes a dataset that `parseDataset` accepted; `lost` names all that the text does not carry. */
export function writeFormat(name: FormatName, dataset: CommonDataset, { beside = true }: WriteOptions = {}): Written {
  const format: TreeFormat | BoxFormat = CATALOGUE[name]
  const { mediaType } = format
  const values = datasetLeaves(dataset, format.whole)
  if (format.kind === 'boxes') return { ...format.write(values), mediaType, beside: [] }
  const { leaves, left } = format.write(values)
  const carried = beside ? left.filter(({ leaf }) => isStrictJson(leaf.value)) : []
  const lost = left.filter((one) => !carried.includes(one)).map(({ leaf, reason }) => lostElement(leaf.steps, reason))
  const pairs = carried.map(({ leaf }) => [pointerOf(leaf.steps), leaf.value] as const)
  return {
    text: format.print(leaves, Object.fromEntries(pairs)),
    mediaType,
    lost,
    beside: pairs.map(([pointer]) => pointer),
  }
}

/** Reads a text; what it says is still to be judged by `parseDataset`. Forms of boxes are not read. */
export function readFormat(name: FormatName, text: string): FormatReading {
  const format: TreeFormat | BoxFormat = CATALOGUE[name]
  if (format.kind === 'tree') return format.read(text)
  return unread('not-readable', 'A form of boxes is written for people: what a box says cannot be told for certain.')
}

/** An element that a format has no place of its own for. */
export interface FormatGap {
  /** Place in the dataset, `*` for every entry of a list. */
  readonly at: string
  /** `no-place`: none at all. `first-only`: one for the first of several. `unconfirmed`: one that no source confirms. */
  readonly reason: 'no-place' | 'first-only' | 'unconfirmed'
}

/** The elements of the table for which a format has no place, or none that a source confirms. */
export function formatGaps(name: FormatName): readonly FormatGap[] {
  const rows: readonly { readonly at: string; readonly known: string }[] = CATALOGUE[name].table.rows
  return DATASET_PLACES.flatMap(([at]): readonly FormatGap[] => {
    const found = rows.filter((row) => covers(row.at, at))
    if (found.length === 0) {
      const first = rows.some((row) => covers(row.at.replaceAll(/\/\d+(?=\/|$)/g, '/*'), at))
      return [{ at, reason: first ? 'first-only' : 'no-place' }]
    }
    return found.every(({ known }) => known === 'unconfirmed') ? [{ at, reason: 'unconfirmed' }] : []
  })
}

/** True for a row of the element itself, of the entries of its list, or of the object that it is part of. */
function covers(rowAt: string, at: string): boolean {
  return rowAt === at || rowAt === `${at}/*` || at.startsWith(`${rowAt}/`)
}

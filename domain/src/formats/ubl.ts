import { canonicalText } from '../canonical'
import type { Json } from '../canonical'
import { isObject } from '../shape'
import { parseStrictJson } from '../strict-json'
import { unread } from './answer'
import type { FormatReading } from './answer'
import type { Leaf } from './leaves'
import { FORMAT_LIMITS, sizeProblem } from './size'
import { pointerOf } from './steps'
import type { Steps } from './steps'
import type { TreeTable } from './table'
import { treeReader } from './tree-read'
import { UBL_ORDER } from './ubl-order'
import { UBL } from './ubl-table'
import { XmlProblem, readXml } from './xml-read'
import { xmlSafeJson } from './xml-text'
import { xmlText } from './xml-write'

const OASIS = 'urn:oasis:names:specification:ubl:schema:xsd:'
const NAMESPACES = {
  xmlns: `${OASIS}CertificateOfOrigin-2`,
  'xmlns:cac': `${OASIS}CommonAggregateComponents-2`,
  'xmlns:cbc': `${OASIS}CommonBasicComponents-2`,
  'xmlns:ext': `${OASIS}CommonExtensionComponents-2`,
  'xmlns:eco': 'urn:eco:formats:beside:1',
} as const

const PREFIXES = Object.fromEntries(Object.entries(NAMESPACES).map(([name, uri]) => [uri, name.split(':')[1] ?? 'co']))

const EXTENSION = ['ext:UBLExtensions', 'ext:UBLExtension', 'ext:ExtensionContent', 'eco:Beside'] as const
const BESIDE: Steps = EXTENSION.flatMap((name) => [name, 0])
const BESIDE_PLACE = pointerOf(BESIDE)

const SHAPE = {
  root: 'CertificateOfOrigin',
  namespaces: NAMESPACES,
  order: {
    ...UBL_ORDER,
    'ext:UBLExtensions': ['ext:UBLExtension'],
    'ext:UBLExtension': ['ext:ExtensionContent'],
    'ext:ExtensionContent': ['eco:Beside'],
  },
}

/** The table with every element of a path counted, as the reader of XML does: the first where the table names no number. */
export const UBL_COUNTED: TreeTable = {
  rows: UBL.rows.map((row) => ({
    ...row,
    to: counted(row.to),
    ...(row.and === undefined ? {} : { and: counted(row.and) }),
  })),
  fillers: UBL.fillers.map((filler) => ({ ...filler, to: counted(filler.to) })),
}

function counted(path: string): string {
  return path.replace(/(\/[a-z]+:\w+)(?!\/(?:\*|\+|\d)|\w)/g, '$1/0')
}

const READER = treeReader(UBL_COUNTED)

/** The text of a UBL document; elements without a place in UBL stand in an extension, as one object of JSON. */
export function ublText(leaves: readonly Leaf[], beside: Readonly<Record<string, Json>>): string {
  const extension =
    Object.keys(beside).length === 0 ? [] : [{ steps: BESIDE, value: xmlSafeJson(canonicalText(beside)) }]
  return xmlText(SHAPE, [...extension, ...leaves])
}

/** Reads a UBL document. */
export function readUbl(text: string): FormatReading {
  const tooLarge = sizeProblem(text)
  if (tooLarge !== undefined) return tooLarge
  const read = xmlValues(text)
  if (typeof read === 'string') return unread('not-xml', read)
  if (read.root !== `{${NAMESPACES.xmlns}}${SHAPE.root}`) {
    return unread('not-this-format', 'The document must be a CertificateOfOrigin of UBL 2.')
  }
  const beside = read.leaves.find(({ steps }) => pointerOf(steps) === BESIDE_PLACE)
  const parsed = beside === undefined ? {} : besideOf(beside.value)
  if (parsed === undefined) return unread('value', 'The extension must be an object of JSON.', BESIDE_PLACE)
  return READER(
    read.leaves.filter((leaf) => leaf !== beside),
    parsed,
  )
}

function xmlValues(text: string): ReturnType<typeof readXml> | string {
  try {
    return readXml(text, PREFIXES)
  } catch (error) {
    return error instanceof XmlProblem ? error.message : 'The text is not well-formed XML.'
  }
}

function besideOf(text: Json): Readonly<Record<string, Json>> | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const value = parseStrictJson(text, FORMAT_LIMITS.depth)
    return isObject(value) ? (value as Readonly<Record<string, Json>>) : undefined
  } catch {
    return undefined
  }
}

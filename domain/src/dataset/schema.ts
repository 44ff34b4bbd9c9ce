import type { Json } from '../canonical'
import { CODE_LISTS } from './code-lists'
import { DATASET_FORMAT } from './dataset-format'
import type { Element } from './element'
import { DATASET_ELEMENTS } from './elements'
import { EXTENSION_NAME } from './format'
import type { DecimalFormat, Format, ListFormat, Member, ObjectFormat } from './format'
import { PLACE_PATTERN, scalarRule } from './scalar'

/** The name of the published schema. */
export const DATASET_SCHEMA_ID = 'urn:eco:schema:dataset:1'

/** A JSON object. */
export type JsonObject = { readonly [name: string]: Json }

const ROWS = new Map<string, Element>(Object.values(DATASET_ELEMENTS).map((row) => [row.at, row]))

// The form only: whether the day exists is the parser's business.
const DATE_PATTERN = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
const DATE_TIME_PATTERN =
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$'

/**
 * The JSON Schema (2020-12) of a dataset. It accepts every dataset that the parser accepts; what a schema cannot say (code
 * lists, days that exist, relations between elements) only the parser refuses.
 */
export function datasetSchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: DATASET_SCHEMA_ID,
    title: 'Common dataset of a certificate of origin',
    ...datasetComponent(),
  }
}

/** The same as a component of an OpenAPI document, 3.0 or 3.1: without keywords that begin with a dollar sign. */
export function datasetComponent(): JsonObject {
  return schemaOf(DATASET_FORMAT, '')
}

function schemaOf(format: Format, place: string): JsonObject {
  switch (format.kind) {
    case 'object':
      return objectSchema(format, place)
    case 'list':
      return listSchema(format, place)
    case 'flag':
      return { type: 'boolean' }
    case 'whole':
      return { type: 'integer', minimum: format.least, maximum: format.most }
    case 'extensions':
      return extensionsSchema(format.most)
    default:
      return { type: 'string', ...textKeywords(format) }
  }
}

function textKeywords(
  format: Exclude<Format, { kind: 'object' | 'list' | 'flag' | 'whole' | 'extensions' }>,
): JsonObject {
  switch (format.kind) {
    case 'text':
      return { minLength: 1, maxLength: format.most, pattern: format.pattern }
    case 'word':
      return { enum: format.words }
    case 'code':
      return { pattern: CODE_LISTS[format.list].pattern }
    case 'decimal':
      return { pattern: decimalPattern(format) }
    case 'date':
      return { format: 'date', pattern: DATE_PATTERN }
    case 'dateTime':
      return { format: 'date-time', pattern: DATE_TIME_PATTERN }
    case 'place':
      return { pattern: PLACE_PATTERN }
  }
}

function decimalPattern({ whole, decimals, zero }: DecimalFormat): string {
  const digits = `(?:0|[1-9][0-9]{0,${whole - 1}})(?:\\.[0-9]{1,${decimals}})?$`
  return zero ? `^${digits}` : `^(?=.*[1-9])${digits}`
}

function objectSchema({ members, oneOf }: ObjectFormat, place: string): JsonObject {
  const entries = Object.entries(members)
  const required = entries.filter(([, member]) => member.required).map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, member]) => [name, memberSchema(member, `${place}/${name}`)])),
    ...(required.length === 0 ? {} : { required }),
    ...(oneOf.length === 0 ? {} : { anyOf: oneOf.map((name) => ({ properties: { [name]: {} }, required: [name] })) }),
    additionalProperties: false,
  }
}

function memberSchema(member: Member, place: string): JsonObject {
  const description = describe(member, ROWS.get(place))
  return { ...schemaOf(member.format, place), ...(description === '' ? {} : { description }) }
}

function describe({ format, untded, wco }: Member, row: Element | undefined): string {
  const remark = row === undefined ? '' : `Element ${row.number}. ${row.remark}`
  const ids = [untded === undefined ? '' : `UNTDED ${untded}`, wco === undefined ? '' : `WCO ${wco}`]
  const written = isScalarKind(format) ? sentence(scalarRule(format)) : codeRule(format)
  return [remark, written, sentence(ids.filter((id) => id !== '').join(', '))].filter((part) => part !== '').join(' ')
}

function isScalarKind(format: Format): format is Parameters<typeof scalarRule>[0] {
  return !['object', 'list', 'code', 'extensions', 'flag'].includes(format.kind)
}

function codeRule(format: Format): string {
  return format.kind === 'code' ? sentence(`A code of ${CODE_LISTS[format.list].title}`) : ''
}

function sentence(text: string): string {
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function listSchema({ of, most, unique }: ListFormat, place: string): JsonObject {
  const items = schemaOf(of, `${place}/*`)
  return { type: 'array', items, minItems: 1, maxItems: most, ...(unique ? { uniqueItems: true } : {}) }
}

function extensionsSchema(most: number): JsonObject {
  // Not `propertyNames`, which OpenAPI 3.0 lacks: names are judged by the parser.
  const description = `Members of names that parties agreed on, ${EXTENSION_NAME}; signed, but judged by nobody.`
  return { type: 'object', additionalProperties: true, maxProperties: most, description }
}

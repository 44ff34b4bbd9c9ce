import type { Json } from '../../canonical'
import { isObject } from '../../shape'
import type { JsonObject } from '../schema'

type Keyword = (value: unknown, argument: Json, schema: JsonObject) => boolean

/**
 * True for a value that a JSON Schema accepts; written apart from the parser, so that it can contradict it. Knows the
 * keywords that the schema of the dataset uses and throws at any other.
 */
export function isValid(value: unknown, schema: JsonObject): boolean {
  return Object.entries(schema).every(([name, argument]) => {
    const keyword = KEYWORDS[name]
    if (keyword === undefined) throw new RangeError(`the keyword ${name} is not known here`)
    return keyword(value, argument, schema)
  })
}

const isText = (value: unknown): value is string => typeof value === 'string'
const annotation = (): boolean => true

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  $schema: annotation,
  $id: annotation,
  title: annotation,
  description: annotation,
  format: annotation,
  type: (value, type) => typeOf(value) === type || (type === 'integer' && Number.isInteger(value)),
  enum: (value, words) => (words as readonly Json[]).includes(value as Json),
  pattern: (value, pattern) => !isText(value) || new RegExp(pattern as string, 'u').test(value),
  minLength: (value, least) => !isText(value) || Array.from(value).length >= Number(least),
  maxLength: (value, most) => !isText(value) || Array.from(value).length <= Number(most),
  minimum: (value, least) => typeof value !== 'number' || value >= Number(least),
  maximum: (value, most) => typeof value !== 'number' || value <= Number(most),
  minItems: (value, least) => !Array.isArray(value) || value.length >= Number(least),
  maxItems: (value, most) => !Array.isArray(value) || value.length <= Number(most),
  uniqueItems: (value) =>
    !Array.isArray(value) || new Set(value.map((entry) => JSON.stringify(entry))).size === value.length,
  items: (value, schema) => !Array.isArray(value) || value.every((entry) => isValid(entry, schema as JsonObject)),
  required: (value, names) =>
    !isObject(value) || (names as readonly string[]).every((name) => Object.hasOwn(value, name)),
  maxProperties: (value, most) => !isObject(value) || Object.keys(value).length <= Number(most),
  anyOf: (value, schemas) => (schemas as readonly JsonObject[]).some((schema) => isValid(value, schema)),
  properties: (value, schemas) => {
    if (!isObject(value)) return true
    return Object.entries(schemas as Record<string, JsonObject>).every(
      ([name, schema]) => !Object.hasOwn(value, name) || isValid(value[name], schema),
    )
  },
  additionalProperties: (value, allowed, { properties }) => {
    if (!isObject(value) || allowed === true) return true
    return Object.keys(value).every((name) => Object.hasOwn(properties as JsonObject, name))
  },
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

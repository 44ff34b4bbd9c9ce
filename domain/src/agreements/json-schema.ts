import { isObject } from '../shape'

/** The part of JSON Schema 2020-12 that the schema of profiles is written in. */
export interface JsonSchema {
  readonly $schema?: string
  readonly $id?: string
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly title?: string
  readonly description?: string
  readonly type?: JsonType | readonly JsonType[]
  readonly const?: string | number | boolean
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: false
  readonly anyOf?: readonly JsonSchema[]
}

type JsonType = 'object' | 'array' | 'string' | 'integer' | 'boolean' | 'null'

/** What is wrong with one place of a value; `pointer` is a JSON Pointer (RFC 6901), the sentence repeats no value. */
export interface SchemaProblem {
  readonly pointer: string
  readonly rule: 'required' | 'unknown-member' | 'type' | 'format' | 'limit'
  readonly sentence: string
}

/** Everything in which a value differs from a schema, in the order of the value. */
export function schemaProblems(value: unknown, schema: JsonSchema): readonly SchemaProblem[] {
  return problemsAt(value, schema, '', schema)
}

function problemsAt(value: unknown, schema: JsonSchema, pointer: string, root: JsonSchema): readonly SchemaProblem[] {
  if (schema.$ref !== undefined) return problemsAt(value, definition(schema.$ref, root), pointer, root)
  if (schema.anyOf !== undefined) return closestProblems(value, schema.anyOf, pointer, root)
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return [{ pointer, rule: 'type', sentence: `Must be of type ${types.join(' or ')}.` }]
  }
  if (typeof value === 'string') return textProblems(value, schema, pointer)
  if (typeof value === 'number') return numberProblems(value, schema, pointer)
  if (Array.isArray(value)) return listProblems(value, schema, pointer, root)
  if (isObject(value)) return objectProblems(value, schema, pointer, root)
  return constProblems(value, schema, pointer)
}

// Of several allowed shapes the one that fits best is the one that was meant.
function closestProblems(
  value: unknown,
  shapes: readonly JsonSchema[],
  pointer: string,
  root: JsonSchema,
): readonly SchemaProblem[] {
  let best: readonly SchemaProblem[] | undefined
  for (const shape of shapes) {
    const problems = problemsAt(value, shape, pointer, root)
    if (best === undefined || problems.length < best.length) best = problems
    if (problems.length === 0) break
  }
  return best ?? []
}

function definition(ref: string, root: JsonSchema): JsonSchema {
  const found = root.$defs?.[ref.slice('#/$defs/'.length)]
  if (found === undefined) throw new TypeError(`the schema has no definition ${ref}`)
  return found
}

function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case 'object':
      return isObject(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isSafeInteger(value)
    case 'null':
      return value === null
    case 'string':
    case 'boolean':
      return typeof value === type
  }
}

// A profile has hundreds of texts and the schema few patterns.
const PATTERNS = new Map<string, RegExp>()

function patternOf(pattern: string): RegExp {
  const kept = PATTERNS.get(pattern)
  if (kept !== undefined) return kept
  const compiled = new RegExp(pattern, 'u')
  PATTERNS.set(pattern, compiled)
  return compiled
}

function textProblems(value: string, schema: JsonSchema, pointer: string): readonly SchemaProblem[] {
  const { enum: words, minLength = 0, maxLength = Infinity, pattern } = schema
  if (words !== undefined && !words.includes(value)) return [format(pointer, `one of ${words.join(', ')}`)]
  // JSON Schema counts code points.
  const length = Array.from(value).length
  if (length < minLength || length > maxLength) {
    return [{ pointer, rule: 'limit', sentence: `Must have ${minLength} to ${maxLength} characters.` }]
  }
  if (pattern !== undefined && !patternOf(pattern).test(value)) return [format(pointer, `text like ${pattern}`)]
  return constProblems(value, schema, pointer)
}

function numberProblems(value: number, schema: JsonSchema, pointer: string): readonly SchemaProblem[] {
  const { minimum = -Infinity, maximum = Infinity } = schema
  if (value >= minimum && value <= maximum) return constProblems(value, schema, pointer)
  return [{ pointer, rule: 'limit', sentence: `Must be ${minimum} to ${maximum}.` }]
}

function constProblems(value: unknown, schema: JsonSchema, pointer: string): readonly SchemaProblem[] {
  if (schema.const === undefined || schema.const === value) return []
  return [format(pointer, JSON.stringify(schema.const))]
}

function listProblems(
  value: readonly unknown[],
  schema: JsonSchema,
  pointer: string,
  root: JsonSchema,
): readonly SchemaProblem[] {
  const { items, minItems = 0, maxItems = Infinity } = schema
  if (value.length < minItems || value.length > maxItems) {
    return [{ pointer, rule: 'limit', sentence: `Must have ${minItems} to ${maxItems} entries.` }]
  }
  if (items === undefined) return []
  return Array.from(value).flatMap((entry, index) => problemsAt(entry, items, `${pointer}/${index}`, root))
}

function objectProblems(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  pointer: string,
  root: JsonSchema,
): readonly SchemaProblem[] {
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name): SchemaProblem => ({ pointer: `${pointer}/${name}`, rule: 'required', sentence: 'Is missing.' }))
  const known = Object.keys(properties)
  const unknown = additionalProperties === false && Object.keys(value).some((name) => !known.includes(name))
  const extra: readonly SchemaProblem[] = unknown
    ? [{ pointer, rule: 'unknown-member', sentence: `May only have ${known.join(', ')}.` }]
    : []
  const inside = Object.entries(properties).flatMap(([name, schema]) =>
    Object.hasOwn(value, name) ? problemsAt(value[name], schema, `${pointer}/${name}`, root) : [],
  )
  return [...missing, ...extra, ...inside]
}

function format(pointer: string, rule: string): SchemaProblem {
  return { pointer, rule: 'format', sentence: `Must be ${rule}.` }
}

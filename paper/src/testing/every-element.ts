import { datasetSchema, isObject } from '@eco/domain'

const ENTRIES = 2

/** A dataset with every element of the table, each with a value of its own (`w1w`, `w2w`, …; numbers from 7001) and all flags set. */
export function everyElement(code: string): Record<string, unknown> {
  let last = 0
  const next = (): number => ++last
  const dataset = valueOf(datasetSchema(), next) as Record<string, unknown>
  return {
    ...dataset,
    agreement: { code, version: '1', name: `w${next()}w` },
    extensions: { letterOfCredit: `w${next()}w` },
  }
}

function valueOf(schema: unknown, next: () => number): unknown {
  if (!isObject(schema)) throw new Error('a schema was expected')
  switch (schema['type']) {
    case 'object':
      return objectOf(schema['properties'], next)
    case 'array':
      return Array.from({ length: ENTRIES }, () => valueOf(schema['items'], next))
    case 'boolean':
      return true
    case 'integer':
      return 7000 + next()
    default:
      return `w${next()}w`
  }
}

function objectOf(properties: unknown, next: () => number): Record<string, unknown> {
  const members = Object.entries(isObject(properties) ? properties : {})
  return Object.fromEntries(members.map(([name, schema]) => [name, valueOf(schema, next)]))
}

/** Every text and number of a dataset, as it is printed. */
export function printedValues(value: unknown): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(printedValues) : []
}

import { LIMITS } from './limits'
import { Refusal } from './refusal'

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The one text of a value that is hashed, signed and stored: RFC 8785 (sorted names, no spaces).
 * Refuses what JSON cannot represent, rather than dropping it as `JSON.stringify` does.
 */
export function canonicalText(value: unknown): string {
  return textOf(value, 0)
}

/** Reads JSON text, and refuses what is not JSON; `field` names the place in the refusal. */
export function parseJson(text: string, field: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Refusal('MALFORMED_INPUT', `${field}: must be JSON`)
  }
}

/** How many levels of lists and objects a value has; stops counting above `limit`, so that depth is no attack. */
export function depthOf(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null) return 0
  if (limit === 0) return 1
  let deepest = 0
  for (const child of Object.values(value)) deepest = Math.max(deepest, depthOf(child, limit - 1))
  return deepest + 1
}

function textOf(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      return numberText(value)
    case 'string':
      return stringText(value)
    case 'object':
      return value === null ? 'null' : containerText(value, depth)
    default:
      throw unrepresentable(`a ${typeof value}`)
  }
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw unrepresentable('a number that is not finite')
  return JSON.stringify(value)
}

// Printable ASCII without quote and backslash: nothing to escape.
const PLAIN_TEXT = /^[ !#-[\]-~]*$/

/** Text as JSON writes it; refuses half a surrogate pair. */
export function stringText(value: string): string {
  if (PLAIN_TEXT.test(value)) return `"${value}"`
  if (!value.isWellFormed()) throw unrepresentable('text with half a surrogate pair')
  return JSON.stringify(value)
}

function containerText(value: object, depth: number): string {
  if (depth >= LIMITS.canonicalDepth) {
    throw new Refusal('LIMIT_EXCEEDED', `value: at most ${LIMITS.canonicalDepth} levels deep`)
  }
  if (Array.isArray(value)) return listText(value, depth + 1)
  if (!isPlain(value)) throw unrepresentable('an object of a class')
  return objectText(value, depth + 1)
}

// Plain loops and sums of text: documents are signed and checked by the thousand.
function listText(list: readonly unknown[], depth: number): string {
  let text = ''
  // By index, which visits holes too; they are refused as undefined.
  for (let index = 0; index < list.length; index++) text += `${index > 0 ? ',' : ''}${textOf(list[index], depth)}`
  return `[${text}]`
}

function objectText(value: Readonly<Record<string, unknown>>, depth: number): string {
  let text = ''
  // The default order of sort() is by UTF-16 code units, which RFC 8785 asks for.
  for (const name of Object.keys(value).sort()) {
    text += `${text === '' ? '' : ','}${stringText(name)}:${textOf(value[name], depth)}`
  }
  return `{${text}}`
}

/** True for an object that is of no class. */
export function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Objects of another realm have another Object.prototype, which has no prototype either.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function unrepresentable(what: string): Refusal {
  return new Refusal('MALFORMED_INPUT', `value: JSON cannot represent ${what}`)
}

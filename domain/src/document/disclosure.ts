import { canonicalText } from '../canonical'
import { JsonProblem, parseStrictJson } from '../strict-json'
import { base64urlDigitsOf, base64urlText } from './base64url'
import { SEALED_LIMITS } from './profile'

// At least 128 bits; the salt is a word to be hashed, so its spelling does not matter.
const SALT = /^[A-Za-z0-9_-]{22,}$/

// Inside a string the quotes would be escaped, so only names of members match: nothing here is disclosed in parts.
const IN_PARTS = /"(_sd|\.\.\.)"\s*:/

/** One element with its salt, as it travels behind the signed part (RFC 9901, 4.2.1). */
export interface Disclosure {
  readonly name: string
  readonly value: unknown
}

/** A disclosure as ASCII bytes. */
export function printDisclosure(salt: string, name: string, value: unknown): Uint8Array {
  return base64urlDigitsOf(canonicalText([salt, name, value]))
}

/** Reads a disclosure, given as ASCII bytes; undefined if it is none, as it may be when somebody altered it. */
export function readDisclosure(disclosure: Uint8Array): Disclosure | undefined {
  const json = base64urlText(disclosure)
  if (json === undefined) return undefined
  const parts = parse(json)
  if (!Array.isArray(parts) || parts.length !== 3) return undefined
  const [salt, name, value] = parts as readonly unknown[]
  if (typeof salt !== 'string' || !SALT.test(salt) || typeof name !== 'string') return undefined
  return typeof value === 'object' && IN_PARTS.test(json) ? undefined : { name, value }
}

function parse(json: string): unknown {
  try {
    return parseStrictJson(json, SEALED_LIMITS.depth)
  } catch (error) {
    if (error instanceof JsonProblem) return undefined
    throw error
  }
}

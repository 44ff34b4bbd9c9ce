import { utf8Text } from './utf8'

/** Why a text is not acceptable as JSON; `offset` counts UTF-16 units. */
export class JsonProblem extends Error {
  override readonly name = 'JsonProblem'

  readonly rule: 'utf8' | 'syntax' | 'depth' | 'duplicate-key' | 'forbidden-key' | 'number-range'

  constructor(rule: JsonProblem['rule'], sentence: string) {
    super(sentence)
    this.rule = rule
  }
}

/** JavaScript programs, the libraries of this one among them, take these for parts of the object itself. */
export const FORBIDDEN_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype']

/** Reads JSON that means the same to every reader: UTF-8, no key twice, no name of JavaScript's own, no number that a double cannot hold. */
export function parseStrictJson(input: Uint8Array | string, maxDepth: number): unknown {
  const text = typeof input === 'string' ? input : utf8Text(input)
  if (text?.isWellFormed() !== true) throw new JsonProblem('utf8', 'The text is not valid UTF-8.')
  const written = membersWritten(text, maxDepth)
  const value = parse(text)
  // To look at every character is slow; it is only needed for the sentence that refuses, and for large numbers.
  const kept = membersOf(value)
  if (kept !== written) inspect(text)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new JsonProblem('syntax', 'The text is not valid JSON.')
  }
}

const [QUOTE, BACKSLASH, COLON] = [34, 92, 58]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125]

/** How many members all objects of a JSON text have together, as it is written. */
function membersWritten(text: string, maxDepth: number): number {
  let depth = 0
  let members = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) at = endOfString(text, at)
    else if (unit === COLON) members++
    else if (unit === OPEN_OBJECT || unit === OPEN_LIST) depth++
    else if (unit === CLOSE_OBJECT || unit === CLOSE_LIST) depth--
    if (depth > maxDepth) throw new JsonProblem('depth', `The text nests deeper than ${maxDepth} levels.`)
  }
  return members
}

/** How many members a value has after parsing, which keeps one of a name; NaN if something in it is to be looked at. */
function membersOf(value: unknown): number {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? 0 : NaN
  if (typeof value !== 'object' || value === null) return 0
  let members = 0
  if (Array.isArray(value)) {
    for (const entry of value) members += membersOf(entry)
    return members
  }
  for (const name of Object.keys(value))
    members += FORBIDDEN_NAMES.includes(name) ? NaN : 1 + membersOf((value as Readonly<Record<string, unknown>>)[name])
  return members
}

/** Walks over a text that is known to be valid JSON. */
function inspect(text: string): void {
  const open: (Set<string> | undefined)[] = []
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] ?? ''
    if (unit === '{' || unit === '[') open.push(unit === '{' ? new Set() : undefined)
    else if (unit === '}' || unit === ']') open.pop()
    else if (unit === '"') at = inspectString(text, at, open.at(-1))
    else if ('-0123456789'.includes(unit)) at = endOfNumber(text, at)
  }
}

function inspectString(text: string, start: number, keys: Set<string> | undefined): number {
  const end = endOfString(text, start)
  if (isKey(text, end)) addKey(keys, JSON.parse(text.slice(start, end + 1)) as string)
  return end
}

function isKey(text: string, end: number): boolean {
  let next = end + 1
  while (' \t\n\r'.includes(text[next] ?? 'x')) next++
  return text[next] === ':'
}

function addKey(keys: Set<string> | undefined, key: string): void {
  if (FORBIDDEN_NAMES.includes(key)) throw new JsonProblem('forbidden-key', `The name ${key} is not accepted.`)
  if (keys?.has(key)) throw new JsonProblem('duplicate-key', 'An object has the same name twice.')
  keys?.add(key)
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}

function endOfNumber(text: string, start: number): number {
  let end = start
  while ('+-.eE0123456789'.includes(text[end + 1] ?? 'x')) end++
  const token = text.slice(start, end + 1)
  const value = Number(token)
  const exact =
    Number.isFinite(value) && (!/^-?\d+$/.test(token) || Number.isSafeInteger(value) || String(value) === token)
  if (!exact) throw new JsonProblem('number-range', 'A number is too large to be kept exactly; send it as text.')
  return end
}

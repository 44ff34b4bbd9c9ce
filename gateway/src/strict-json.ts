/** Why a text is not acceptable as JSON; `offset` counts UTF-16 units. */
export class JsonProblem extends Error {
  override readonly name = 'JsonProblem'

  constructor(
    readonly rule: 'utf8' | 'syntax' | 'depth' | 'duplicate-key' | 'forbidden-key' | 'number-range',
    sentence: string,
  ) {
    super(sentence)
  }
}

/** JavaScript programs, the libraries of this one among them, take these for parts of the object itself. */
const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype']

/** Reads JSON that means the same to every reader: UTF-8, no key twice, no name of JavaScript's own, no number that a double cannot hold. */
export function parseStrictJson(bytes: Uint8Array, maxDepth: number): unknown {
  const text = decode(bytes)
  refuseDeepNesting(text, maxDepth)
  const value = parse(text)
  inspect(text)
  return value
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new JsonProblem('utf8', 'The text is not valid UTF-8.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new JsonProblem('syntax', 'The text is not valid JSON.')
  }
}

/** Before parsing: the parser itself recurses. */
function refuseDeepNesting(text: string, maxDepth: number): void {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text[at]
    if (unit === '"') at = endOfString(text, at)
    else if (unit === '{' || unit === '[') depth++
    else if (unit === '}' || unit === ']') depth--
    if (depth > maxDepth) throw new JsonProblem('depth', `The text nests deeper than ${maxDepth} levels.`)
  }
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
  if (FORBIDDEN.includes(key)) throw new JsonProblem('forbidden-key', `The name ${key} is not accepted.`)
  if (keys?.has(key)) throw new JsonProblem('duplicate-key', 'An object has the same name twice.')
  keys?.add(key)
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
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

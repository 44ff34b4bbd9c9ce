import type { Json } from '../canonical'
import { isObject } from '../shape'

// Deeper values stand in one line: indented, a nested list of numbers would grow thirty times.
const INDENTED_LEVELS = 6

/** JSON text with a line for each member, as far as the format's own levels go; ends with a line feed. */
export function printJson(value: Json): string {
  return `${printed(value, 0)}\n`
}

function printed(value: Json, depth: number): string {
  const members = depth < INDENTED_LEVELS ? membersOf(value) : []
  if (members.length === 0) return JSON.stringify(value)
  const indent = '  '.repeat(depth + 1)
  const lines = members.map(([name, member]) => {
    const text = printed(member, depth + 1)
    return name === undefined ? `${indent}${text}` : `${indent}${JSON.stringify(name)}: ${text}`
  })
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open ?? ''}\n${lines.join(',\n')}\n${'  '.repeat(depth)}${close ?? ''}`
}

function membersOf(value: Json): readonly (readonly [string | undefined, Json])[] {
  if (Array.isArray(value)) {
    const list = value as readonly Json[]
    return list.some((entry) => typeof entry === 'object') ? list.map((entry) => [undefined, entry] as const) : []
  }
  return isObject(value) ? Object.entries(value as Readonly<Record<string, Json>>) : []
}

import { isPlain, stringText } from '../canonical'
import { utf8 } from '../hash'
import { LIMITS } from '../limits'
import { isObject } from '../shape'
import { FORBIDDEN_NAMES } from '../strict-json'
import type { Unjudged } from '../shape'
import type { Problems } from './problem'

/**
 * A copy of an object as plain JSON, within the limits of size and depth; undefined when there is none, and why is noted.
 * What is judged is the copy, so that nothing can answer otherwise the second time, or throw on the way.
 */
export function plainJson(input: unknown, problems: Problems): Unjudged | undefined {
  try {
    return copyOf(input, problems)
  } catch (error) {
    if (error instanceof Stop) problems.add('', 'limit', `must ${error.message}`, error.message)
    // Whatever else: what JSON cannot represent, or an error that the input's own getters throw.
    else problems.add('', 'unrepresentable', 'must contain nothing that JSON, strictly read, cannot represent')
    return undefined
  }
}

/** A limit that a dataset exceeds as a whole. */
class Stop extends Error {}

function copyOf(input: unknown, problems: Problems): Unjudged | undefined {
  if (!isObject(input)) {
    problems.add('', 'format', 'must be an object')
    return undefined
  }
  return copyValue(input, LIMITS.datasetDepth, { left: LIMITS.datasetBytes }) as Unjudged
}

/** How many bytes of canonical text are left. */
interface Budget {
  left: number
}

function copyValue(value: unknown, levels: number, budget: Budget): unknown {
  if (typeof value === 'object' && value !== null) return copyContainer(value, levels, budget)
  spend(budget, scalarBytes(value))
  // JSON has no negative zero.
  return value === 0 ? 0 : value
}

function copyContainer(value: object, levels: number, budget: Budget): unknown {
  if (levels === 0) throw new Stop(`be at most ${LIMITS.datasetDepth} levels deep`)
  spend(budget, 2)
  if (Array.isArray(value)) return copyList(value, levels - 1, budget)
  if (!isPlain(value)) throw new TypeError('an object of a class')
  return copyObject(value, levels - 1, budget)
}

function copyList(list: readonly unknown[], levels: number, budget: Budget): unknown[] {
  const copy: unknown[] = []
  for (let index = 0; index < list.length; index++) {
    spend(budget, index > 0 ? 1 : 0)
    copy.push(copyValue(list[index], levels, budget))
  }
  return copy
}

function copyObject(value: Unjudged, levels: number, budget: Budget): Unjudged {
  const copy: Record<string, unknown> = {}
  let first = true
  for (const name of sorted(Object.keys(value))) {
    spend(budget, textBytes(name) + (first ? 1 : 2))
    first = false
    // Whoever reads the dataset out of a document or a request refuses such a name.
    if (FORBIDDEN_NAMES.includes(name)) throw new TypeError('a name of JavaScript’s own')
    copy[name] = copyValue(value[name], levels, budget)
  }
  return copy
}

// Most objects come in order already, out of documents.
function sorted(names: string[]): readonly string[] {
  return names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name) ? names : names.sort()
}

function scalarBytes(value: unknown): number {
  if (typeof value === 'string') return textBytes(value)
  if (typeof value === 'number' && Number.isFinite(value)) return String(value).length
  if (typeof value === 'boolean' || value === null) return value === false ? 5 : 4
  throw new TypeError('nothing that JSON can represent')
}

function textBytes(text: string): number {
  return isPlainText(text) ? text.length + 2 : utf8(stringText(text)).length
}

/** True for printable ASCII without anything that JSON escapes. */
function isPlainText(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < SPACE || unit > TILDE || unit === QUOTE || unit === BACKSLASH) return false
  }
  return true
}

const [SPACE, QUOTE, BACKSLASH, TILDE] = [32, 34, 92, 126]

function spend(budget: Budget, bytes: number): void {
  budget.left -= bytes
  if (budget.left < 0) throw new Stop(`have at most ${LIMITS.datasetBytes / 1024} KiB as canonical text`)
}

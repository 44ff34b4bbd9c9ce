import { canonicalText } from '../canonical'
import { utf8 } from '../hash'
import { LIMITS } from '../limits'
import { isObject } from '../shape'
import type { Unjudged } from '../shape'
import type { Problems } from './problem'

// No dataset within the limit of bytes has more values: each costs at least two characters.
const VALUES_MOST = LIMITS.datasetBytes / 2

/**
 * A copy of an object as plain JSON, within the limits of size and depth; undefined when there is none, and why is noted.
 * What is judged is the copy, so that nothing can answer otherwise the second time, or throw on the way.
 */
export function plainJson(input: unknown, problems: Problems): Unjudged | undefined {
  try {
    return copyOf(input, problems)
  } catch (error) {
    if (error instanceof Stop) problems.add('', 'limit', `must ${error.message}`, error.message)
    // Whatever else: a refusal of the canonical text, or an error that the input's own getters throw.
    else problems.add('', 'unrepresentable', 'must contain nothing that JSON cannot represent')
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
  countValues(input, LIMITS.datasetDepth, { left: VALUES_MOST })
  const text = canonicalText(input)
  if (utf8(text).length > LIMITS.datasetBytes) throw tooLarge()
  return JSON.parse(text) as Unjudged
}

function countValues(value: unknown, levels: number, budget: { left: number }): void {
  budget.left -= 1
  if (budget.left < 0) throw tooLarge()
  if (typeof value !== 'object' || value === null) return
  if (levels === 0) throw new Stop(`be at most ${LIMITS.datasetDepth} levels deep`)
  for (const child of Object.values(value)) countValues(child, levels - 1, budget)
}

function tooLarge(): Stop {
  return new Stop(`have at most ${LIMITS.datasetBytes / 1024} KiB as canonical text`)
}

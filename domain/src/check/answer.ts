import { CHECK_SENTENCES } from './words'
import type { CheckCode, CheckName, CheckResult } from './words'

/** The answer to "what about this document?" in one word. */
export type Verdict = 'VALID' | 'NOT_VALID' | 'CANNOT_DETERMINE'

/** One question that was asked, and its answer. */
export interface Check {
  readonly name: CheckName
  readonly result: CheckResult
  readonly code: CheckCode
  readonly sentence: string
}

/** Several questions about one thing; fails if one of them fails, passes if all pass. */
export interface Finding {
  readonly result: CheckResult
  readonly checks: readonly Check[]
}

/** Is it what its authority issued, does it still stand, and does it follow the rules of form? */
export interface Findings {
  readonly authenticity: Finding
  readonly status: Finding
  readonly formalCompliance: Finding
}

/** The whole answer of a check; the block and time as of which it holds are added by whoever read the register. */
export interface CheckAnswer {
  readonly verdict: Verdict
  readonly findings: Findings
  readonly note: string
  readonly nextStep: string
}

/** NOT_VALID if anything fails, VALID if everything passes, else it cannot be determined. */
export function overallVerdict(findings: Findings): Verdict {
  const results = [findings.authenticity, findings.status, findings.formalCompliance].map(({ result }) => result)
  if (results.includes('fail')) return 'NOT_VALID'
  return results.every((result) => result === 'pass') ? 'VALID' : 'CANNOT_DETERMINE'
}

/** A finding over its checks. */
export function finding(checks: readonly Check[]): Finding {
  const results = checks.map(({ result }) => result)
  if (results.includes('fail')) return { result: 'fail', checks }
  return { result: results.every((result) => result === 'pass') ? 'pass' : 'unknown', checks }
}

/** One answer, with what else is to be said behind its sentence. */
export function check(name: CheckName, result: CheckResult, code: CheckCode, more?: string): Check {
  const sentence = CHECK_SENTENCES[code]
  return { name, result, code, sentence: more === undefined ? sentence : `${sentence} ${more}` }
}

const NAMED_MOST = 20

/** Names the places that a sentence is about. */
export function seePlaces(places: readonly string[]): string {
  const named = places.slice(0, NAMED_MOST).map((place) => (place === '' ? 'the whole' : place))
  const more = places.length > NAMED_MOST ? ` and ${places.length - NAMED_MOST} more` : ''
  return `See: ${named.join(', ')}${more}.`
}

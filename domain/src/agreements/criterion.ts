import { malformed } from '../shape'

/** The changes of tariff classification: of chapter, heading or subheading. */
export const TARIFF_SHIFTS = ['CC', 'CTH', 'CTSH'] as const

/** One of the changes. */
export type TariffShift = (typeof TARIFF_SHIFTS)[number]

/** One code of a criterion with what is written at it. */
export interface CriterionPart {
  readonly code: string
  /** A whole number from 0 to 100, rounded down, as text. */
  readonly percent?: string
  readonly tariffShift?: TariffShift
}

/** Why an item originates, as one certificate states it. */
export interface Criterion extends CriterionPart {
  /** What must hold beside the code: `CTSH + 35%`. */
  readonly combined?: readonly CriterionPart[]
  /** Marks such as ACU (accumulation) and DMI (de minimis). */
  readonly extras?: readonly string[]
}

/**
 * One code of an agreement. A form is how it is printed: `#` stands for the percentage, `~` for the tariff shift;
 * a form without them is the code alone.
 */
export interface CriterionCode {
  readonly code: string
  readonly forms: readonly string[]
  readonly meaning: string
  /** The percentage must be below this number. */
  readonly percentBelow?: number
  /** The flag that must be set with it. */
  readonly flag?: string
}

/** The criteria of one agreement. */
export interface CriterionGrammar {
  /** `codes`: one of the codes. `free-text`: the rule in words. `none`: the form has no place for one. */
  readonly kind: 'codes' | 'free-text' | 'none'
  readonly codes: readonly CriterionCode[]
  /** Which codes may be combined, the leading one first. */
  readonly combinations: readonly (readonly [string, string])[]
  /** Marks that may follow. */
  readonly extras: readonly string[]
}

const MOST_TEXT = 256
const PERCENT = /^(0|[1-9]\d?|100)$/

/** Reads a criterion as the agreement prints it; undefined when the agreement knows no such criterion. */
export function parseCriterion(text: string, grammar: CriterionGrammar): Criterion | undefined {
  const tidy = text.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (tidy === '' || tidy.length > MOST_TEXT || grammar.kind === 'none') return undefined
  if (grammar.kind === 'free-text') return { code: tidy }
  const criterion = parseCodes(tidy.toUpperCase(), grammar)
  return criterion !== undefined && criterionProblems(criterion, grammar).length === 0 ? criterion : undefined
}

/** Prints a criterion as the agreement writes it; refuses one that the agreement does not know. */
export function printCriterion(criterion: Criterion, grammar: CriterionGrammar): string {
  if (grammar.kind === 'free-text') return criterion.code
  const parts = [criterion, ...(criterion.combined ?? [])].map((part) => printPart(part, grammar))
  return [parts.join(' + '), ...(criterion.extras ?? [])].join(', ')
}

/** Which rule of the grammar a criterion breaks: a rule id and what is wrong, without the value. */
export interface CriterionProblem {
  readonly rule: 'criterion' | 'V9' | 'V10'
  readonly what: string
}

/** Everything that is wrong with a criterion under an agreement; an empty list when it is one of its criteria. */
export function criterionProblems(criterion: Criterion, grammar: CriterionGrammar): readonly CriterionProblem[] {
  if (grammar.kind === 'free-text') return []
  if (grammar.kind === 'none') return [problem('the agreement has no place for a criterion')]
  const parts = [criterion, ...(criterion.combined ?? [])]
  return [
    ...parts.flatMap((part) => partProblems(part, grammar)),
    ...combinationProblems(criterion, grammar),
    ...extraProblems(criterion.extras ?? [], grammar.extras),
  ]
}

function partProblems(part: CriterionPart, grammar: CriterionGrammar): readonly CriterionProblem[] {
  const code = grammar.codes.find((candidate) => candidate.code === part.code)
  if (code === undefined) return [problem(`the code must be one of ${grammar.codes.map((c) => c.code).join(', ')}`)]
  const { percent } = part
  if (percent !== undefined && !PERCENT.test(percent)) {
    return [{ rule: 'V9', what: 'the percentage must be a whole number from 0 to 100, rounded down' }]
  }
  if (percent !== undefined && code.percentBelow !== undefined && Number(percent) >= code.percentBelow) {
    return [{ rule: 'V10', what: `the percentage must be below ${code.percentBelow}` }]
  }
  if (formOf(part, code) === undefined) return [problem(`${code.code} is written ${printForms(code)}`)]
  return []
}

function combinationProblems(
  { code, combined = [] }: Criterion,
  grammar: CriterionGrammar,
): readonly CriterionProblem[] {
  const allowed = combined.length <= 1 && combined.every((part) => isCombination([code, part.code], grammar))
  return allowed ? [] : [problem('these codes are not combined under the agreement')]
}

function isCombination([first, second]: readonly [string, string], grammar: CriterionGrammar): boolean {
  return grammar.combinations.some(([leading, following]) => leading === first && following === second)
}

function extraProblems(extras: readonly string[], allowed: readonly string[]): readonly CriterionProblem[] {
  const known = extras.every((extra) => allowed.includes(extra))
  if (known && new Set(extras).size === extras.length) return []
  return [problem(allowed.length === 0 ? 'no mark may follow' : `only ${allowed.join(', ')} may follow, each once`)]
}

function printForms({ forms }: CriterionCode): string {
  const signs = forms.some((form) => /[#~]/.test(form)) ? ', # a percentage, ~ CC, CTH or CTSH' : ' and nothing else'
  return `${forms.join(' or ')}${signs}`
}

function formOf(part: CriterionPart, code: CriterionCode): string | undefined {
  const [percent, shift] = [part.percent !== undefined, part.tariffShift !== undefined]
  return code.forms.find((form) => form.includes('#') === percent && form.includes('~') === shift)
}

function printPart(part: CriterionPart, grammar: CriterionGrammar): string {
  const code = grammar.codes.find((candidate) => candidate.code === part.code)
  const form = code === undefined ? undefined : formOf(part, code)
  if (form === undefined) throw malformed('originCriterion', 'must be a criterion of the agreement')
  return form.replace('#', part.percent ?? '').replace('~', part.tariffShift ?? '')
}

function parseCodes(text: string, grammar: CriterionGrammar): Criterion | undefined {
  const [main = '', ...extras] = text.split(/ ?, ?/)
  const [first, ...combined] = main.split(/ ?\+ ?/).map((part) => parsePart(part, grammar))
  if (first === undefined || combined.includes(undefined)) return undefined
  return {
    ...first,
    ...(combined.length === 0 ? {} : { combined: combined.filter((part) => part !== undefined) }),
    ...(extras.length === 0 ? {} : { extras }),
  }
}

function parsePart(text: string, grammar: CriterionGrammar): CriterionPart | undefined {
  for (const { code, forms } of grammar.codes) {
    for (const form of forms) {
      const match = patternOf(form).exec(text)
      if (match === null) continue
      const { percent, shift } = match.groups ?? {}
      return {
        code,
        ...(percent === undefined ? {} : { percent }),
        ...(shift === undefined ? {} : { tariffShift: shift as TariffShift }),
      }
    }
  }
  return undefined
}

// Spaces in a form are optional when read: `PC25%` is what a hurried clerk types for `PC 25%`.
function patternOf(form: string): RegExp {
  const text = form
    .replace(/[.*?^${}()|[\]\\]/g, '\\$&')
    .replaceAll(' ', ' ?')
    .replace('#', ' ?(?<percent>0|[1-9]\\d?|100)')
    .replace('~', `(?<shift>${TARIFF_SHIFTS.join('|')})`)
  return new RegExp(`^${text.replace('%', ' ?%')}$`)
}

function problem(what: string): CriterionProblem {
  return { rule: 'criterion', what }
}

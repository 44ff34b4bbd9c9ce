import { canonicalText, depthOf } from '../canonical'
import { isDate } from '../date'
import { sha256Hex, utf8 } from '../hash'
import { LIMITS } from '../limits'
import { Refusal } from '../refusal'
import { isObject } from '../shape'
import { isKnown } from './evidence'
import type { Rule } from './evidence'
import { schemaProblems } from './json-schema'
import type { SchemaProblem } from './json-schema'
import type { AgreementProfile, Since } from './profile'
import { PROFILE_SCHEMA } from './profile-schema'

/** What is wrong with one place of a profile. */
export interface ProfileProblem extends Omit<SchemaProblem, 'rule'> {
  readonly rule: SchemaProblem['rule'] | 'order' | 'unique' | 'ambiguous' | 'unrepresentable'
}

/** A profile, or all that is wrong with it at once. */
export type ProfileReading =
  | { readonly ok: true; readonly profile: AgreementProfile }
  | { readonly ok: false; readonly problems: readonly ProfileProblem[] }

/** SHA-256 of a profile's canonical text, in lower-case hex: what its approvals are about. */
export type ProfileHash = string & { readonly __brand: 'ProfileHash' }

const MOST_BYTES = 128 * 1024
const DATE_MEMBERS = ['from']

/** Accepts a profile, or tells every problem of it at once; never throws, whatever it is given. */
export function parseAgreementProfile(input: unknown): ProfileReading {
  const whole = wholeProblem(input)
  if (whole !== undefined) return { ok: false, problems: [whole] }
  const shape = schemaProblems(input, PROFILE_SCHEMA)
  const problems = shape.length > 0 ? shape : meaningProblems(input as AgreementProfile)
  return problems.length === 0 ? { ok: true, profile: input as AgreementProfile } : { ok: false, problems }
}

const HASHES = new WeakMap<AgreementProfile, ProfileHash>()

/** The hash of a profile; the same for every order of its members. Computed once, since every check asks for it. */
export function profileHash(profile: AgreementProfile): ProfileHash {
  const hash = HASHES.get(profile) ?? (sha256Hex(canonicalText(profile)) as ProfileHash)
  HASHES.set(profile, hash)
  return hash
}

function wholeProblem(input: unknown): ProfileProblem | undefined {
  if (depthOf(input, LIMITS.datasetDepth) > LIMITS.datasetDepth) {
    return problem('', 'limit', `Must be at most ${LIMITS.datasetDepth} levels deep.`)
  }
  try {
    if (utf8(canonicalText(input)).length <= MOST_BYTES) return undefined
    return problem('', 'limit', `Must have at most ${MOST_BYTES / 1024} KiB.`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return problem('', 'unrepresentable', 'Must contain nothing that JSON cannot represent.')
  }
}

// What a schema cannot say: days that exist, the order of entries, a grammar that reads only one way.
function meaningProblems(profile: AgreementProfile): readonly ProfileProblem[] {
  return [
    ...dateProblems(profile, ''),
    ...orderProblems(profile.itemLimit, '/itemLimit'),
    ...orderProblems(profile.hsEdition, '/hsEdition'),
    ...tariffProblems(profile),
    ...grammarProblems(profile),
    ...elementProblems(profile),
    ...repeated(profile.deadlines.map(({ name }) => name)).map((index) =>
      problem(`/deadlines/${index}`, 'unique', 'Is a deadline of an earlier entry too.'),
    ),
    ...repeated(profile.proofs.map(({ kind }) => kind)).map((index) =>
      problem(`/proofs/${index}`, 'unique', 'Is a kind of proof of an earlier entry too.'),
    ),
  ]
}

function dateProblems(value: unknown, pointer: string): readonly ProfileProblem[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => dateProblems(entry, `${pointer}/${index}`))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, entry]) => {
    const place = `${pointer}/${name}`
    const isDay = DATE_MEMBERS.includes(name) && typeof entry === 'string' && /^\d{4}-/.test(entry)
    return isDay && !isDate(entry)
      ? [problem(place, 'format', 'Must be a day that exists.')]
      : dateProblems(entry, place)
  })
}

function orderProblems(rule: Rule<readonly Since<unknown>[]>, pointer: string): readonly ProfileProblem[] {
  const entries = isKnown(rule) ? rule.value : []
  return entries.flatMap(({ from }, index) => {
    const before = entries[index - 1]?.from ?? null
    const inOrder = index === 0 || (from !== null && (before === null || before < from))
    return inOrder ? [] : [problem(`${pointer}/value/${index}/from`, 'order', 'Must be later than the entry before.')]
  })
}

function tariffProblems({ tariffCode }: AgreementProfile): readonly ProfileProblem[] {
  if (!isKnown(tariffCode) || tariffCode.value.least <= tariffCode.value.most) return []
  return [problem('/tariffCode/value/least', 'order', 'Must not be above the most.')]
}

function grammarProblems({ criterion }: AgreementProfile): readonly ProfileProblem[] {
  if (!isKnown(criterion)) return []
  const { kind, codes, combinations } = criterion.value
  const at = '/criterion/value'
  const names = codes.map(({ code }) => code)
  const forms = codes.flatMap((code) => code.forms)
  return [
    ...((kind === 'codes') === codes.length > 0 ? [] : [problem(`${at}/codes`, 'format', 'Codes go with kind codes.')]),
    ...repeated(names).map((index) => problem(`${at}/codes/${index}/code`, 'unique', 'Is an earlier code too.')),
    ...combinations.flatMap((pair, index) =>
      pair.every((code) => names.includes(code))
        ? []
        : [problem(`${at}/combinations/${index}`, 'format', 'Must combine codes of the grammar.')],
    ),
    ...repeated(forms.map(skeleton)).map(() => problem(`${at}/codes`, 'ambiguous', 'Two codes are printed alike.')),
    ...codes.flatMap((code, index) =>
      repeated(code.forms.map((form) => `${form.includes('#')} ${form.includes('~')}`)).map(() =>
        problem(`${at}/codes/${index}/forms`, 'ambiguous', 'Two forms of a code hold the same parts.'),
      ),
    ),
    ...(forms.includes('~') && names.some((name) => ['CC', 'CTH', 'CTSH'].includes(name))
      ? [problem(`${at}/codes`, 'ambiguous', 'A tariff shift is printed like a code.')]
      : []),
  ]
}

function elementProblems({ elements }: AgreementProfile): readonly ProfileProblem[] {
  return elements.flatMap(({ need, when }, index) =>
    (need === 'conditional' && when === undefined) || (need === 'required' && when !== undefined)
      ? [
          problem(
            `/elements/${index}/when`,
            'required',
            'Goes with a conditional or forbidden element, and with it only.',
          ),
        ]
      : [],
  )
}

function skeleton(form: string): string {
  return form.replaceAll(' ', '')
}

function repeated(names: readonly string[]): readonly number[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []))
}

function problem(pointer: string, rule: ProfileProblem['rule'], sentence: string): ProfileProblem {
  return { pointer, rule, sentence }
}

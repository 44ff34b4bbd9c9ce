import { profileNamed } from '../agreements/catalogue'
import { checkAgainstProfile } from '../agreements/check'
import { complianceOf } from '../agreements/finding'
import type { Compliance, ProfileFinding } from '../agreements/finding'
import { profileHash } from '../agreements/parse-profile'
import type { AgreementProfile } from '../agreements/profile'
import type { DatasetReading } from '../dataset/parse'
import type { DatasetProblem, DatasetRule } from '../dataset/problem'
import { isObject } from '../shape'
import type { ReadContent } from './presented'
import { check, seePlaces } from './answer'
import type { Check } from './answer'
import type { CheckCode, CheckResult } from './words'

/** A profile that whoever judges takes as in force, by its hash. */
export interface ProfileInForce {
  readonly code: string
  readonly version: string
  readonly hash: string
}

/** What whoever judges knows of agreements beside the shipped profiles. */
export interface AgreementSight {
  /** The profiles in force; without any, those that are known here. */
  readonly profiles?: readonly ProfileInForce[] | undefined
  /** The rules of the version that the document names, as its parties approved them. */
  readonly profile?: AgreementProfile | undefined
}

/** Whether the dataset is complete and follows its agreement, as far as it is shown. */
export function formChecks(
  content: ReadContent | undefined,
  { profiles = [], profile }: AgreementSight = {},
): readonly [Check, Check] {
  if (content === undefined) {
    const code = 'CONTENT_NOT_PRESENTED'
    return [check('dataset', 'unknown', code), check('agreement', 'unknown', code)]
  }
  const dataset = datasetCheck(content)
  const agreement =
    dataset.result === 'fail'
      ? check('agreement', 'unknown', 'AGREEMENT_NOT_COMPARABLE')
      : agreementCheck(content, { profiles, profile })
  return [dataset, agreement]
}

// Agreements allow the producer to be kept confidential (ChAFTA, China–Korea), so that nothing is missing without it.
const CONFIDENTIAL = /^\/(items\/\d+\/)?producer$/

function isPartly(withheld: readonly string[]): boolean {
  return !withheld.every((pointer) => CONFIDENTIAL.test(pointer))
}

/** What is wrong with a place by itself; the other rules look at several places, of which one may be withheld. */
const RULES_OF_ONE_PLACE: readonly DatasetRule[] = [
  'required',
  'format',
  'code',
  'limit',
  'unknown-element',
  'unknown-member',
  'unrepresentable',
  'unique',
]

function datasetCheck({ reading, withheld }: ReadContent): Check {
  const problems = problemsShown(reading, withheld)
  const certain = problems.filter(({ rule }) => withheld.length === 0 || RULES_OF_ONE_PLACE.includes(rule))
  if (certain.length > 0) {
    return check('dataset', 'fail', 'DATASET_INCOMPLETE', seePlaces(certain.map(({ pointer }) => pointer)))
  }
  if (problems.length > 0 || isPartly(withheld)) {
    return check('dataset', 'unknown', 'DATASET_PARTLY_WITHHELD', seePlaces(withheld))
  }
  return check('dataset', 'pass', 'DATASET_COMPLETE')
}

// What the register keeps of a certificate, and what names it.
const REGISTERED =
  /^(|\/(certificateNumber|agreement|certificateType|issueDateTime|issuingCountry|issuingAuthority|validUntil|importCountry)\b.*|\/items|\/items\/\d+|\/items\/\d+\/(sequence|quantity)\b.*)$/

/** True if all that the register keeps of a certificate can be read from a dataset, whatever else is wrong with it. */
export function showsRegistered(reading: DatasetReading): boolean {
  return reading.ok || !reading.problems.some(({ pointer }) => REGISTERED.test(pointer))
}

// The manifest is signed: what it names was there when the authority signed.
function problemsShown(reading: DatasetReading, withheld: readonly string[]): readonly DatasetProblem[] {
  return reading.ok ? [] : reading.problems.filter(({ pointer }) => !isWithheld(pointer, withheld))
}

function isWithheld(pointer: string, withheld: readonly string[]): boolean {
  const isBelow = (place: string, above: string): boolean => place === above || place.startsWith(`${above}/`)
  return withheld.some((place) => isBelow(pointer, place) || isBelow(place, pointer))
}

const COMPLIANCE: Readonly<Record<Compliance, readonly [CheckResult, CheckCode]>> = {
  compliant: ['pass', 'AGREEMENT_FOLLOWED'],
  'minor-discrepancy': ['pass', 'AGREEMENT_MINOR_DISCREPANCY'],
  'not-compliant': ['fail', 'AGREEMENT_NOT_FOLLOWED'],
}

/** By the rules of form only; the profile's own words about each rule name its article. */
function agreementCheck(
  { dataset, withheld }: ReadContent,
  { profiles = [], profile: approved }: AgreementSight,
): Check {
  const profile = profileIn(dataset, approved)
  if (profile === undefined) return check('agreement', 'unknown', 'AGREEMENT_UNKNOWN')
  if (profile !== approved && !isInForce(profile, profiles))
    return check('agreement', 'unknown', 'AGREEMENT_IN_ANOTHER_FORM')
  const findings = checkAgainstProfile(dataset, profile)
  if (isPartly(withheld)) return check('agreement', 'unknown', 'AGREEMENT_PARTLY_WITHHELD', seePlaces(withheld))
  const told = findings.filter(({ severity, pointer }) => severity !== 'notice' && !isWithheld(pointer, withheld))
  return check(
    'agreement',
    ...COMPLIANCE[complianceOf(told)],
    told.length === 0 ? undefined : seePlaces(told.map(name)),
  )
}

function name({ rule, pointer, source }: ProfileFinding): string {
  return `${rule} ${pointer} (${source})`
}

function profileIn(dataset: unknown, approved: AgreementProfile | undefined): AgreementProfile | undefined {
  if (!isObject(dataset) || !isObject(dataset.agreement)) return undefined
  const { code, version } = dataset.agreement
  if (approved !== undefined && approved.code === code && approved.version === version) return approved
  return typeof code === 'string' && typeof version === 'string' ? profileNamed(code, version) : undefined
}

// Who gives no list takes the profiles as they are known here.
function isInForce(profile: AgreementProfile, profiles: readonly ProfileInForce[]): boolean {
  const { code, version } = profile
  const named = profiles.filter((candidate) => candidate.code === code && candidate.version === version)
  return named.length === 0 || named.some(({ hash }) => hash === profileHash(profile))
}

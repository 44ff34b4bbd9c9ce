import { profileNamed } from './agreements/catalogue'
import { checkAgainstProfile } from './agreements/check'
import { complianceOf } from './agreements/finding'
import type { Compliance, ProfileFinding } from './agreements/finding'
import { CHECK_SENTENCES, NEXT_STEPS, ORIGIN_NOTE } from './check-words'
import type { CheckCode, CheckName, CheckResult } from './check-words'
import { canonicalText } from './canonical'
import { registeredPartOf } from './certificate'
import type { CertificateRecord } from './certificate'
import type { CertificateReference } from './certificate-id'
import { parseDataset } from './dataset/parse'
import type { DatasetReading, MemberDataset as Dataset } from './dataset/parse'
import type { IsoDate } from './date'
import type { DocumentHash } from './hash'
import { unusedOf } from './item-account'
import { Refusal } from './refusal'
import { registrationOf } from './registration'
import type { Registration } from './registration'

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

/** What came of looking at the signature; `not-presented` when only a number and a hash were given. */
export type SignatureResult = 'valid' | 'invalid' | 'malformed' | 'key-unknown' | 'key-not-in-force' | 'not-presented'

/** A document that was read: its dataset and the salt that blinds its quantities. */
export interface PresentedContent {
  readonly dataset: unknown
  readonly salt: string
}

/** Everything that a check looks at. It looks at nothing else, so the same input has the same answer everywhere. */
export interface CheckInput {
  readonly signature: SignatureResult
  /** SHA-256 of the document's ASCII, or the hash that was presented in its place. */
  readonly documentHash: DocumentHash
  /** Which certificate it claims to be; undefined when that cannot be read. */
  readonly reference: Omit<CertificateReference, 'number'> | undefined
  readonly content: PresentedContent | undefined
  /** The register's record under the claimed id; undefined when nobody registered it. */
  readonly record: CertificateRecord | undefined
  /** False when the register that was read may be behind: what it has not seen, it cannot deny. */
  readonly registerIsCurrent: boolean
  readonly today: IsoDate
}

/** Judges a document by its signature, the register and the day. Origin itself is never determined. */
export function checkDocument(input: CheckInput): CheckAnswer {
  const reading = input.content === undefined ? undefined : parseDataset(input.content.dataset)
  const findings = {
    authenticity: finding([signatureCheck(input), hashCheck(input), registrationCheck(input)]),
    status: finding([stateCheck(input), validityCheck(input), quantityCheck(input), registerCheck(input)]),
    formalCompliance: finding([datasetCheck(reading), entryCheck(input, reading), agreementCheck(reading)]),
  }
  const verdict = overallVerdict(findings)
  return { verdict, findings, note: ORIGIN_NOTE, nextStep: NEXT_STEPS[verdict] }
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

const SIGNATURE: Readonly<Record<SignatureResult, readonly [CheckResult, CheckCode]>> = {
  valid: ['pass', 'SIGNATURE_VALID'],
  invalid: ['fail', 'SIGNATURE_INVALID'],
  malformed: ['fail', 'DOCUMENT_MALFORMED'],
  'key-unknown': ['unknown', 'SIGNATURE_KEY_UNKNOWN'],
  'key-not-in-force': ['fail', 'SIGNATURE_KEY_NOT_IN_FORCE'],
  'not-presented': ['unknown', 'SIGNATURE_NOT_PRESENTED'],
}

const STATE: Readonly<Record<CertificateRecord['states']['document'], readonly [CheckResult, CheckCode]>> = {
  issued: ['pass', 'IN_FORCE'],
  cancelled: ['fail', 'CANCELLED'],
  replaced: ['fail', 'REPLACED'],
  annulled: ['fail', 'ANNULLED'],
}

function signatureCheck({ signature }: CheckInput): Check {
  return check('signature', ...SIGNATURE[signature])
}

function hashCheck({ record, documentHash }: CheckInput): Check {
  if (record === undefined) return check('document-hash', 'unknown', 'HASH_NOT_COMPARABLE')
  return record.documentHash === documentHash
    ? check('document-hash', 'pass', 'HASH_REGISTERED')
    : check('document-hash', 'fail', 'HASH_DIFFERENT')
}

function registrationCheck({ record, reference }: CheckInput): Check {
  // Not registered is not forged: the issuer may be late, or register elsewhere.
  if (record === undefined) return check('registration', 'unknown', 'NOT_REGISTERED')
  if (reference === undefined) return check('registration', 'unknown', 'ISSUER_NOT_READABLE')
  const own = record.issuingMember === reference.issuingMember && record.authority === reference.authority
  return own
    ? check('registration', 'pass', 'REGISTERED_BY_ISSUER')
    : check('registration', 'fail', 'REGISTERED_BY_ANOTHER')
}

function stateCheck({ record }: CheckInput): Check {
  return record === undefined
    ? check('document-state', 'unknown', 'NOT_REGISTERED')
    : check('document-state', ...STATE[record.states.document])
}

function validityCheck({ record, today }: CheckInput): Check {
  if (record === undefined) return check('validity-period', 'unknown', 'NOT_REGISTERED')
  if (today > record.validUntil) return check('validity-period', 'fail', 'EXPIRED')
  // Zones: on the day of issue it may still be the day before where the document is checked.
  return check('validity-period', 'pass', 'WITHIN_VALIDITY')
}

function quantityCheck({ record }: CheckInput): Check {
  if (record === undefined) return check('quantity', 'unknown', 'NOT_REGISTERED')
  const left = record.items.some((item) => unusedOf(item) > 0n)
  return left ? check('quantity', 'pass', 'QUANTITY_LEFT') : check('quantity', 'fail', 'QUANTITY_USED_UP')
}

function registerCheck({ registerIsCurrent }: CheckInput): Check {
  return registerIsCurrent
    ? check('register', 'pass', 'REGISTER_CURRENT')
    : check('register', 'unknown', 'REGISTER_BEHIND')
}

function datasetCheck(reading: DatasetReading | undefined): Check {
  if (reading === undefined) return check('dataset', 'unknown', 'CONTENT_NOT_PRESENTED')
  if (reading.ok) return check('dataset', 'pass', 'DATASET_COMPLETE')
  const places = reading.problems.map(({ pointer }) => (pointer === '' ? 'the whole' : pointer))
  return check('dataset', 'fail', 'DATASET_INCOMPLETE', `See: ${places.slice(0, 20).join(', ')}.`)
}

function entryCheck({ content, record, documentHash }: CheckInput, reading: DatasetReading | undefined): Check {
  if (record === undefined) return check('register-entry', 'unknown', 'NOT_REGISTERED')
  if (content === undefined || reading === undefined) {
    return check('register-entry', 'unknown', 'CONTENT_NOT_PRESENTED')
  }
  if (!reading.ok) return check('register-entry', 'unknown', 'ENTRY_NOT_COMPARABLE')
  const presented = presentedRegistration(reading.dataset, content.salt, documentHash)
  if (presented === undefined) return check('register-entry', 'fail', 'DIFFERS_FROM_REGISTER', 'See: salt.')
  const differing = differences(presented, registeredPartOf(record))
  return differing.length === 0
    ? check('register-entry', 'pass', 'AGREES_WITH_REGISTER')
    : check('register-entry', 'fail', 'DIFFERS_FROM_REGISTER', `See: ${differing.join(', ')}.`)
}

const COMPLIANCE: Readonly<Record<Compliance, readonly [CheckResult, CheckCode]>> = {
  compliant: ['pass', 'AGREEMENT_FOLLOWED'],
  'minor-discrepancy': ['pass', 'AGREEMENT_MINOR_DISCREPANCY'],
  'not-compliant': ['fail', 'AGREEMENT_NOT_FOLLOWED'],
}

/** By the rules of form only; the profile's own words about each rule name its article. */
function agreementCheck(reading: DatasetReading | undefined): Check {
  if (reading === undefined) return check('agreement', 'unknown', 'CONTENT_NOT_PRESENTED')
  if (!reading.ok) return check('agreement', 'unknown', 'AGREEMENT_NOT_COMPARABLE')
  const { code, version } = reading.dataset.agreement
  const profile = profileNamed(code, version)
  if (profile === undefined) return check('agreement', 'unknown', 'AGREEMENT_UNKNOWN')
  const findings = checkAgainstProfile(reading.dataset, profile)
  const told = findings.filter(({ severity }) => severity !== 'notice')
  return check('agreement', ...COMPLIANCE[complianceOf(findings)], seen(told))
}

function seen(findings: readonly ProfileFinding[]): string | undefined {
  if (findings.length === 0) return undefined
  const places = findings.map(({ rule, pointer, source }) => `${rule} ${pointer} (${source})`)
  return `See: ${places.slice(0, 20).join(', ')}.`
}

function presentedRegistration(dataset: Dataset, salt: string, documentHash: DocumentHash): Registration | undefined {
  try {
    return registrationOf({ dataset, salt, documentHash })
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

const COMPARED = [
  'id',
  'agreement',
  'agreementVersion',
  'kind',
  'importingMember',
  'issueDate',
  'validUntil',
  'items',
] as const satisfies readonly (keyof Registration)[]

function differences(presented: Registration, registered: Registration): string[] {
  return COMPARED.filter((name) => canonicalText(presented[name]) !== canonicalText(registered[name]))
}

function check(name: CheckName, result: CheckResult, code: CheckCode, more?: string): Check {
  const sentence = CHECK_SENTENCES[code]
  return { name, result, code, sentence: more === undefined ? sentence : `${sentence} ${more}` }
}

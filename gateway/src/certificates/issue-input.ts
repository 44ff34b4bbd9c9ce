import type {
  AgreementProfile,
  CertificateId,
  Dataset,
  Examination,
  LateRegistrationReason,
  ProfileFinding,
} from '@eco/domain'
import { canonicalText, checkAgainstProfile, parseDataset, sha256Hex } from '@eco/domain'
import { RefusedFields } from '../http/problem'
import { NO_LINKS } from './linked-certificates'
import type { Links } from './linked-certificates'
import type { FieldProblem } from '../http/problem'

/** A document that its authority has sealed itself. */
export interface SealedOutside {
  readonly text: string
  readonly id: CertificateId
  /** base64url, as it stands in the document. */
  readonly salt: string
  /** Hex, by the numbers of items. */
  readonly itemSalts: Readonly<Record<string, string>>
}

/** What is to be issued: a dataset that passed every rule, and the document if its authority has signed it already. */
export interface IssueContent {
  readonly dataset: Dataset
  /** The rules of its agreement; undefined where nobody knows any. */
  readonly rules: AgreementProfile | undefined
  /** Tells a repeat of a request from another one under the same id. */
  readonly fingerprint: string
  readonly signed: SealedOutside | undefined
}

/** Finds the rules of an agreement in a version; undefined where nobody knows any. */
export type FindRules = (named: {
  readonly agreement: string
  readonly agreementVersion: string
}) => Promise<AgreementProfile | undefined>

/** The same with the certificates that it comes from. */
export interface LinkedContent extends IssueContent {
  readonly links: Links
}

/** Everything that a request to issue says. */
export interface IssueInput extends LinkedContent {
  /** Why it is registered later than it was issued; null if it is not. */
  readonly late: LateRegistrationReason | null
}

/** What is issued together with what it comes from; a document that is sealed already must count in the same units. */
export function withLinks(content: IssueContent, links: Links): LinkedContent {
  const { fingerprint, signed } = content
  if (signed !== undefined && canonicalText(signed.itemSalts) !== canonicalText(links.itemSalts)) {
    throw notAccepted([OTHER_UNIT])
  }
  if (links === NO_LINKS) return { ...content, links }
  const { replaces, drawnFrom } = links
  const linked = {
    replaces: replaces === null ? null : { ...replaces },
    drawnFrom: [...drawnFrom].map(([seq, from]) => [seq, from.id, from.seq]),
  }
  return { ...content, links, fingerprint: sha256Hex(`${fingerprint}${canonicalText(linked)}`) }
}

/** Accepts a dataset that its gateway is to seal. */
export async function readDatasetToIssue(input: unknown, rulesOf: FindRules): Promise<IssueContent> {
  const accepted = await acceptedDataset(input, '/dataset', rulesOf)
  return { ...accepted, fingerprint: sha256Hex(canonicalText(accepted.dataset)), signed: undefined }
}

/** Accepts a document that its authority has sealed already: whole, and good in every check but those of the register. */
export async function readDocumentToIssue(
  text: string,
  { sealed, authenticity, content }: Examination,
  rulesOf: FindRules,
): Promise<IssueContent> {
  const failed = authenticity.filter(({ result }) => result !== 'pass')
  if (sealed === undefined || content === undefined || failed.length > 0) {
    const problems = failed.map(({ code, sentence }) => ({ pointer: '/document', rule: code, sentence }))
    throw notAccepted(problems.length > 0 ? problems : [NOT_SEALED])
  }
  if (content.withheld.length > 0) throw notAccepted([REDACTED])
  const accepted = await acceptedDataset(content.dataset, '/document', rulesOf)
  const signed = { text, id: sealed.id, salt: sealed.salt, itemSalts: sealed.itemSalts ?? {} }
  return { ...accepted, fingerprint: sha256Hex(text), signed }
}

const NOT_SEALED: FieldProblem = {
  pointer: '/document',
  rule: 'format',
  sentence: 'A document to be issued must be an SD-JWT of the type dc+sd-jwt.',
}

const REDACTED: FieldProblem = {
  pointer: '/document',
  rule: 'whole',
  sentence: 'A document to be issued must show everything; redactions are made of it later.',
}

const OTHER_UNIT: FieldProblem = {
  pointer: '/document',
  rule: 'item-salts',
  sentence: 'The document must hold the salts of the items that its items come from, and no others.',
}

/** The refusal of a document whose id its two members would not find by its number. */
export function otherId(): RefusedFields {
  const sentence = 'The document must carry the id that this gateway gives for its number and importing member.'
  return notAccepted([{ pointer: '/document', rule: 'id', sentence }])
}

function notAccepted(problems: readonly FieldProblem[]): RefusedFields {
  return new RefusedFields('DOCUMENT_NOT_ACCEPTED', 'the document cannot be issued; each reason is listed', problems)
}

async function acceptedDataset(
  input: unknown,
  field: string,
  rulesOf: FindRules,
): Promise<Pick<IssueContent, 'dataset' | 'rules'>> {
  const reading = parseDataset(input)
  if (!reading.ok) {
    const problems = reading.problems.map((problem) => ({ ...problem, pointer: `${field}${problem.pointer}` }))
    throw new RefusedFields('DATASET_INVALID', 'the dataset breaks rules; each is listed', problems)
  }
  const { dataset } = reading
  const rules = await rulesOf({ agreement: dataset.agreement.code, agreementVersion: dataset.agreement.version })
  const broken = brokenRules(dataset, rules)
  if (broken.length === 0) return { dataset, rules }
  const problems = broken.map(({ rule, pointer, sentence, source }) => ({
    pointer: `${field}${pointer}`,
    rule,
    sentence: `${sentence} (${source})`,
  }))
  throw new RefusedFields(
    'AGREEMENT_NOT_FOLLOWED',
    'the dataset breaks rules of its agreement; each is listed',
    problems,
  )
}

// What the agreement forgives, and what nobody has read, does not stand in the way of issuing.
function brokenRules(dataset: Dataset, profile: AgreementProfile | undefined): readonly ProfileFinding[] {
  if (profile === undefined) return []
  return checkAgainstProfile(dataset, profile).filter(({ severity }) => severity === 'error')
}

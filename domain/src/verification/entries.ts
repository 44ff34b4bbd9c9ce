import { parseAuthorityId, parseCertificateId } from '../certificate-id'
import type { CertificateId } from '../certificate-id'
import { isObject, malformed, parseObject, parseWholeNumber, parseWord } from '../shape'
import { CONTENT_PARSERS, REQUEST_FIELDS, requestOf } from './content'
import type { CaseContents, CaseRequest } from './content'
import { CASE_LIMITS } from './record'
import type { CaseEventName } from './steps'

/** What an entry of `openCase` asks for. */
export interface OpeningEntry extends CaseRequest {
  readonly id: CertificateId
  /** The number of the new case: one more than there are. */
  readonly number: number
  /** The body that is asked; undefined for the authority that issued the certificate. */
  readonly addressee: string | undefined
}

/** What an entry of any other transaction says, and in which case. */
export type StepEntry = {
  readonly [N in CaseEventName]: {
    readonly id: CertificateId
    readonly number: number
    readonly event: N
    readonly content: CaseContents[N]
  }
}[CaseEventName]

/** What the issuing side may say to a visit, and the event that it makes. */
export const VISIT_ANSWERS = {
  consent: 'visit-consented',
  refuse: 'visit-refused',
  postpone: 'visit-postponed',
} as const satisfies Record<string, CaseEventName>

/** One of the answers to a visit. */
export type VisitAnswer = keyof typeof VISIT_ANSWERS

/** Reads one entry of `openCase`. */
export function parseOpening(input: unknown): OpeningEntry {
  const entry = parseObject(input, 'entry', ['certificate', 'case', ...REQUEST_FIELDS], ['addressee'])
  const { addressee } = entry
  return {
    ...subjectOf(entry),
    ...requestOf(entry, 'entry'),
    addressee: addressee === undefined ? undefined : parseAuthorityId(addressee, 'entry.addressee'),
  }
}

/** Reads one entry of a transaction that makes this event. */
export function parseStep(event: CaseEventName, input: unknown): StepEntry {
  const { certificate, case: number, ...content } = isObject(input) ? input : {}
  const subject = subjectOf({ certificate, case: number })
  return { ...subject, event, content: CONTENT_PARSERS[event](content, 'entry') } as StepEntry
}

/** Reads one entry of `answerVisit`: consent, perhaps with a day; refusal; postponement to a day. */
export function parseVisitAnswer(input: unknown): StepEntry {
  const { answer, ...rest } = isObject(input) ? input : {}
  const word = parseWord(answer, 'entry.answer', Object.keys(VISIT_ANSWERS) as VisitAnswer[])
  if (word !== 'refuse') return parseStep(VISIT_ANSWERS[word], rest)
  const { day, ...withoutDay } = rest
  if (day !== null) throw malformed('entry.day', 'must be null where a visit is refused')
  return parseStep('visit-refused', withoutDay)
}

function subjectOf(entry: Readonly<Record<string, unknown>>): Pick<OpeningEntry, 'id' | 'number'> {
  return {
    id: parseCertificateId(entry.certificate, 'entry.certificate'),
    number: parseWholeNumber(entry.case, 'entry.case', 1, CASE_LIMITS.casesPerCertificate),
  }
}

import type { AgreementProfile, CaseDeadline, CertificateId, CertificateRecord, VerificationCase } from '@eco/domain'
import {
  addresseeOf,
  CASE_NOTICES,
  caseDeadlinesOf,
  isOverdue,
  noticesOf,
  openedOf,
  partiesOf,
  stateOfCase,
  visitStateOf,
} from '@eco/domain'
import type { Plain } from '../http/plain'
import type { CaseEventView, DeadlineView, VerificationView } from './verification.view'

/** What the register says of a certificate that a case is about. */
export type CaseCertificate = Pick<CertificateRecord, 'id' | 'issuingMember' | 'agreement' | 'agreementVersion'>

/** A case as people read it, with its deadlines as of a point in time. */
export function verificationView(
  record: VerificationCase,
  certificate: CaseCertificate,
  profile: AgreementProfile | undefined,
  now: string,
): Plain<VerificationView> {
  const { id, issuingMember, agreement, agreementVersion } = certificate
  const { kind, reasons, items, importingMember } = openedOf(record)
  const deadlines = profile ? caseDeadlinesOf(record, partiesOf(record, issuingMember), profile, now) : []
  return {
    certificate: id,
    number: record.number,
    state: stateOfCase(record),
    visit: visitStateOf(record),
    ...{ kind, reasons, items, importingMember, issuingMember, agreement, agreementVersion },
    addressee: addresseeOf(record),
    overdue: deadlines.some(isOverdue),
    deadlines: deadlines.map(deadlineView),
    notices: noticesOf(deadlines).map((code) => ({ code, sentence: CASE_NOTICES[code] })),
    events: record.events.map((_, index) => eventView(record, index)),
  }
}

/** Which one an event is of those with its name; the first is 1. */
export function nthOf({ events }: VerificationCase, index: number): number {
  const name = events[index]?.event
  return events.slice(0, index + 1).filter(({ event }) => event === name).length
}

/** Where a text belongs: the certificate and the number of its case. */
export interface CaseName {
  readonly id: CertificateId
  readonly number: number
}

function eventView(record: VerificationCase, index: number): Plain<CaseEventView> {
  const { event, at, by, requestId, content } = record.events[index] ?? record.events[0]
  return { event, nth: nthOf(record, index), at, ...(by !== null && { by }), requestId, content }
}

function deadlineView(deadline: CaseDeadline): Plain<DeadlineView> {
  const { name, side, state, consequence, evidence, sentence, source } = deadline
  const { date, earliestDate, start, basis, keptOn, duty } = deadline
  return {
    ...{ name, side, state },
    ...present({ date, earliestDate, start, basis, keptOn, duty }),
    consequence: { sentence: consequence.sentence, ...present({ force: consequence.force }) },
    ...{ evidence, sentence, source },
  }
}

/** The members that have a value. */
type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>
}

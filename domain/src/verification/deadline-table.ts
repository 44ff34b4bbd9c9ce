import type { DeadlineName, StartEvent } from '../agreements/profile'
import type { CaseEventName, CaseSide } from './steps'

/** The deadlines that may run in a case. */
export const CASE_DEADLINES = [
  'verification-acknowledgement',
  'verification-reply',
  'determination',
  'whole-verification',
  'visit-consent',
  'visit-postponement',
  'visit-report',
  'visit-comments',
] as const satisfies readonly DeadlineName[]

/** One of them. */
export type CaseDeadlineName = (typeof CASE_DEADLINES)[number]

/** Who has to act within a deadline, what ends it, and when it is of interest. */
export interface CaseDeadlineRow {
  readonly side: CaseSide
  /** The first of these events after the start keeps it. */
  readonly keptBy: readonly CaseEventName[]
  /** Shown even where the profile says nothing of it, so that a reader learns that nobody read it. */
  readonly always: boolean
  /** From which events it may run where the profile does not say: it ends between the first and the last answer. */
  readonly candidates: readonly StartEvent[]
  /** The event without which it is not of interest. */
  readonly after?: CaseEventName
}

const VISIT_ANSWERS = ['visit-consented', 'visit-refused', 'visit-postponed'] as const

/** Every deadline of a case. */
export const CASE_DEADLINE_TABLE: Readonly<Record<CaseDeadlineName, CaseDeadlineRow>> = {
  'verification-acknowledgement': {
    side: 'issuing',
    keptBy: ['acknowledged', 'answered'],
    always: false,
    candidates: ['date-of-request'],
  },
  'verification-reply': {
    side: 'issuing',
    keptBy: ['answered'],
    always: true,
    candidates: ['date-of-request', 'receipt-of-request'],
  },
  determination: {
    side: 'importing',
    keptBy: ['determined'],
    always: true,
    candidates: ['receipt-of-reply'],
  },
  'whole-verification': {
    side: 'importing',
    keptBy: ['determined'],
    always: false,
    candidates: ['date-of-request', 'receipt-of-request'],
  },
  'visit-consent': {
    side: 'issuing',
    keptBy: VISIT_ANSWERS,
    always: true,
    candidates: ['receipt-of-visit-notice'],
    after: 'visit-requested',
  },
  'visit-postponement': {
    side: 'importing',
    keptBy: ['visit-reported'],
    always: false,
    candidates: ['receipt-of-visit-notice'],
    after: 'visit-postponed',
  },
  'visit-report': {
    side: 'importing',
    keptBy: ['visit-reported'],
    always: false,
    candidates: ['visit'],
    after: 'visit-requested',
  },
  'visit-comments': {
    side: 'issuing',
    keptBy: ['visit-commented'],
    always: false,
    candidates: ['receipt-of-findings'],
    after: 'visit-reported',
  },
}

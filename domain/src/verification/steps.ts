import type { Role } from '../caller'

/** How far one verification case has come. */
export const CASE_STATES = ['open', 'acknowledged', 'answered', 'determined', 'withdrawn'] as const

/** One of the states. */
export type CaseState = (typeof CASE_STATES)[number]

/** How far a visit within a case has come. */
export const VISIT_STATES = ['none', 'requested', 'consented', 'refused', 'postponed', 'reported', 'commented'] as const

/** One of the states of a visit. */
export type VisitState = (typeof VISIT_STATES)[number]

/** What may happen in a case. */
export const CASE_EVENTS = [
  'opened',
  'acknowledged',
  'answered',
  'extended',
  'visit-requested',
  'visit-consented',
  'visit-refused',
  'visit-postponed',
  'visit-reported',
  'visit-commented',
  'determined',
  'withdrawn',
] as const

/** One of the events. */
export type CaseEventName = (typeof CASE_EVENTS)[number]

/** Who asks in a case and who answers. */
export type CaseSide = 'importing' | 'issuing'

/** One step: in which states it may happen, who takes it by which transaction, and what else must hold. */
export interface CaseStep {
  /** Before the first step there is no case: `none`. */
  readonly from: readonly (CaseState | 'none')[]
  /** Undefined where the state stays as it is. */
  readonly to: CaseState | undefined
  /** What it does to the visit, if it is about one. */
  readonly visit?: { readonly from: readonly VisitState[]; readonly to: VisitState }
  readonly side: CaseSide
  readonly transaction: string
  readonly guard: string
}

/** Who acts for each side. */
export const SIDE_ROLES = {
  importing: ['customs'],
  issuing: ['issuer', 'authority-admin'],
} as const satisfies Record<CaseSide, readonly Role[]>

const UNANSWERED = ['open', 'acknowledged'] as const
const UNDECIDED = ['open', 'acknowledged', 'answered'] as const

/** The whole life of a verification case. */
export const CASE_STEPS: Readonly<Record<CaseEventName, CaseStep>> = {
  opened: {
    from: ['none'],
    to: 'open',
    side: 'importing',
    transaction: 'openCase',
    guard: 'no other case about the certificate is undecided; a reply period only within the range of the profile',
  },
  acknowledged: {
    from: ['open'],
    to: 'acknowledged',
    side: 'issuing',
    transaction: 'acknowledgeCase',
    guard: 'the day of receipt is neither before the opening nor after today; may name the body that will answer',
  },
  answered: {
    from: UNDECIDED,
    to: 'answered',
    side: 'issuing',
    transaction: 'answerCase',
    guard: 'a late reply is accepted and marked; a further reply adds to the first one',
  },
  extended: {
    from: UNANSWERED,
    to: undefined,
    side: 'importing',
    transaction: 'extendCase',
    guard: 'once, and only where the profile has an extension',
  },
  'visit-requested': visit('importing', 'requestVisit', ['none', 'refused', 'reported', 'commented'], 'requested'),
  'visit-consented': visit('issuing', 'answerVisit', ['requested', 'postponed'], 'consented'),
  'visit-refused': visit('issuing', 'answerVisit', ['requested', 'postponed'], 'refused'),
  'visit-postponed': visit('issuing', 'answerVisit', ['requested', 'consented'], 'postponed', 'names the new day'),
  'visit-reported': visit('importing', 'reportVisit', ['consented', 'postponed'], 'reported', 'the day is not ahead'),
  'visit-commented': visit('issuing', 'commentVisit', ['reported'], 'commented'),
  determined: {
    from: UNDECIDED,
    to: 'determined',
    side: 'importing',
    transaction: 'determine',
    guard: 'on the ground of a reply only after one; for want of a reply only when the time for it is not running',
  },
  withdrawn: { from: UNDECIDED, to: 'withdrawn', side: 'importing', transaction: 'withdrawCase', guard: '' },
}

function visit(side: CaseSide, transaction: string, from: readonly VisitState[], to: VisitState, guard = ''): CaseStep {
  return { from: UNDECIDED, to: undefined, visit: { from, to }, side, transaction, guard }
}

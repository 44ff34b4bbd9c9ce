import type { Evidence } from '../agreements/evidence'
import { isKnown } from '../agreements/evidence'
import type { DeadlineRule } from '../agreements/profile'
import type { PeriodEnd } from '../calendar/period'
import type { IsoDate } from '../date'
import type { CaseDeadlineName } from './deadline-table'
import type { StartDay } from './start'
import type { CaseSide } from './steps'

/**
 * How a deadline stands. `unknown`: nobody read how long it is. `perhaps-…`: the agreement was not read on the event from
 * which it runs, and it is over when counted from one possible event, not yet when counted from another.
 */
export const DEADLINE_STATES = [
  'unknown',
  'not-started',
  'running',
  'perhaps-overdue',
  'overdue',
  'met',
  'perhaps-late',
  'late',
  'ended',
] as const

/** One of the states. */
export type DeadlineState = (typeof DEADLINE_STATES)[number]

/** What the agreement says of missing a deadline, and how strictly: what follows is always a person's decision. */
export interface DeadlineConsequence {
  readonly sentence: string
  /** The word of the agreement; undefined where it was not read. */
  readonly force: 'may' | 'shall' | undefined
}

/** Until when something must be done, by whom, from what it follows, and whether it was. */
export interface CaseDeadline {
  readonly name: CaseDeadlineName | 'refusal-notice'
  readonly side: CaseSide
  readonly state: DeadlineState
  /** The last day in time; of several possible ones the latest. Undefined while nobody can know it. */
  readonly date: IsoDate | undefined
  /** The earliest possible last day, where the event from which the time runs was not read. */
  readonly earliestDate: IsoDate | undefined
  /** What the date is counted from. */
  readonly start: StartDay | undefined
  readonly basis: PeriodEnd['basis'] | undefined
  readonly keptOn: IsoDate | undefined
  /** How strictly the agreement asks for it; undefined where it was not read. */
  readonly duty: 'shall' | 'endeavour' | undefined
  readonly consequence: DeadlineConsequence
  readonly evidence: Evidence
  readonly sentence: string
  readonly source: string
}

/** A possible end of a deadline, and what it was counted from. */
export interface DeadlineEnd {
  readonly start: StartDay
  readonly date: IsoDate
  readonly basis: PeriodEnd['basis']
}

/** What a deadline is judged by. */
export interface Judged {
  readonly name: CaseDeadline['name']
  readonly side: CaseSide
  readonly rule: DeadlineRule
  readonly sentence: string
  /** One for each event from which it may run. */
  readonly ends: readonly DeadlineEnd[]
  readonly keptOn: IsoDate | undefined
  /** Nobody waits for it any more. */
  readonly isOver: boolean
  /** By the calendar of who must act. */
  readonly today: IsoDate
}

/** The deadline with its state. */
export function judged(input: Judged): CaseDeadline {
  const { name, side, rule, keptOn, sentence } = input
  const ends = [...input.ends].sort((one, other) => (one.date < other.date ? -1 : 1))
  const [first, last] = [ends[0], ends.at(-1)]
  return {
    ...{ name, side, keptOn, sentence },
    state: stateOf(input, first?.date, last?.date),
    ...spanOf(first, last),
    duty: isKnown(rule.period) ? rule.period.value.duty : undefined,
    consequence: { sentence: rule.consequence, force: forceOf(rule.consequence) },
    evidence: rule.period.evidence,
    source: rule.period.source,
  }
}

function spanOf(
  first: DeadlineEnd | undefined,
  last: DeadlineEnd | undefined,
): Pick<CaseDeadline, 'date' | 'earliestDate' | 'start' | 'basis'> {
  const earliestDate = first?.date === last?.date ? undefined : first?.date
  return { date: last?.date, earliestDate, start: last?.start, basis: last?.basis }
}

/** True for a deadline that its side has let pass, or may have let pass. */
export function isOverdue({ state }: Pick<CaseDeadline, 'state'>): boolean {
  return state === 'overdue' || state === 'perhaps-overdue'
}

function stateOf(
  { rule, keptOn, isOver, today }: Judged,
  first: IsoDate | undefined,
  last: IsoDate | undefined,
): DeadlineState {
  if (!isKnown(rule.period)) return 'unknown'
  if (first === undefined || last === undefined) return isOver ? 'ended' : 'not-started'
  if (keptOn !== undefined) return compared(keptOn, first, last, ['met', 'perhaps-late', 'late'])
  return isOver ? 'ended' : compared(today, first, last, ['running', 'perhaps-overdue', 'overdue'])
}

function compared(
  date: IsoDate,
  first: IsoDate,
  last: IsoDate,
  [within, between, after]: readonly [DeadlineState, DeadlineState, DeadlineState],
): DeadlineState {
  if (date <= first) return within
  return date <= last ? between : after
}

// The sentences of the profiles use the words of the agreements.
function forceOf(sentence: string): 'may' | 'shall' | undefined {
  if (/\bshall\b/.test(sentence)) return 'shall'
  return /\bmay\b/.test(sentence) ? 'may' : undefined
}

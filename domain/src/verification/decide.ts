import { deadlineRule } from '../agreements/deadline'
import { isKnown } from '../agreements/evidence'
import type { AgreementProfile } from '../agreements/profile'
import { civilDate } from '../calendar/civil-date'
import { printPeriod } from '../calendar/period'
import { canonicalText } from '../canonical'
import type { Stamp } from '../change'
import { Refusal } from '../refusal'
import { malformed } from '../shape'
import type { OpenedContent } from './content'
import { caseDeadline, ruleFor } from './deadlines'
import type { StepEntry } from './entries'
import { CASE_LIMITS, caseEvent, firstEvent, stateOfCase, visitStateOf } from './record'
import type { CaseEvent, CaseEventOf, VerificationCase } from './record'
import { CASE_STEPS } from './steps'
import type { CaseParties } from './start'

/** Who takes a step, under which request and by which profile; without a profile nothing is known of any deadline. */
export interface CaseContext {
  readonly stamp: Stamp
  /** The authority on the issuing side; null on the importing one. */
  readonly by: string | null
  readonly parties: CaseParties
  readonly profile: AgreementProfile | undefined
}

/** The case as it is opened. */
export function decideOpen(number: number, content: OpenedContent, context: CaseContext): VerificationCase {
  const { requestId, time } = context.stamp
  const opened: CaseEventOf<'opened'> = { event: 'opened', at: time, requestId, by: null, content }
  const record: VerificationCase = { number, events: [opened] }
  requireReplyPeriod(record, context.profile)
  return record
}

/** The case after one more step; the same case for a repeat of the same request. */
export function decideStep(
  record: VerificationCase,
  { event, content }: Pick<StepEntry, 'event' | 'content'>,
  context: CaseContext,
): VerificationCase {
  const { stamp, by } = context
  const next = caseEvent(event, content, { at: stamp.time, requestId: stamp.requestId, by })
  if (isRepeat(record, next)) return record
  requireStep(record, next)
  requireGuard(record, next, context)
  return { ...record, events: [...record.events, next] }
}

/** True if a case holds this event under the same request already; refuses the same request with other content. */
export function isRepeat({ events }: VerificationCase, wanted: CaseEvent): boolean {
  const known = events.find(({ requestId }) => requestId === wanted.requestId)
  if (known === undefined) return false
  const same = (entry: CaseEvent): string => canonicalText([entry.event, entry.by, entry.content])
  if (same(known) === same(wanted)) return true
  throw new Refusal('REQUEST_ID_REUSED', 'requestId: it was used for something else in this case')
}

function requireStep(record: VerificationCase, { event }: CaseEvent): void {
  const { from, visit } = CASE_STEPS[event]
  const state = stateOfCase(record)
  if (!from.includes(state)) throw new Refusal('TRANSITION_NOT_ALLOWED', `case: ${state} → ${event}`)
  const visitState = visitStateOf(record)
  if (visit !== undefined && !visit.from.includes(visitState)) {
    throw new Refusal('TRANSITION_NOT_ALLOWED', `visit: ${visitState} → ${event}`)
  }
  if (record.events.length >= CASE_LIMITS.eventsPerCase) {
    throw new Refusal('LIMIT_EXCEEDED', `case: at most ${CASE_LIMITS.eventsPerCase} events`)
  }
}

function requireGuard(record: VerificationCase, next: CaseEvent, context: CaseContext): void {
  if (next.event === 'acknowledged') requireReceiptDay(record, next, context)
  if (next.event === 'extended') requireExtension(record, context.profile)
  if (next.event === 'visit-reported') requireVisited(next, context)
  if (next.event === 'determined') requireBasis(record, next, context)
}

function requireReplyPeriod(record: VerificationCase, profile: AgreementProfile | undefined): void {
  const [{ content }] = record.events
  const { replyPeriod } = content
  if (replyPeriod === null) return
  const open: VerificationCase = {
    ...record,
    events: [{ ...record.events[0], content: { ...content, replyPeriod: null } }],
  }
  const period = profile && ruleFor('verification-reply', open, profile).period
  const range = period && isKnown(period) ? period.value : undefined
  if (range?.least === undefined) {
    throw new Refusal('REPLY_PERIOD_NOT_ALLOWED', 'replyPeriod: the agreement gives no range within which to set it')
  }
  if (replyPeriod < range.least.amount || replyPeriod > range.most.amount) {
    const words = `${printPeriod(range.least)} to ${printPeriod(range.most)}`
    throw new Refusal('REPLY_PERIOD_NOT_ALLOWED', `replyPeriod: must be ${words}`)
  }
}

function requireReceiptDay(
  { events: [{ at }] }: VerificationCase,
  { content: { received } }: CaseEventOf<'acknowledged'>,
  { stamp, parties: { issuing } }: CaseContext,
): void {
  if (received === null) return
  const [first, last] = [civilDate(at, issuing), civilDate(stamp.time, issuing)]
  if (received < first || received > last) throw malformed('received', `must lie from ${first} to ${last}`)
}

function requireExtension(record: VerificationCase, profile: AgreementProfile | undefined): void {
  const rule = profile && deadlineRule(profile, 'verification-reply-extension')
  if (rule === undefined || !isKnown(rule.period)) {
    throw new Refusal('EXTENSION_NOT_PROVIDED', 'case: no extension was read in the agreement')
  }
  if (firstEvent(record, 'extended') !== undefined) {
    throw new Refusal('TRANSITION_NOT_ALLOWED', 'case: the time for the reply is extended already')
  }
}

function requireVisited({ content: { day } }: CaseEventOf<'visit-reported'>, { stamp, parties }: CaseContext): void {
  const today = civilDate(stamp.time, parties.issuing)
  // The visit happens in the issuing member's country, and is reported by its calendar.
  if (day > today) throw malformed('day', `must not be after ${today}`)
}

function requireBasis(
  record: VerificationCase,
  { content: { basis } }: CaseEventOf<'determined'>,
  { stamp, parties, profile }: CaseContext,
): void {
  const hasReply = firstEvent(record, 'answered') !== undefined
  if (basis === 'other-information') return
  if (hasReply !== (basis === 'reply')) {
    throw new Refusal('TRANSITION_NOT_ALLOWED', `basis: there is ${hasReply ? 'a' : 'no'} reply`)
  }
  if (hasReply || profile === undefined) return
  const reply = caseDeadline('verification-reply', record, parties, profile, stamp.time)
  if (reply.state === 'running') {
    throw new Refusal(
      'REPLY_PERIOD_RUNNING',
      `basis: the reply is in time until ${reply.earliestDate ?? reply.date ?? ''}`,
    )
  }
}

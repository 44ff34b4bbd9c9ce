import { deadline, deadlineRule } from '../agreements/deadline'
import { isKnown } from '../agreements/evidence'
import type { AgreementProfile, DeadlineRule } from '../agreements/profile'
import { calendarOf } from '../calendar/calendars'
import { civilDate } from '../calendar/civil-date'
import { printPeriod } from '../calendar/period'
import type { IsoDate } from '../date'
import type { MemberCode } from '../member'
import { judged } from './deadline-state'
import type { CaseDeadline, DeadlineEnd } from './deadline-state'
import { CASE_DEADLINES, CASE_DEADLINE_TABLE } from './deadline-table'
import type { CaseDeadlineName } from './deadline-table'
import { isUndecided, lastEvent, openedOf, stateOfCase } from './record'
import type { VerificationCase } from './record'
import { startOf } from './start'
import type { CaseParties, StartDay } from './start'

/** Every deadline of a case by a profile, as of a point in time; the same for everyone who computes it. */
export function deadlinesOf(
  record: VerificationCase,
  parties: CaseParties,
  profile: AgreementProfile,
  now: string,
): readonly CaseDeadline[] {
  const names = CASE_DEADLINES.filter((name) => isOfInterest(name, record, profile))
  return names.map((name) => caseDeadline(name, record, parties, profile, now))
}

/** One deadline of a case, whether or not it is of interest already. */
export function caseDeadline(
  name: CaseDeadlineName,
  record: VerificationCase,
  parties: CaseParties,
  profile: AgreementProfile,
  now: string,
): CaseDeadline {
  const { side, candidates } = CASE_DEADLINE_TABLE[name]
  const rule = ruleFor(name, record, profile)
  const member = parties[side]
  const starts = (isKnown(rule.from) ? [rule.from.value] : candidates).flatMap(
    (event) => startOf(event, record, parties) ?? [],
  )
  const extension = name === 'verification-reply' ? extensionOf(record, profile) : undefined
  return judged({
    name,
    side,
    rule,
    sentence: sentenceOf(rule, extension, starts[0]?.date ?? civilDate(now, member), member),
    ends: starts.flatMap((start) => endFrom(start, rule, extension, member) ?? []),
    keptOn: keptOn(name, record, member),
    isOver: !isUndecided(stateOfCase(record)),
    today: civilDate(now, member),
  })
}

/**
 * Until when customs must tell the issuing authority that it refused a certificate: counted from the day on which it
 * received the proof, and kept on the day of the refusal.
 */
export function refusalNoticeDeadline(
  profile: AgreementProfile,
  importingMember: MemberCode,
  dates: { readonly received: IsoDate; readonly refused: IsoDate | undefined; readonly now: string },
): CaseDeadline {
  const rule = deadlineRule(profile, 'refusal-notice')
  const start: StartDay = { event: 'receipt-of-proof', date: dates.received, certainty: 'recorded' }
  return judged({
    name: 'refusal-notice',
    side: 'importing',
    rule,
    sentence: sentenceOf(rule, undefined, dates.received, importingMember),
    ends: [endFrom(start, rule, undefined, importingMember)].filter((end) => end !== undefined),
    keptOn: dates.refused,
    isOver: false,
    today: civilDate(dates.now, importingMember),
  })
}

/** The rule of a profile for one deadline of a case; suspected fraud has a reply period of its own in some. */
export function ruleFor(name: CaseDeadlineName, record: VerificationCase, profile: AgreementProfile): DeadlineRule {
  if (name !== 'verification-reply') return deadlineRule(profile, name)
  const { reasons, replyPeriod } = openedOf(record)
  const fraud = deadlineRule(profile, 'verification-reply-fraud')
  const useFraud = reasons.includes('suspected-fraud') && isKnown(fraud.period)
  return shortened(useFraud ? fraud : deadlineRule(profile, name), replyPeriod)
}

// The asking side may set the time within a range; the range then is no longer of interest.
function shortened(rule: DeadlineRule, replyPeriod: number | null): DeadlineRule {
  const { period } = rule
  if (replyPeriod === null || !isKnown(period)) return rule
  const most = { ...period.value.most, amount: replyPeriod }
  return { ...rule, period: { ...period, value: { most, duty: period.value.duty } } }
}

function extensionOf(record: VerificationCase, profile: AgreementProfile): DeadlineRule | undefined {
  return lastEvent(record, 'extended') && deadlineRule(profile, 'verification-reply-extension')
}

function endFrom(
  start: StartDay,
  rule: DeadlineRule,
  extension: DeadlineRule | undefined,
  member: MemberCode,
): DeadlineEnd | undefined {
  const calendar = calendarOf(member)
  const end = deadline(rule, start.date, calendar)
  if (!end.known) return undefined
  const longer = extension && deadline(extension, end.date, calendar)
  const { date, basis } = longer?.known === true ? longer : end
  return { start, date, basis }
}

function sentenceOf(
  rule: DeadlineRule,
  extension: DeadlineRule | undefined,
  start: IsoDate,
  member: MemberCode,
): string {
  const { sentence } = deadline(rule, start, calendarOf(member))
  if (extension === undefined || !isKnown(extension.period)) return sentence
  return `${sentence} It was extended by ${printPeriod(extension.period.value.most)}.`
}

function isOfInterest(name: CaseDeadlineName, record: VerificationCase, profile: AgreementProfile): boolean {
  const { always, after } = CASE_DEADLINE_TABLE[name]
  if (after !== undefined && lastEvent(record, after) === undefined) return false
  return always || profile.deadlines.some((rule) => rule.name === name)
}

// A visit is held in time by its own day, not by that of the report about it.
function keptOn(name: CaseDeadlineName, record: VerificationCase, member: MemberCode): IsoDate | undefined {
  const { keptBy, after } = CASE_DEADLINE_TABLE[name]
  const from = after === undefined ? 0 : record.events.findLastIndex(({ event }) => event === after)
  const kept = record.events.slice(from).find(({ event }) => keptBy.includes(event))
  if (kept === undefined) return undefined
  if (name === 'visit-postponement' && kept.event === 'visit-reported') return kept.content.day
  return civilDate(kept.at, member)
}

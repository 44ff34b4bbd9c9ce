import { calendarOf } from '../calendar/calendars'
import { addDays } from '../calendar/day'
import { endOfPeriod, printPeriod } from '../calendar/period'
import type { CheckInput } from './check'
import { isKnown } from './evidence'
import type { KnownRule } from './evidence'
import type { Period, PeriodEnd } from '../calendar/period'
import { flagOf } from './facts'
import { minorWhereForgiven } from './minor'

const FLAG = '/flags/issuedRetroactively'

/** Validity, and whether the certificate was issued in time (V4, V5). */
export function checkDates(input: CheckInput): void {
  checkValidity(input)
  checkRetroactive(input)
  checkLateIssue(input)
}

function checkValidity({ facts, profile, findings }: CheckInput): void {
  const { issueDate, validUntil } = facts
  if (issueDate === undefined || validUntil === undefined) return
  if (!isKnown(profile.validity)) {
    findings.unread('validity', '/validUntil', profile.validity, 'how long a proof is valid')
    return
  }
  const calendar = calendarOf(facts.issuingCountry ?? '')
  const { date: last } = endOfPeriod(issueDate, profile.validity.value, calendar)
  const period = printPeriod(profile.validity.value)
  if (validUntil > last) {
    findings.broken(
      'validity',
      '/validUntil',
      profile.validity,
      `A proof is valid for at most ${period} from its issue.`,
    )
  } else if (validUntil < addDays(last, -1)) {
    // Some count the day of issue and end a day earlier; both are in use.
    findings.notice('validity', '/validUntil', profile.validity, `The agreement gives ${period}, the certificate less.`)
  }
}

function checkRetroactive(input: CheckInput): void {
  const { facts, profile, findings } = input
  const { issueDate, departureDate } = facts
  const flagged = flagOf(facts, 'issuedRetroactively')
  const rule = profile.retroactiveGrace
  if (issueDate === undefined || departureDate === undefined) {
    const sentence = 'Without the day of departure it cannot be judged whether it was late.'
    if (flagged) findings.notice('V4', FLAG, rule, sentence)
  } else if (isKnown(rule)) {
    compareWithGrace(input, rule, endOfPeriod(departureDate, rule.value, calendarOf(facts.issuingCountry ?? '')))
  } else if (issueDate > departureDate || flagged) {
    findings.unread('V4', FLAG, rule, 'how long after shipment an issue is not retroactive')
  }
}

function compareWithGrace({ facts, profile, findings }: CheckInput, rule: KnownRule<Period>, end: PeriodEnd): void {
  const late = facts.issueDate !== undefined && facts.issueDate > end.date
  if (late === flagOf(facts, 'issuedRetroactively')) return
  if (!late) {
    const sentence = 'The certificate is marked as issued retroactively and was not.'
    findings.broken('V4', FLAG, rule, sentence, minorWhereForgiven(profile))
  } else if (end.basis === 'weekdays-only' || end.basis === 'holidays-incomplete') {
    const sentence = `Counted without all holidays it was issued later than ${graceText(rule)}, and is not marked so.`
    findings.notice('V4', FLAG, rule, sentence)
  } else {
    findings.broken('V4', FLAG, rule, `It was issued later than ${graceText(rule)} and must be marked so.`)
  }
}

function checkLateIssue({ facts, profile, findings }: CheckInput): void {
  const { issueDate, departureDate } = facts
  if (issueDate === undefined || departureDate === undefined || issueDate <= departureDate) return
  const rule = profile.retroactiveLimit
  if (!isKnown(rule)) {
    if (flagOf(facts, 'issuedRetroactively')) findings.unread('V5', '/issueDateTime', rule, 'the limit of late issue')
    return
  }
  const { date: last } = endOfPeriod(departureDate, rule.value, calendarOf(facts.issuingCountry ?? ''))
  if (issueDate > last) {
    const sentence = `A certificate may be issued at most ${printPeriod(rule.value)} after shipment.`
    findings.broken('V5', '/issueDateTime', rule, sentence)
  }
}

function graceText(rule: KnownRule<Period>): string {
  return rule.value.amount === 0 ? 'at shipment' : `${printPeriod(rule.value)} after shipment`
}

import { endOfPeriod, printPeriod } from '../calendar/period'
import type { PeriodEnd } from '../calendar/period'
import type { WorkingCalendar } from '../calendar/working-days'
import type { IsoDate } from '../date'
import type { Evidence, Rule } from './evidence'
import { isKnown, notRead } from './evidence'
import type { AgreementProfile, DeadlineName, DeadlineRule, StartEvent } from './profile'

/** Until when something must be done under an agreement, or that nobody has read it. */
export type DeadlineAnswer =
  | { readonly known: false; readonly sentence: string; readonly source: string }
  | {
      readonly known: true
      /** The last day in time. */
      readonly date: IsoDate
      /** The first day that the asking side may set, where it sets the time itself. */
      readonly earliest: IsoDate | undefined
      readonly basis: PeriodEnd['basis']
      /** The event from which it runs, as far as it is known. */
      readonly from: Rule<StartEvent>
      readonly duty: 'shall' | 'endeavour'
      readonly evidence: Evidence
      readonly sentence: string
      readonly source: string
    }

// What the answer rests on, in words.
const BASES: Readonly<Record<PeriodEnd['basis'], string>> = {
  calendar: '',
  holidays: ' Holidays are counted.',
  'holidays-incomplete': ' Some holidays are not certain and were not counted; the true day may be later.',
  'weekdays-only': ' Only weekends were left out: the holidays of these years are not known.',
}

/** The last day of a deadline whose start event fell on the given day (not counted), by the calendar of who must act. */
export function deadline(rule: DeadlineRule, start: IsoDate, calendar: WorkingCalendar): DeadlineAnswer {
  const { period } = rule
  const { source } = period
  if (!isKnown(period)) {
    return { known: false, sentence: `How long the agreement gives for ${words(rule.name)} was not read.`, source }
  }
  const { most, least, duty } = period.value
  const end = endOfPeriod(start, most, calendar)
  const range = least === undefined ? '' : `${printPeriod(least)} to `
  const event = isKnown(rule.from) ? '' : ' From which event they run was not read.'
  return {
    known: true,
    date: end.date,
    earliest: least === undefined ? undefined : endOfPeriod(start, least, calendar).date,
    basis: end.basis,
    from: rule.from,
    duty,
    evidence: period.evidence,
    sentence: `The agreement gives ${range}${printPeriod(most)} for ${words(rule.name)}.${event}${BASES[end.basis]}`,
    source,
  }
}

/** The deadline of that name in a profile; an agreement that was not read on it has a rule without a period. */
export function deadlineRule(profile: AgreementProfile, name: DeadlineName): DeadlineRule {
  return (
    profile.deadlines.find((rule) => rule.name === name) ?? {
      name,
      from: notRead(profile.legalAct),
      period: notRead(profile.legalAct),
      consequence: '',
    }
  )
}

function words(name: DeadlineName): string {
  return name.replaceAll('-', ' ')
}

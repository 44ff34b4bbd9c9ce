import type { StartEvent } from '../agreements/profile'
import { civilDate } from '../calendar/civil-date'
import type { IsoDate } from '../date'
import type { MemberCode } from '../member'
import { firstEvent, lastEvent, openedOf } from './record'
import type { CaseEventOf, VerificationCase } from './record'
import type { CaseSide } from './steps'

/** Which member is on which side of a case. */
export type CaseParties = Readonly<Record<CaseSide, MemberCode>>

/** The day of an event, and whether somebody said so or the register's own time stands for it. */
export interface StartDay {
  readonly event: StartEvent
  readonly date: IsoDate
  /**
   * `recorded` where the acting side stated the day. `deemed` where what happened counts as received on the day on which
   * the register showed it to the other side, by that side's calendar: nobody can have received it before.
   */
  readonly certainty: 'recorded' | 'deemed'
}

/** Who is on which side of a case about a certificate of this member. */
export function partiesOf(record: VerificationCase, issuingMember: MemberCode): CaseParties {
  return { importing: openedOf(record).importingMember, issuing: issuingMember }
}

/** The day on which an event fell from which deadlines run; undefined while it has not happened or is not known. */
export function startOf(event: StartEvent, record: VerificationCase, parties: CaseParties): StartDay | undefined {
  return FINDERS[event]?.(record, parties)
}

type Finder = (record: VerificationCase, parties: CaseParties) => StartDay | undefined

const FINDERS: { readonly [N in StartEvent]?: Finder } = {
  'date-of-request': ({ events: [{ at }] }, { importing }) => ({
    event: 'date-of-request',
    date: civilDate(at, importing),
    certainty: 'recorded',
  }),
  'receipt-of-request': (record, { issuing }) => {
    const received = lastEvent(record, 'acknowledged')?.content.received ?? undefined
    if (received !== undefined) return { event: 'receipt-of-request', date: received, certainty: 'recorded' }
    return deemed('receipt-of-request', record.events[0].at, issuing)
  },
  'receipt-of-reply': (record, { importing }) =>
    deemed('receipt-of-reply', firstEvent(record, 'answered')?.at, importing),
  'receipt-of-visit-notice': (record, { issuing }) =>
    deemed('receipt-of-visit-notice', lastEvent(record, 'visit-requested')?.at, issuing),
  visit: (record) => {
    const date = reportOf(record)?.content.day
    return date === undefined ? undefined : { event: 'visit', date, certainty: 'recorded' }
  },
  'receipt-of-findings': (record, { issuing }) => deemed('receipt-of-findings', reportOf(record)?.at, issuing),
}

/** The report about the last visit that was asked for. */
function reportOf(record: VerificationCase): CaseEventOf<'visit-reported'> | undefined {
  const report = lastEvent(record, 'visit-reported')
  const request = record.events.findLastIndex(({ event }) => event === 'visit-requested')
  return report !== undefined && record.events.indexOf(report) > request ? report : undefined
}

function deemed(event: StartEvent, at: string | undefined, member: MemberCode): StartDay | undefined {
  return at === undefined ? undefined : { event, date: civilDate(at, member), certainty: 'deemed' }
}

import type { IsoDate } from '../date'
import { isDate, isUtcTime } from '../date'
import type { MemberCode } from '../member'
import { malformed } from '../shape'
import { addDays, weekdayOf } from './day'

const HOUR_MS = 3_600_000

/** The legal time of a member at the seat of its administration, in hours ahead of UTC. */
interface LegalTime {
  readonly standard: number
  readonly summer?: (time: string) => boolean
}

// AEST and AEDT of Canberra: the clocks change at 2:00 standard time, which is 16:00 UTC on the Saturday before. Indonesia
// is counted by Jakarta. The rules hold since October 2015, when Uruguay had given up summer time; the product is younger.
const LEGAL_TIMES: Readonly<Record<MemberCode, LegalTime>> = {
  AU: {
    standard: 10,
    summer: (time) => time < firstSunday(time, '04') || time >= firstSunday(time, '10'),
  },
  CN: { standard: 8 },
  ID: { standard: 7 },
  JP: { standard: 9 },
  KR: { standard: 9 },
  MG: { standard: 3 },
  UY: { standard: -3 },
  CH: {
    standard: 1,
    summer: (time) => time >= lastSunday(time, '03') && time < lastSunday(time, '10'),
  },
}

/**
 * The day of the calendar that a point in time (UTC with milliseconds) has at an office of a member, by its legal time;
 * by UTC for whoever is no member.
 */
export function civilDate(time: string, member: string): IsoDate {
  if (!isUtcTime(time)) throw malformed('time', 'must be a point in time in UTC with milliseconds')
  const local = new Date(Date.parse(time) + hoursAhead(time, member) * HOUR_MS).toISOString().slice(0, 10)
  if (!isDate(local)) throw malformed('time', 'must lie in the years 1 to 9999')
  return local
}

function hoursAhead(time: string, member: string): number {
  const legal = Object.entries(LEGAL_TIMES).find(([code]) => code === member)?.[1]
  if (legal === undefined) return 0
  return legal.standard + (legal.summer?.(time) === true ? 1 : 0)
}

// The moments of change in UTC, as text that compares with a time of the ledger.
function firstSunday(time: string, month: '04' | '10'): string {
  const first = `${time.slice(0, 4)}-${month}-01` as IsoDate
  const sunday = addDays(first, 7 - weekdayOf(first))
  return `${addDays(sunday, -1)}T16:00:00.000Z`
}

function lastSunday(time: string, month: '03' | '10'): string {
  const last = `${time.slice(0, 4)}-${month}-31` as IsoDate
  return `${addDays(last, -(weekdayOf(last) % 7))}T01:00:00.000Z`
}

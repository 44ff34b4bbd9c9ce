import type { MemberCode } from '../member'
import { AUSTRALIA } from './holidays/australia'
import { CHINA } from './holidays/china'
import { INDONESIA } from './holidays/indonesia'
import { JAPAN } from './holidays/japan'
import { KOREA } from './holidays/korea'
import { MADAGASCAR } from './holidays/madagascar'
import { SWITZERLAND } from './holidays/switzerland'
import { URUGUAY } from './holidays/uruguay'
import type { WorkingCalendar } from './working-days'

/** The working days of every member, as far as they are certain. */
export const CALENDARS: Readonly<Record<MemberCode, WorkingCalendar>> = {
  AU: AUSTRALIA,
  CN: CHINA,
  ID: INDONESIA,
  JP: JAPAN,
  KR: KOREA,
  MG: MADAGASCAR,
  UY: URUGUAY,
  CH: SWITZERLAND,
}

/** The working days of a country: of a member as far as they are certain, of any other from Monday to Friday. */
export function calendarOf(country: string): WorkingCalendar {
  return Object.values(CALENDARS).find((calendar) => calendar.country === country) ?? weekdaysOf(country)
}

function weekdaysOf(country: string): WorkingCalendar {
  return { country, restDays: [6, 7], years: [], holidays: [], workingRestDays: [], source: '', leftOut: '' }
}

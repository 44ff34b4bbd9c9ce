import type { WorkingCalendar } from '../working-days'
import { days } from './days'

/** The working days of Australia. */
export const AUSTRALIA: WorkingCalendar = {
  country: 'AU',
  restDays: [6, 7],
  years: [2024, 2025, 2026],
  holidays: days(
    '2024: 01-01 01-26 03-29 04-01 04-25 12-25 12-26',
    '2025: 01-01 01-27 04-18 04-21 04-25 12-25 12-26',
    '2026: 01-01 01-26 04-03 04-06 12-25 12-28',
  ),
  workingRestDays: [],
  source: 'Public holiday laws of the states and territories, where all of them name the same day',
  leftOut:
    "State and territory days (King's or Queen's Birthday, Labour Day, Canberra Day and the like) are not the same in the whole country and are left out.",
}

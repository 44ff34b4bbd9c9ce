import type { WorkingCalendar } from '../working-days'
import { days } from './days'

/** The working days of Madagascar. */
export const MADAGASCAR: WorkingCalendar = {
  country: 'MG',
  restDays: [6, 7],
  years: [2024, 2025, 2026],
  holidays: days(
    '2024: 01-01 03-29 04-01 05-01 05-09 05-20 06-26 08-15 11-01 12-25',
    '2025: 01-01 04-21 05-01 05-29 06-09 06-26 08-15 12-25',
    '2026: 01-01 04-06 05-01 05-14 05-25 06-26 12-25',
  ),
  workingRestDays: [],
  source: 'Yearly decrees on public holidays',
  leftOut:
    "Days of the Islamic calendar, Women's Day (for women only) and bridge days granted for one year are left out.",
}

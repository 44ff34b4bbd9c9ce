import type { WorkingCalendar } from '../working-days'
import { days } from './days'

/** The working days of Japan. */
export const JAPAN: WorkingCalendar = {
  country: 'JP',
  restDays: [6, 7],
  years: [2024, 2025, 2026],
  holidays: days(
    '2024: 01-01 01-08 02-12 02-23 03-20 04-29 05-03 05-06 07-15 08-12 09-16 09-23 10-14 11-04',
    '2025: 01-01 01-13 02-11 02-24 03-20 04-29 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-24',
    '2026: 01-01 01-12 02-11 02-23 03-20 04-29 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
  ),
  workingRestDays: [],
  source: 'Act on National Holidays (Act No. 178 of 1948)',
  leftOut:
    "The year-end closing of offices (29 December to 3 January, Act No. 91 of 1988) is left out but for New Year's Day.",
}

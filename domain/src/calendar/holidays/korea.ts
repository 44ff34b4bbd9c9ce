import type { WorkingCalendar } from '../working-days'
import { days } from './days'

/** The working days of Korea. */
export const KOREA: WorkingCalendar = {
  country: 'KR',
  restDays: [6, 7],
  years: [2024, 2025, 2026],
  holidays: days(
    '2024: 01-01 02-09 02-12 03-01 04-10 05-06 05-15 06-06 08-15 09-16 09-17 09-18 10-01 10-03 10-09 12-25',
    '2025: 01-01 01-27 01-28 01-29 01-30 03-03 05-05 05-06 06-03 06-06 08-15 10-03 10-06 10-07 10-08 10-09 12-25',
    '2026: 01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 10-09 12-25',
  ),
  workingRestDays: [],
  source: 'Regulations on Holidays of Public Offices; temporary holidays and election days as decreed for each year',
  leftOut: '',
}

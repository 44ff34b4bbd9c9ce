import type { WorkingCalendar } from '../working-days'
import { days } from './days'

/** The working days of Indonesia. */
export const INDONESIA: WorkingCalendar = {
  country: 'ID',
  restDays: [6, 7],
  years: [2024, 2025, 2026],
  holidays: days(
    '2024: 01-01 02-08 02-14 03-11 03-29 04-10 04-11 05-01 05-09 05-23 06-17 09-16 11-27 12-25',
    '2025: 01-01 01-27 01-29 03-31 04-01 04-18 05-01 05-12 05-29 06-06 06-27 09-05 12-25',
    '2026: 01-01 01-16 02-17 03-19 04-03 05-01 05-14 05-27 06-01 06-16 08-17 08-25 12-25',
  ),
  workingRestDays: [],
  source: 'Joint decrees of three ministers on national holidays of 2024, 2025 and 2026',
  leftOut: 'Days of collective leave (cuti bersama) are left out, as are election days of single regions.',
}

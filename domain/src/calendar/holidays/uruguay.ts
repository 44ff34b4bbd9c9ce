import type { WorkingCalendar } from '../working-days'
import { days } from './days'

/** The working days of Uruguay. */
export const URUGUAY: WorkingCalendar = {
  country: 'UY',
  restDays: [6, 7],
  years: [2024, 2025, 2026],
  holidays: days(
    '2024: 01-01 05-01 07-18 12-25',
    '2025: 01-01 05-01 07-18 08-25 12-25',
    '2026: 01-01 05-01 08-25 12-25',
  ),
  workingRestDays: [],
  source: 'Act No. 14.977 and Act No. 16.805: the five days on which work rests',
  leftOut:
    'Other holidays on which the administration may rest (Carnival, Tourism Week and movable days) are left out.',
}

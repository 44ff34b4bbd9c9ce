import type { WorkingCalendar } from '../working-days'
import { days } from './days'

/** The working days of Switzerland. */
export const SWITZERLAND: WorkingCalendar = {
  country: 'CH',
  restDays: [6, 7],
  years: [2024, 2025, 2026],
  holidays: days('2024: 01-01 05-09 08-01 12-25', '2025: 01-01 05-29 08-01 12-25', '2026: 01-01 05-14 12-25'),
  workingRestDays: [],
  source: "Federal Constitution, Article 110(3) for 1 August; the cantons' laws, where all of them name the same day",
  leftOut: 'Days of single cantons (Good Friday, Easter Monday, 26 December and the like) are left out.',
}

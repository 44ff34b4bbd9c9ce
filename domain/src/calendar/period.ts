import type { IsoDate } from '../date'
import { addDays, addMonths } from './day'
import { addWorkingDays } from './working-days'
import type { WorkingCalendar, WorkingDayBasis } from './working-days'

/** The units in which agreements count; a year is written as twelve months. */
export const PERIOD_UNITS = ['days', 'working-days', 'months'] as const

/** A length of time as an agreement writes it. */
export interface Period {
  readonly amount: number
  readonly unit: (typeof PERIOD_UNITS)[number]
}

/** The last day of a period, and what it rests on: the calendar alone, or a list of holidays. */
export interface PeriodEnd {
  readonly date: IsoDate
  readonly basis: 'calendar' | WorkingDayBasis
}

/** The last day of a period that begins on the start, the start itself not counted. */
export function endOfPeriod(start: IsoDate, period: Period, calendar: WorkingCalendar): PeriodEnd {
  switch (period.unit) {
    case 'days':
      return { date: addDays(start, period.amount), basis: 'calendar' }
    case 'months':
      return { date: addMonths(start, period.amount), basis: 'calendar' }
    case 'working-days':
      return addWorkingDays(start, period.amount, calendar)
  }
}

/** A period in words: `1 year`, `10 months`, `7 working days`. */
export function printPeriod({ amount, unit }: Period): string {
  if (unit === 'months' && amount >= 12 && amount % 12 === 0) return counted(amount / 12, 'year')
  return counted(amount, unit.slice(0, -1).replace('-', ' '))
}

function counted(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`
}

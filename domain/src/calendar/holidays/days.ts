import { parseDate } from '../../date'
import type { IsoDate } from '../../date'

/** Days written year by year, as in `2026: 01-01 12-25`. */
export function days(...years: readonly string[]): readonly IsoDate[] {
  return years.flatMap((line) => {
    const [year = '', list = ''] = line.split(': ')
    return list.split(' ').map((day) => parseDate(`${year}-${day}`, 'holiday'))
  })
}

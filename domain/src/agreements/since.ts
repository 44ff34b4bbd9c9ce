import type { IsoDate } from '../date'
import type { Since } from './profile'

/** The value on a day, from entries in order of time; undefined without a day or before the first entry. */
export function valueOn<T>(entries: readonly Since<T>[], date: IsoDate | undefined): T | undefined {
  if (date === undefined) return undefined
  return entries.findLast(({ from }) => from === null || from <= date)?.value
}

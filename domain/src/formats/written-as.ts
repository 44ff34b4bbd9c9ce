import type { Json } from '../canonical'
import { isObject } from '../shape'
import { criterionOf, criterionText } from './criterion-text'

/** How a value of the dataset is written in a format, and read from it. */
export interface Writing {
  /** In words, for the documentation. */
  readonly words: string
  /** One value for each place of the row; undefined where it cannot be written. */
  readonly write: (value: Json) => readonly Json[] | undefined
  /** The value back; undefined where what stands there is none. */
  readonly read: (written: Json, second: Json | undefined) => Json | undefined
}

function one(
  words: string,
  write: (value: Json) => Json | undefined,
  read: (written: Json) => Json | undefined,
): Writing {
  return {
    words,
    write: (value) => {
      const written = write(value)
      return written === undefined ? undefined : [written]
    },
    read,
  }
}

const isText = (value: Json | undefined): value is string => typeof value === 'string'

/** All ways of writing, by name. */
export const WRITINGS = {
  same: one(
    'as in the dataset',
    (value) => value,
    (written) => written,
  ),
  number: one(
    'a whole number as digits',
    (value) => (typeof value === 'number' ? String(value) : undefined),
    (written) => (isText(written) && /^\d{1,15}$/.test(written) ? Number(written) : undefined),
  ),
  id: one(
    'as a URI: `id:` and the text, percent-encoded; read: what stands behind the last colon',
    (value) => (isText(value) ? `id:${encodeURIComponent(value)}` : undefined),
    (written) => (isText(written) ? decoded(written.slice(written.lastIndexOf(':') + 1)) : undefined),
  ),
  locode: one(
    'as a URI: `unece.un.org:locode:` and the code; read: what stands behind the last colon',
    (value) => (isText(value) ? `unece.un.org:locode:${value}` : undefined),
    (written) => (isText(written) ? written.slice(written.lastIndexOf(':') + 1) : undefined),
  ),
  authority: one(
    'as a URI: `urn:eco:authority:` and the id; read: what stands behind the last colon',
    (value) => (isText(value) ? `urn:eco:authority:${encodeURIComponent(value)}` : undefined),
    (written) => (isText(written) ? decoded(written.slice(written.lastIndexOf(':') + 1)) : undefined),
  ),
  startOfDay: one(
    'the day as its first moment in UTC, for the place asks for a time; read: the day as it is written',
    (value) => (isText(value) ? `${value}T00:00:00Z` : undefined),
    dayOf,
  ),
  endOfDay: one(
    'the day as its last second in UTC, for the place asks for a time; read: the day as it is written',
    (value) => (isText(value) ? `${value}T23:59:59Z` : undefined),
    dayOf,
  ),
  dateAndTime: {
    words: 'in two: the day, and the time with its offset',
    write: (value) => (isText(value) ? [value.slice(0, 10), value.slice(11)] : undefined),
    read: (day, time) => (isText(day) && isText(time) ? `${day.slice(0, 10)}T${time}` : undefined),
  },
  digits: one(
    'digits; read: without dots and spaces',
    (value) => value,
    (written) => (isText(written) ? written.replaceAll(/[. ]/g, '') : undefined),
  ),
  criterion: one(
    'as text: code, percentage with %, change of classification; combined with +; further marks behind commas',
    (value) => (isObject(value) ? criterionText(value) : undefined),
    (written) => (isText(written) ? criterionOf(written) : undefined),
  ),
} as const satisfies Readonly<Record<string, Writing>>

/** The name of a way of writing. */
export type WrittenAs = keyof typeof WRITINGS

function dayOf(written: Json): string | undefined {
  return isText(written) && /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(written) ? written.slice(0, 10) : undefined
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

import { parseTransactionId, parseRequestId } from '../change'
import type { Stamp } from '../change'
import { parseDate, parseInstant } from '../date'
import type { IsoDate } from '../date'
import { DIGEST_PATTERN, HASH_PATTERN } from '../hash'
import { malformed, orNull, parseObject, parseText } from '../shape'
import { REGISTER_LIMITS } from './words'

/** A time from which to which something holds, both days included; null for no end. */
export interface Term {
  readonly from: IsoDate
  readonly until: IsoDate | null
}

/** Accepts what `parse` accepts; undefined stays undefined. */
export function maybe<T>(input: unknown, field: string, parse: (value: unknown, field: string) => T): T | undefined {
  return input === undefined ? undefined : parse(input, field)
}

/** Accepts the name of a key: its RFC 7638 thumbprint by SHA-256 in base64url. */
export function parseThumbprint(input: unknown, field: string): string {
  return parseText(input, field, DIGEST_PATTERN, 43, 'an RFC 7638 thumbprint')
}

/** Accepts the hash of an agreement profile. */
export function parseProfileHash(input: unknown, field: string): string {
  return parseText(input, field, HASH_PATTERN, 64, 'SHA-256 in lower-case hex')
}

/** Accepts the official name of an organisation. */
export function parseName(input: unknown, field: string): string {
  return parseText(input, field, /^\P{Cc}+$/u, REGISTER_LIMITS.nameLength, 'text without control characters')
}

/** Accepts a term whose end is not before its start. */
export function parseTerm(input: unknown, field: string): Term {
  const { from, until } = parseObject(input, field, ['from', 'until'])
  return termOf(from, until, field)
}

/** Accepts the two ends of a term. */
export function termOf(from: unknown, until: unknown, field: string): Term {
  const first = parseDate(from, `${field}.from`)
  const last = orNull(until, `${field}.until`, parseDate)
  if (last !== null && last < first) throw malformed(`${field}.until`, 'must not be before from')
  return { from: first, until: last }
}

/** True on a day of the term. */
export function isWithin({ from, until }: Term, date: string): boolean {
  return from <= date && (until === null || date <= until)
}

/** Accepts the stamp of a change, as a record holds it. */
export function parseStamp(input: unknown, field: string): Stamp {
  const { requestId, transactionId, time } = parseObject(input, field, ['requestId', 'transactionId', 'time'])
  return {
    requestId: parseRequestId(requestId, `${field}.requestId`),
    transactionId: parseTransactionId(transactionId, `${field}.transactionId`),
    time: parseInstant(time, `${field}.time`),
  }
}

import { parseAuthorityId } from '../certificate-id'
import { parseDate, parseInstant } from '../date'
import type { IsoDate } from '../date'
import type { PublicJwk } from '../document/cryptography'
import { KEY_USES, parsePublicJwk } from '../document/trust-snapshot'
import type { KeyUse } from '../document/trust-snapshot'
import { parseObject, parseWord } from '../shape'
import { parseFunctions } from './authority-record'
import { maybe, parseName, parseThumbprint, termOf } from './fields'
import { AUTHORITY_STATES } from './steps'
import type { AuthorityState } from './steps'
import type { AuthorityFunction } from './words'

/** Declares an authority: its official name, what it may do, and since when it is active, if it is. */
export interface AuthorityEntry {
  readonly id: string
  readonly name: string
  readonly functions: readonly AuthorityFunction[]
  /** The point in time since which it is active; absent: it is only notified. */
  readonly activeFrom?: string
}

/** Changes the state of an authority from a point in time on; without one, from the transaction's time. */
export interface StateChangeEntry {
  readonly authority: string
  readonly state: AuthorityState
  readonly from?: string
}

/** Declares a key of an authority. Days are civil days of the member. */
export interface KeyEntry {
  readonly authority: string
  readonly publicJwk: PublicJwk
  readonly use: KeyUse
  readonly validFrom: IsoDate
  readonly validUntil: IsoDate | null
}

/** Puts a new key in the place of another one, which counts until the day on which the new one begins. */
export interface ReplacementEntry extends KeyEntry {
  readonly replaces: string
}

/** Ends a key from a point in time on; without one, from the transaction's time. */
export interface KeyEndEntry {
  readonly authority: string
  readonly thumbprint: string
  readonly from?: string
}

/** Accepts the declaration of an authority. */
export function parseAuthorityEntry(input: unknown): AuthorityEntry {
  const { id, name, functions, activeFrom } = parseObject(input, 'entry', ['id', 'name', 'functions'], ['activeFrom'])
  const from = maybe(activeFrom, 'activeFrom', parseInstant)
  return {
    id: parseAuthorityId(id, 'id'),
    name: parseName(name, 'name'),
    functions: parseFunctions(functions, 'functions'),
    ...(from !== undefined && { activeFrom: from }),
  }
}

/** Accepts a change of an authority's state. */
export function parseStateChange(input: unknown): StateChangeEntry {
  const { authority, state, from } = parseObject(input, 'entry', ['authority', 'state'], ['from'])
  const time = maybe(from, 'from', parseInstant)
  return {
    authority: parseAuthorityId(authority, 'authority'),
    state: parseWord(state, 'state', AUTHORITY_STATES),
    ...(time !== undefined && { from: time }),
  }
}

const KEY_FIELDS = ['authority', 'publicJwk', 'use', 'validFrom', 'validUntil']

/** Accepts the declaration of a key. */
export function parseKeyEntry(input: unknown): KeyEntry {
  return keyOf(parseObject(input, 'entry', KEY_FIELDS))
}

/** Accepts the replacement of a key. */
export function parseReplacement(input: unknown): ReplacementEntry {
  const entry = parseObject(input, 'entry', [...KEY_FIELDS, 'replaces'])
  return { ...keyOf(entry), replaces: parseThumbprint(entry.replaces, 'replaces') }
}

function keyOf(entry: Readonly<Record<string, unknown>>): KeyEntry {
  const { from, until } = termOf(entry.validFrom, entry.validUntil, 'valid')
  return {
    authority: parseAuthorityId(entry.authority, 'authority'),
    publicJwk: parsePublicJwk(entry.publicJwk, 'publicJwk'),
    use: parseWord(entry.use, 'use', KEY_USES),
    validFrom: parseDate(from, 'validFrom'),
    validUntil: until,
  }
}

/** Accepts the end of a key. */
export function parseKeyEnd(input: unknown): KeyEndEntry {
  const { authority, thumbprint, from } = parseObject(input, 'entry', ['authority', 'thumbprint'], ['from'])
  const time = maybe(from, 'from', parseInstant)
  return {
    authority: parseAuthorityId(authority, 'authority'),
    thumbprint: parseThumbprint(thumbprint, 'thumbprint'),
    ...(time !== undefined && { from: time }),
  }
}

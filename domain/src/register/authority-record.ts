import { canonicalText, parseJson } from '../canonical'
import { parseAuthorityId } from '../certificate-id'
import type { Stamp } from '../change'
import type { IsoDate } from '../date'
import { parseDate, parseInstant } from '../date'
import type { PublicJwk } from '../document/cryptography'
import { KEY_USES, parsePublicJwk } from '../document/trust-snapshot'
import type { KeyUse } from '../document/trust-snapshot'
import { ledgerKey } from '../ledger/keys'
import type { RecordReader } from '../ledger/ledger-state'
import { ofLedger, remembered } from '../ledger/stored'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { orNull, parseList, parseObject, parseWholeNumber, parseWord } from '../shape'
import { parseName, parseStamp, parseThumbprint } from './fields'
import { AUTHORITY_STATES } from './steps'
import type { AuthorityState } from './steps'
import { AUTHORITY_FUNCTIONS, REGISTER_LIMITS } from './words'
import type { AuthorityFunction } from './words'

/** An authority came into a state at a time; entries are only ever added. */
export interface StateEntry {
  readonly state: AuthorityState
  /** The point in time (UTC with milliseconds) from which it counts. */
  readonly from: string
  readonly recorded: Stamp
}

/** A key of an authority, and what was said of it since. Days are civil days of the member. */
export interface AuthorityKey {
  readonly thumbprint: string
  readonly publicJwk: PublicJwk
  readonly use: KeyUse
  readonly validFrom: IsoDate
  readonly validUntil: IsoDate | null
  /** The point in time from which somebody else may have had it. */
  readonly compromisedFrom: string | null
  /** The point in time from which it signs no more, though nobody else had it. */
  readonly revokedFrom: string | null
  /** The thumbprint of the key that took its place. */
  readonly replacedBy: string | null
  readonly recorded: Stamp
}

/** What a member declares of one of its authorities. */
export interface AuthorityRecord {
  readonly formatVersion: 1
  readonly member: MemberCode
  readonly id: string
  /** The official name of the organisation. */
  readonly name: string
  readonly functions: readonly AuthorityFunction[]
  readonly states: readonly StateEntry[]
  readonly keys: readonly AuthorityKey[]
  readonly recorded: Stamp
}

/** The key of an authority's record. */
export function authorityKey(member: MemberCode, id: string): string {
  return ledgerKey('authority', member, id)
}

/**
 * The key under which a thumbprint belongs to the first authority that declared it. Without that a member could declare
 * another one's key as its own, and nobody could tell whose signature it is.
 */
export function keyClaimKey(thumbprint: string): string {
  return ledgerKey('authority', thumbprint)
}

/** True for the parts of an authority's key on the ledger, and not for those of a claim on a thumbprint. */
export function isAuthorityName(parts: readonly string[]): boolean {
  return parts.length === 2
}

/** The record of an authority; undefined when its member declared none under this id. */
export async function loadAuthority(
  reader: RecordReader,
  member: MemberCode,
  id: string,
): Promise<AuthorityRecord | undefined> {
  return ofLedger(await reader.read(authorityKey(member, id)), readAuthority)
}

/** Writes an authority's record as the ledger keeps it. */
export function printAuthority(record: AuthorityRecord): string {
  return canonicalText(record)
}

const FIELDS = ['formatVersion', 'member', 'id', 'name', 'functions', 'states', 'keys', 'recorded']

/** Reads an authority's record; throws a `Refusal` that names the field and the rule. */
export function parseAuthority(text: string): AuthorityRecord {
  const at = 'authority'
  const entry = parseObject(parseJson(text, at), at, FIELDS)
  parseWholeNumber(entry.formatVersion, `${at}.formatVersion`, 1, 1)
  return {
    formatVersion: 1,
    member: parseMemberCode(entry.member, `${at}.member`),
    id: parseAuthorityId(entry.id, `${at}.id`),
    name: parseName(entry.name, `${at}.name`),
    functions: parseFunctions(entry.functions, `${at}.functions`),
    states: parseList(entry.states, `${at}.states`, [1, REGISTER_LIMITS.states], parseState),
    keys: parseList(entry.keys, `${at}.keys`, [0, REGISTER_LIMITS.keys], parseKey),
    recorded: parseStamp(entry.recorded, `${at}.recorded`),
  }
}

/** Accepts the functions of an authority, at least one. */
export function parseFunctions(input: unknown, field: string): readonly AuthorityFunction[] {
  return parseList(input, field, [1, AUTHORITY_FUNCTIONS.length], (value, at) =>
    parseWord(value, at, AUTHORITY_FUNCTIONS),
  )
}

function parseState(input: unknown, field: string): StateEntry {
  const { state, from, recorded } = parseObject(input, field, ['state', 'from', 'recorded'])
  return {
    state: parseWord(state, `${field}.state`, AUTHORITY_STATES),
    from: parseInstant(from, `${field}.from`),
    recorded: parseStamp(recorded, `${field}.recorded`),
  }
}

const KEY_FIELDS = [
  ...['thumbprint', 'publicJwk', 'use', 'validFrom', 'validUntil'],
  ...['compromisedFrom', 'revokedFrom', 'replacedBy', 'recorded'],
]

function parseKey(input: unknown, field: string): AuthorityKey {
  const key = parseObject(input, field, KEY_FIELDS)
  return {
    thumbprint: parseThumbprint(key.thumbprint, `${field}.thumbprint`),
    publicJwk: parsePublicJwk(key.publicJwk, `${field}.publicJwk`),
    use: parseWord(key.use, `${field}.use`, KEY_USES),
    validFrom: parseDate(key.validFrom, `${field}.validFrom`),
    validUntil: orNull(key.validUntil, `${field}.validUntil`, parseDate),
    compromisedFrom: orNull(key.compromisedFrom, `${field}.compromisedFrom`, parseInstant),
    revokedFrom: orNull(key.revokedFrom, `${field}.revokedFrom`, parseInstant),
    replacedBy: orNull(key.replacedBy, `${field}.replacedBy`, parseThumbprint),
    recorded: parseStamp(key.recorded, `${field}.recorded`),
  }
}

// Every certificate of a list asks for it.
const readAuthority = remembered(parseAuthority)

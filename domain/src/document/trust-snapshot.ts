import { parseAuthorityId } from '../certificate-id'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { isDate } from '../date'
import { DIGEST_PATTERN, HASH_PATTERN } from '../hash'
import { isObject, malformed, parseList, parseObject, parseText, parseWord } from '../shape'
import type { Unjudged } from '../shape'
import type { Cryptography, PublicJwk } from './cryptography'
import { SEALED_LIMITS } from './profile'
import { jwkThumbprint } from './thumbprint'

/** What a key may sign: the authority's seal, or the signature of an official in charge. */
export const KEY_USES = ['seal', 'official'] as const

/** One of the uses. */
export type KeyUse = (typeof KEY_USES)[number]

/** A time from which to which something holds; days are civil days of the issuing place, both included. */
export interface Validity {
  readonly validFrom: string
  readonly validUntil: string | undefined
}

/** A key of an authority. */
export interface TrustedKey extends Validity {
  /** RFC 7638 thumbprint, base64url. */
  readonly thumbprint: string
  readonly publicJwk: PublicJwk
  readonly use: KeyUse
  /** The instant (ISO 8601) from which somebody else may have had the key. */
  readonly compromisedFrom: string | undefined
}

/** An authority that may issue certificates. */
export interface TrustedAuthority {
  readonly member: MemberCode
  readonly id: string
  readonly name: string | undefined
  /** When it was active; empty means always, as far as the snapshot knows. */
  readonly active: readonly Validity[]
  readonly keys: readonly TrustedKey[]
}

/** Whose signatures count, as of a time. A chain or a key inside a document proves nothing by itself. */
export interface TrustSnapshot {
  /** The instant (ISO 8601) as of which it was taken; undefined if whoever wrote it did not say. */
  readonly asOf: string | undefined
  readonly authorities: readonly TrustedAuthority[]
  /** Certificate authorities that members recognise, base64 DER. */
  readonly anchors: readonly { readonly member: MemberCode; readonly certificate: string }[]
  /** Agreement profiles in force, by their hash. */
  readonly profiles: readonly { readonly code: string; readonly version: string; readonly hash: string }[]
}

const MOST = { authorities: 5000, keys: 5000, active: 100, anchors: 500, profiles: 1000 } as const
const TEXT = /^\P{Cc}*$/u
// A coordinate has as many bytes as a digest.
const COORDINATE = DIGEST_PATTERN
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** Accepts a trust snapshot; throws a `Refusal` that names the field and the rule. */
export function parseTrustSnapshot(input: unknown): TrustSnapshot {
  const entry = parseObject(input, 'trust', ['authorities'], ['asOf', 'anchors', 'profiles'])
  const list = <T>(name: 'anchors' | 'profiles', parse: (value: unknown, field: string) => T): readonly T[] =>
    entry[name] === undefined ? [] : parseList(entry[name], `trust.${name}`, [0, MOST[name]], parse)
  return {
    asOf: maybe(entry, 'asOf', 'trust', instant),
    authorities: parseList(entry.authorities, 'trust.authorities', [0, MOST.authorities], parseAuthority),
    anchors: list('anchors', parseAnchor),
    profiles: list('profiles', parseProfile),
  }
}

function parseAuthority(input: unknown, field: string): TrustedAuthority {
  const entry = parseObject(input, field, ['member', 'id', 'keys'], ['name', 'active'])
  const { active = [] } = entry
  return {
    member: parseMemberCode(entry.member, `${field}.member`),
    id: parseAuthorityId(entry.id, `${field}.id`),
    name: maybe(entry, 'name', field, (value, at) => parseText(value, at, TEXT, 256, 'text')),
    active: parseList(active, `${field}.active`, [0, MOST.active], (value, at) =>
      validityOf(parseObject(value, at, ['validFrom'], ['validUntil']), at),
    ),
    keys: parseList(entry.keys, `${field}.keys`, [0, MOST.keys], parseKey),
  }
}

const KEY_FIELDS = ['thumbprint', 'publicJwk', 'validFrom']

function parseKey(input: unknown, field: string): TrustedKey {
  const entry = parseObject(input, field, KEY_FIELDS, ['validUntil', 'use', 'compromisedFrom'])
  return {
    thumbprint: parseText(entry.thumbprint, `${field}.thumbprint`, DIGEST_PATTERN, 43, 'an RFC 7638 thumbprint'),
    publicJwk: parsePublicJwk(entry.publicJwk, `${field}.publicJwk`),
    use: entry.use === undefined ? 'seal' : parseWord(entry.use, `${field}.use`, KEY_USES),
    compromisedFrom: maybe(entry, 'compromisedFrom', field, instant),
    ...validityOf(entry, field),
  }
}

/** Accepts a public key on P-256; further members of the JWK are ignored, a private one is refused. */
export function parsePublicJwk(input: unknown, field: string): PublicJwk {
  if (!isObject(input)) throw malformed(field, 'must be a JWK')
  if ('d' in input) throw malformed(field, 'must not hold a private key')
  if (input.kty !== 'EC' || input.crv !== 'P-256') throw malformed(field, 'must be an EC key on P-256')
  const coordinate = (name: 'x' | 'y'): string =>
    parseText(input[name], `${field}.${name}`, COORDINATE, 43, '32 bytes in base64url')
  return { kty: 'EC', crv: 'P-256', x: coordinate('x'), y: coordinate('y') }
}

function validityOf(entry: Unjudged, field: string): Validity {
  return {
    validFrom: day(entry.validFrom, `${field}.validFrom`),
    validUntil: maybe(entry, 'validUntil', field, day),
  }
}

// A point in time counts by its day.
function day(input: unknown, field: string): string {
  const text = typeof input === 'string' && INSTANT.test(input) ? input.slice(0, 10) : input
  if (typeof text === 'string' && isDate(text)) return text
  throw malformed(field, 'must be a date (ISO 8601)')
}

function instant(input: unknown, field: string): string {
  return parseText(input, field, INSTANT, 40, 'a point in time (RFC 3339)')
}

function maybe<T>(
  entry: Unjudged,
  name: string,
  field: string,
  parse: (value: unknown, field: string) => T,
): T | undefined {
  return entry[name] === undefined ? undefined : parse(entry[name], `${field}.${name}`)
}

function parseAnchor(input: unknown, field: string): TrustSnapshot['anchors'][number] {
  const { member, certificate } = parseObject(input, field, ['member', 'certificate'])
  const at = `${field}.certificate`
  return {
    member: parseMemberCode(member, `${field}.member`),
    certificate: parseText(certificate, at, BASE64, SEALED_LIMITS.certificateCharacters, 'DER in base64'),
  }
}

function parseProfile(input: unknown, field: string): TrustSnapshot['profiles'][number] {
  const { code, version, hash } = parseObject(input, field, ['code', 'version', 'hash'])
  return {
    code: parseText(code, `${field}.code`, TEXT, 35, 'text'),
    version: parseText(version, `${field}.version`, TEXT, 35, 'text'),
    hash: parseText(hash, `${field}.hash`, HASH_PATTERN, 64, 'SHA-256 in lower-case hex'),
  }
}

/** A key of a snapshot with the authority that it belongs to. */
export interface KeyOfAuthority {
  readonly authority: TrustedAuthority
  readonly key: TrustedKey
}

/** A snapshot in which keys are found by their thumbprint. */
export interface IndexedTrust {
  readonly snapshot: TrustSnapshot
  readonly keys: ReadonlyMap<string, KeyOfAuthority>
}

/** Accepts a trust snapshot and indexes its keys; the thumbprint of every key must be that of its key. */
export function readTrust(input: unknown, cryptography: Pick<Cryptography, 'digest'>): IndexedTrust {
  const snapshot = parseTrustSnapshot(input)
  const keys = new Map<string, KeyOfAuthority>()
  for (const authority of snapshot.authorities) {
    for (const key of authority.keys) {
      if (jwkThumbprint(key.publicJwk, cryptography) !== key.thumbprint) {
        throw malformed('trust.authorities.keys.thumbprint', `is not that of the key (authority ${authority.id})`)
      }
      if (keys.has(key.thumbprint)) throw malformed('trust.authorities.keys', 'the same key stands there twice')
      keys.set(key.thumbprint, { authority, key })
    }
  }
  return { snapshot, keys }
}

/** True on a day on which it holds. */
export function isInForce({ validFrom, validUntil }: Validity, date: string): boolean {
  return validFrom <= date && (validUntil === undefined || date <= validUntil)
}

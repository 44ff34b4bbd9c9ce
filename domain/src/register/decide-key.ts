import { canonicalText } from '../canonical'
import type { Stamp } from '../change'
import { civilDate } from '../calendar/civil-date'
import { base64url } from '../document/base64url'
import { jwkThumbprint } from '../document/thumbprint'
import type { PublicJwk } from '../document/cryptography'
import { Refusal } from '../refusal'
import { sha256 } from '@noble/hashes/sha2.js'
import type { KeyEndEntry, KeyEntry, ReplacementEntry } from './authority-entries'
import type { AuthorityKey, AuthorityRecord } from './authority-record'
import { isRepeat, reused } from './caller'
import { REGISTER_LIMITS } from './words'

/** The RFC 7638 thumbprint of a key, base64url. */
export function thumbprintOf(key: PublicJwk): string {
  return jwkThumbprint(key, { digest: (input) => base64url(sha256(input)) })
}

/** The record with one more key; the same record for a repeat. */
export function decideKey(before: AuthorityRecord, entry: KeyEntry, recorded: Stamp): AuthorityRecord {
  const key = newKey(entry, recorded)
  const known = before.keys.find(({ thumbprint }) => thumbprint === key.thumbprint)
  if (known !== undefined) return keyBefore(before, known, key, recorded)
  if (before.keys.length >= REGISTER_LIMITS.keys) {
    throw new Refusal('LIMIT_EXCEEDED', `keys: at most ${REGISTER_LIMITS.keys} entries`)
  }
  return { ...before, keys: [...before.keys, key] }
}

/** The record with a new key in the place of another one; the same record for a repeat. */
export function decideReplacement(before: AuthorityRecord, entry: ReplacementEntry, recorded: Stamp): AuthorityRecord {
  const old = keyNamed(before, entry.replaces)
  const after = decideKey(before, entry, recorded)
  const successor = thumbprintOf(entry.publicJwk)
  if (after === before) {
    if (old.replacedBy !== successor) throw reused('a key of the authority')
    return before
  }
  if (old.replacedBy !== null) throw new Refusal('TRANSITION_NOT_ALLOWED', 'replaces: the key was replaced already')
  const today = civilDate(recorded.time, before.member)
  if (entry.validFrom < today) {
    throw new Refusal('EFFECT_NOT_ALLOWED', 'validFrom: a key cannot take the place of another one before today')
  }
  const ends = old.validUntil === null || old.validUntil > entry.validFrom ? entry.validFrom : old.validUntil
  return withKey(after, { ...old, validUntil: ends, replacedBy: successor })
}

/** The record in which a key signs no more; the same record for a repeat. */
export function decideRevocation(before: AuthorityRecord, entry: KeyEndEntry, { time }: Stamp): AuthorityRecord {
  const key = keyNamed(before, entry.thumbprint)
  const from = entry.from ?? time
  if (key.revokedFrom !== null && (entry.from === undefined || key.revokedFrom === from)) return before
  if (from < time)
    throw new Refusal('EFFECT_NOT_ALLOWED', 'from: a revocation cannot take effect before it is recorded')
  if (key.revokedFrom !== null && key.revokedFrom < from) {
    throw new Refusal('TRANSITION_NOT_ALLOWED', 'thumbprint: the key was revoked from an earlier time on')
  }
  return withKey(before, { ...key, revokedFrom: from })
}

/** The record in which a key may be in the wrong hands since a time, which a later report can only make earlier. */
export function decideCompromise(before: AuthorityRecord, entry: KeyEndEntry, { time }: Stamp): AuthorityRecord {
  const key = keyNamed(before, entry.thumbprint)
  const from = entry.from ?? time
  if (key.compromisedFrom !== null && (entry.from === undefined || key.compromisedFrom === from)) return before
  if (from > time) throw new Refusal('EFFECT_NOT_ALLOWED', 'from: nobody knows of a compromise to come')
  if (key.compromisedFrom !== null && key.compromisedFrom < from) {
    throw new Refusal('TRANSITION_NOT_ALLOWED', 'thumbprint: an earlier time was reported')
  }
  return withKey(before, { ...key, compromisedFrom: from })
}

/** The key of an authority with this thumbprint. */
export function keyNamed({ id, keys }: AuthorityRecord, thumbprint: string): AuthorityKey {
  const key = keys.find((candidate) => candidate.thumbprint === thumbprint)
  if (key === undefined) throw new Refusal('KEY_UNKNOWN', `key: ${id} has declared none with this thumbprint`)
  return key
}

function newKey({ publicJwk, use, validFrom, validUntil }: KeyEntry, recorded: Stamp): AuthorityKey {
  const open = { compromisedFrom: null, revokedFrom: null, replacedBy: null }
  return { thumbprint: thumbprintOf(publicJwk), publicJwk, use, validFrom, validUntil, ...open, recorded }
}

function keyBefore(before: AuthorityRecord, known: AuthorityKey, key: AuthorityKey, stamp: Stamp): AuthorityRecord {
  if (!isRepeat(known.recorded, stamp)) {
    throw new Refusal('KEY_ALREADY_DECLARED', 'publicJwk: the authority has declared this key already')
  }
  const [was, is] = [known, key].map(({ use, validFrom }) => canonicalText([use, validFrom]))
  if (was !== is) throw reused('a key of the authority')
  return before
}

function withKey(record: AuthorityRecord, key: AuthorityKey): AuthorityRecord {
  return { ...record, keys: record.keys.map((other) => (other.thumbprint === key.thumbprint ? key : other)) }
}

import { civilDate } from '../calendar/civil-date'
import type { IsoDate } from '../date'
import type { MemberCode } from '../member'
import type { AuthorityKey, AuthorityRecord, StateEntry } from './authority-record'
import type { AuthorityState } from './steps'

/** A state as it counts: from a point in time up to another one, which is no longer part of it. */
export interface StatePeriod {
  readonly state: AuthorityState
  readonly from: string
  readonly until: string | undefined
}

/**
 * The states as they count, the earliest first. What is recorded later overrides what was to begin at its time or
 * later, and never touches what was before.
 */
export function statePeriods(states: readonly StateEntry[]): readonly StatePeriod[] {
  let effective: StateEntry[] = []
  for (const entry of states) effective = [...effective.filter(({ from }) => from < entry.from), entry]
  return effective.map(({ state, from }, index) => ({ state, from, until: effective[index + 1]?.from }))
}

/** The state of an authority at a point in time; undefined before it was notified. */
export function authorityAsOf({ states }: Pick<AuthorityRecord, 'states'>, time: string): AuthorityState | undefined {
  return statePeriods(states).findLast(({ from }) => from <= time)?.state
}

/** A span of civil days, both included. */
export interface Days {
  readonly validFrom: IsoDate
  readonly validUntil: IsoDate | undefined
}

/** The civil days on which an authority was active, at least for a part of the day. */
export function activeDays({ member, states }: Pick<AuthorityRecord, 'member' | 'states'>): readonly Days[] {
  return statePeriods(states)
    .filter(({ state }) => state === 'active')
    .map(({ from, until }) => ({
      validFrom: civilDate(from, member),
      validUntil: until === undefined ? undefined : civilDate(justBefore(until), member),
    }))
}

/** True if the authority was active on a civil day of its member, at least for a part of it. */
export function wasActiveOn(record: Pick<AuthorityRecord, 'member' | 'states'>, date: string): boolean {
  return activeDays(record).some(
    ({ validFrom, validUntil }) => validFrom <= date && (validUntil === undefined || date <= validUntil),
  )
}

/** What stands against a key: nothing, or the reason why it does not count. */
export type KeyStanding = 'valid' | 'not-yet-valid' | 'ended' | 'revoked' | 'compromised'

/**
 * How a key stood on the day of issue and at the time of registration: in force on the day, and neither revoked nor in
 * the wrong hands when the certificate was registered. What was registered before that time stays good.
 */
export function keyAsOf(
  key: Pick<AuthorityKey, 'validFrom' | 'validUntil' | 'compromisedFrom' | 'revokedFrom'>,
  issueDate: string,
  registeredAt: string,
): KeyStanding {
  if (key.compromisedFrom !== null && key.compromisedFrom <= registeredAt) return 'compromised'
  if (key.revokedFrom !== null && key.revokedFrom <= registeredAt) return 'revoked'
  if (issueDate < key.validFrom) return 'not-yet-valid'
  return key.validUntil !== null && key.validUntil < issueDate ? 'ended' : 'valid'
}

/** The civil days of a member on which a key was in force; a revoked one until the day of its revocation. */
export function keyDays(key: AuthorityKey, member: MemberCode): Days {
  const ends = [key.validUntil, key.revokedFrom === null ? null : civilDate(key.revokedFrom, member)]
  const [validUntil] = ends.filter((end) => end !== null).sort()
  return { validFrom: key.validFrom, validUntil }
}

function justBefore(time: string): string {
  return new Date(Date.parse(time) - 1).toISOString()
}

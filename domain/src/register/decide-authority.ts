import { canonicalText } from '../canonical'
import type { Stamp } from '../change'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { authorityAsOf } from './as-of'
import type { AuthorityEntry, StateChangeEntry } from './authority-entries'
import type { AuthorityRecord, StateEntry } from './authority-record'
import { isRepeat, reused } from './caller'
import { AUTHORITY_STEPS } from './steps'
import type { AuthorityState, AuthorityStep } from './steps'
import { REGISTER_LIMITS } from './words'

/** The record of a newly declared authority; the same record for a repeat. */
export function decideDeclared(
  before: AuthorityRecord | undefined,
  member: MemberCode,
  entry: AuthorityEntry,
  recorded: Stamp,
): AuthorityRecord {
  if (before !== undefined) return declaredBefore(before, entry, recorded)
  const { id, name, functions, activeFrom } = entry
  const since = activeFrom ?? recorded.time
  const notified: StateEntry = { state: 'notified', from: since < recorded.time ? since : recorded.time, recorded }
  const active: readonly StateEntry[] = activeFrom === undefined ? [] : [{ state: 'active', from: since, recorded }]
  return { formatVersion: 1, member, id, name, functions, states: [notified, ...active], keys: [], recorded }
}

function declaredBefore(before: AuthorityRecord, entry: AuthorityEntry, stamp: Stamp): AuthorityRecord {
  if (!isRepeat(before.recorded, stamp)) {
    throw new Refusal('AUTHORITY_ALREADY_DECLARED', `id: ${entry.id} is declared already`)
  }
  const [, active] = before.states.filter(({ recorded }) => recorded.transactionId === before.recorded.transactionId)
  const same =
    canonicalText([before.name, before.functions]) === canonicalText([entry.name, entry.functions]) &&
    active?.from === entry.activeFrom
  if (!same) throw reused('the authority')
  return before
}

/** The record after a change of state; the same record for a repeat. */
export function decideState(before: AuthorityRecord, entry: StateChangeEntry, recorded: Stamp): AuthorityRecord {
  const earlier = before.states.find((known) => isRepeat(known.recorded, recorded))
  if (earlier !== undefined) {
    if (earlier.state === entry.state && (entry.from ?? earlier.from) === earlier.from) return before
    throw reused('a state of the authority')
  }
  const from = entry.from ?? recorded.time
  const step = stepOf(stateBefore(before, from), entry.state)
  requireEffect(before, step, from, recorded.time)
  if (before.states.length >= REGISTER_LIMITS.states) {
    throw new Refusal('LIMIT_EXCEEDED', `states: at most ${REGISTER_LIMITS.states} entries`)
  }
  return { ...before, states: [...before.states, { state: entry.state, from, recorded }] }
}

// A first activation may lie before the authority was notified to the network.
function stateBefore(record: AuthorityRecord, from: string): AuthorityState {
  return authorityAsOf(record, from) ?? 'notified'
}

function stepOf(from: AuthorityState, to: AuthorityState): AuthorityStep {
  const step = AUTHORITY_STEPS.find((candidate) => candidate.from === from && candidate.to === to)
  if (step === undefined) throw new Refusal('TRANSITION_NOT_ALLOWED', `${from} → ${to}`)
  return step
}

function requireEffect({ states }: AuthorityRecord, step: AuthorityStep, from: string, time: string): void {
  if (from >= time) return
  const first = states.every(({ state }) => state === 'notified')
  if (step.backdated && first) return
  throw new Refusal('EFFECT_NOT_ALLOWED', `from: ${step.to} cannot take effect before it is recorded`)
}

import type { Stamp } from '../change'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { retentionStateOf } from './record'
import type { LegalHold, PurgeRequest, RetentionRecord } from './record'
import { RETENTION_STEPS } from './steps'
import type { HoldReason, PurgeGround, RetentionEvent } from './steps'

/** Whose word it is, and under which request. */
export interface Word {
  readonly member: MemberCode
  readonly stamp: Stamp
}

/** The record with the member's hold; the same record for a repeat of the same request. */
export function decidePlaceHold(record: RetentionRecord, { member, stamp }: Word, reason: HoldReason): RetentionRecord {
  requireStep(record, 'placeHold')
  const own = ownOf(record.holds, member)
  if (own !== undefined) return requireRepeat(record, own, stamp, own.reason === reason)
  const hold: LegalHold = { member, reason, since: stamp.time, requestId: stamp.requestId }
  return { ...record, holds: [...record.holds, hold] }
}

/** The record without the member's hold; without one it is the same record, so that a repeat changes nothing. */
export function decideReleaseHold(record: RetentionRecord, { member }: Word): RetentionRecord {
  requireStep(record, 'releaseHold')
  const own = ownOf(record.holds, member)
  return own === undefined ? record : { ...record, holds: record.holds.filter((hold) => hold !== own) }
}

/** The record with the member's request for a purge; the same record for a repeat of the same request. */
export function decideRequestPurge(
  record: RetentionRecord,
  { member, stamp }: Word,
  ground: PurgeGround,
): RetentionRecord {
  const own = ownOf(record.requests, member)
  if (own !== undefined) return requireRepeat(record, own, stamp, own.ground === ground)
  requireStep(record, 'requestPurge')
  const request: PurgeRequest = { member, ground, requestedAt: stamp.time, requestId: stamp.requestId }
  return { ...record, requests: [...record.requests, request] }
}

/** The record without the member's request; without one it is the same record, so that a repeat changes nothing. */
export function decideWithdrawPurgeRequest(record: RetentionRecord, { member }: Word): RetentionRecord {
  const own = ownOf(record.requests, member)
  if (own === undefined) return record
  requireStep(record, 'withdrawPurgeRequest')
  return { ...record, requests: record.requests.filter((request) => request !== own) }
}

/** Refuses a purge that is not agreed by both, or held back by one. */
export function requirePurgeable(record: RetentionRecord): void {
  const state = retentionStateOf(record)
  if (!RETENTION_STEPS.purge.from.includes(state)) {
    throw new Refusal('PURGE_NOT_AGREED', `certificate: the purge is not agreed, it is ${state}`)
  }
  const [hold] = record.holds
  if (hold !== undefined) throw new Refusal('LEGAL_HOLD', `certificate: ${hold.member} holds it back: ${hold.reason}`)
}

/** The record with the proof that this many documents and texts were purged now. */
export function decidePurge(record: RetentionRecord, { member, stamp }: Word, values: number): RetentionRecord {
  requirePurgeable(record)
  return {
    ...record,
    purge: {
      member,
      purgedAt: stamp.time,
      values: (record.purge?.values ?? 0) + values,
      requestId: stamp.requestId,
    },
  }
}

function ownOf<T extends { readonly member: MemberCode }>(list: readonly T[], member: MemberCode): T | undefined {
  return list.find((entry) => entry.member === member)
}

function requireRepeat(
  record: RetentionRecord,
  own: { readonly requestId: string },
  { requestId }: Stamp,
  same: boolean,
): RetentionRecord {
  if (own.requestId !== requestId)
    throw new Refusal('TRANSITION_NOT_ALLOWED', 'retention: the member has said so before')
  if (!same) throw new Refusal('REQUEST_ID_REUSED', 'requestId: it was used with other content')
  return record
}

function requireStep(record: RetentionRecord, event: RetentionEvent): void {
  const state = retentionStateOf(record)
  if (RETENTION_STEPS[event].from.includes(state)) return
  if (state === 'purged') throw new Refusal('PURGED', 'certificate: its document and texts were purged')
  throw new Refusal('TRANSITION_NOT_ALLOWED', `retention: ${state} → ${event}`)
}

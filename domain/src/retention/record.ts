import { canonicalText, parseJson } from '../canonical'
import type { CertificateId } from '../certificate-id'
import { parseRequestId } from '../change'
import { parseInstant } from '../date'
import { ledgerKey, shortId } from '../ledger/keys'
import type { RecordReader } from '../ledger/ledger-state'
import { ofLedger } from '../ledger/stored'
import { MEMBERS, parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { malformed, parseList, parseObject, parseWholeNumber, parseWord } from '../shape'
import { HOLD_REASONS, PURGE_GROUNDS } from './steps'
import type { HoldReason, PurgeGround, RetentionState } from './steps'

/** One member's word that the document and texts must be kept. */
export interface LegalHold {
  readonly member: MemberCode
  readonly reason: HoldReason
  readonly since: string
  readonly requestId: string
}

/** One member's word that they may be purged. */
export interface PurgeRequest {
  readonly member: MemberCode
  readonly ground: PurgeGround
  readonly requestedAt: string
  readonly requestId: string
}

/** The public proof that they were purged. */
export interface PurgeProof {
  readonly member: MemberCode
  readonly purgedAt: string
  /** How many documents and texts, over all purges of this certificate between these members. */
  readonly values: number
  readonly requestId: string
}

/** What becomes of what two members exchanged about a certificate; everybody can read it. */
export interface RetentionRecord {
  readonly formatVersion: 1
  /** The member with which the issuing member exchanged it. */
  readonly other: MemberCode
  readonly holds: readonly LegalHold[]
  readonly requests: readonly PurgeRequest[]
  readonly purge: PurgeProof | null
}

/** The record of a pair of which nothing was said yet. */
export function newRetention(other: MemberCode): RetentionRecord {
  return { formatVersion: 1, other, holds: [], requests: [], purge: null }
}

/** How far the purge has come. */
export function retentionStateOf(record: RetentionRecord | undefined): RetentionState {
  if (record === undefined) return 'kept'
  if (record.purge !== null) return 'purged'
  return record.requests.length === 0 ? 'kept' : record.requests.length === 1 ? 'requested' : 'agreed'
}

/** The key of the record of a certificate and the member that it was delivered to. */
export function retentionKey(id: CertificateId, other: MemberCode): string {
  return ledgerKey('retention', shortId(id), other)
}

/** The record of a certificate and the member that it was delivered to. */
export async function loadRetention(
  reader: RecordReader,
  id: CertificateId,
  other: MemberCode,
): Promise<RetentionRecord | undefined> {
  return ofLedger(await reader.read(retentionKey(id, other)), parseRetention)
}

/** The record's text on the ledger. */
export function printRetention(record: RetentionRecord): string {
  return canonicalText(record)
}

/** Reads the record's text, whole and with nothing else in it. */
export function parseRetention(text: string, field = 'retention'): RetentionRecord {
  const names = ['formatVersion', 'other', 'holds', 'requests', 'purge']
  const entry = parseObject(parseJson(text, field), field, names)
  if (entry.formatVersion !== 1) throw malformed(`${field}.formatVersion`, 'must be 1')
  return {
    formatVersion: 1,
    other: parseMemberCode(entry.other, `${field}.other`),
    holds: parseList(entry.holds, `${field}.holds`, [0, MEMBERS.length], parseHold),
    requests: parseList(entry.requests, `${field}.requests`, [0, 2], parseRequest),
    purge: entry.purge === null ? null : parsePurge(entry.purge, `${field}.purge`),
  }
}

function parseHold(input: unknown, field: string): LegalHold {
  const { member, reason, since, requestId } = parseObject(input, field, ['member', 'reason', 'since', 'requestId'])
  return {
    member: parseMemberCode(member, `${field}.member`),
    reason: parseWord(reason, `${field}.reason`, HOLD_REASONS),
    since: parseInstant(since, `${field}.since`),
    requestId: parseRequestId(requestId, `${field}.requestId`),
  }
}

function parseRequest(input: unknown, field: string): PurgeRequest {
  const names = ['member', 'ground', 'requestedAt', 'requestId']
  const { member, ground, requestedAt, requestId } = parseObject(input, field, names)
  return {
    member: parseMemberCode(member, `${field}.member`),
    ground: parseWord(ground, `${field}.ground`, PURGE_GROUNDS),
    requestedAt: parseInstant(requestedAt, `${field}.requestedAt`),
    requestId: parseRequestId(requestId, `${field}.requestId`),
  }
}

function parsePurge(input: unknown, field: string): PurgeProof {
  const { member, purgedAt, values, requestId } = parseObject(input, field, [
    'member',
    'purgedAt',
    'values',
    'requestId',
  ])
  return {
    member: parseMemberCode(member, `${field}.member`),
    purgedAt: parseInstant(purgedAt, `${field}.purgedAt`),
    values: parseWholeNumber(values, `${field}.values`, 0, Number.MAX_SAFE_INTEGER),
    requestId: parseRequestId(requestId, `${field}.requestId`),
  }
}

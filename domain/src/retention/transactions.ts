import { parseCertificateId } from '../certificate-id'
import type { CertificateId } from '../certificate-id'
import type { Stamp } from '../change'
import { loadFacts } from '../delivery/facts'
import type { CertificateFacts } from '../delivery/facts'
import { parsePurpose, privateKey } from '../delivery/purpose'
import { LIST_ARGUMENTS, runEntries } from '../ledger/entries'
import type { Transaction, TransactionSpec } from '../ledger/transaction'
import { LIMITS } from '../limits'
import { pairCollection, parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { profileOf } from '../register/in-force'
import { malformed, parseList, parseObject, parseWord } from '../shape'
import { loadHead } from '../verification/load'
import { isUndecided } from '../verification/record'
import {
  decidePlaceHold,
  decidePurge,
  decideReleaseHold,
  decideRequestPurge,
  decideWithdrawPurgeRequest,
  requirePurgeable,
} from './decide'
import type { Word } from './decide'
import { endOfRetention } from './end'
import { loadRetention, newRetention, printRetention, retentionKey } from './record'
import type { RetentionRecord } from './record'
import { HOLD_REASONS, PURGE_GROUNDS } from './steps'

const ROLES = ['member-admin'] as const
const COMMON = ['CERTIFICATE_NOT_FOUND', 'CALLER_NOT_PARTY', 'PURGED', 'TRANSITION_NOT_ALLOWED'] as const

/** The transactions by which two members agree that what they exchanged about a certificate is purged, and purge it. */
export const RETENTION_TRANSACTIONS = {
  placeHold: {
    summary: "Holds back the purge of certificates' documents and texts.",
    arguments: LIST_ARGUMENTS,
    writes: true,
    roles: ROLES,
    refusals: [...COMMON, 'REQUEST_ID_REUSED'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, placeHold),
  },
  releaseHold: {
    summary: "Ends the own hold on certificates' documents and texts.",
    arguments: LIST_ARGUMENTS,
    writes: true,
    roles: ROLES,
    refusals: COMMON,
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, releaseHold),
  },
  requestPurge: {
    summary: "Asks for the purge of certificates' documents and texts; the other member has to ask too.",
    arguments: LIST_ARGUMENTS,
    writes: true,
    roles: ROLES,
    refusals: [...COMMON, 'RETENTION_NOT_ENDED', 'REQUEST_ID_REUSED'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, requestPurge),
  },
  withdrawPurgeRequest: {
    summary: 'Takes the own request for a purge back, as long as nothing is purged.',
    arguments: LIST_ARGUMENTS,
    writes: true,
    roles: ROLES,
    refusals: COMMON,
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, withdrawPurgeRequest),
  },
  purge: {
    summary: "Purges certificates' documents and texts at both members, for good, and keeps the proof of it.",
    arguments: LIST_ARGUMENTS,
    writes: true,
    roles: ROLES,
    refusals: ['CERTIFICATE_NOT_FOUND', 'CALLER_NOT_PARTY', 'PURGE_NOT_AGREED', 'LEGAL_HOLD', 'CASE_OPEN'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, purge),
  },
} as const satisfies Record<string, TransactionSpec>

/** What an entry names: the certificate, and which other member its issuing member exchanged it with. */
interface Subject {
  readonly id: CertificateId
  readonly facts: CertificateFacts
  readonly other: MemberCode
  readonly word: Word
}

async function placeHold(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseObject(input, 'entry', ['certificate', 'reason'], ['other'])
  const reason = parseWord(entry.reason, 'reason', HOLD_REASONS)
  await change(tx, entry, stamp, (record, { word }) => decidePlaceHold(record, word, reason))
}

async function releaseHold(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseObject(input, 'entry', ['certificate'], ['other'])
  await change(tx, entry, stamp, (record, { word }) => decideReleaseHold(record, word))
}

async function requestPurge(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseObject(input, 'entry', ['certificate', 'ground'], ['other'])
  const ground = parseWord(entry.ground, 'ground', PURGE_GROUNDS)
  await change(tx, entry, stamp, async (record, subject) => {
    if (ground === 'retention-ended') await requireRetentionEnded(subject, tx)
    return decideRequestPurge(record, subject.word, ground)
  })
}

async function withdrawPurgeRequest(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseObject(input, 'entry', ['certificate'], ['other'])
  await change(tx, entry, stamp, (record, { word }) => decideWithdrawPurgeRequest(record, word))
}

async function purge(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseObject(input, 'entry', ['certificate', 'purposes'], ['other'])
  const purposes = parseList(entry.purposes, 'purposes', [1, LIMITS.entriesPerTransaction], parsePurpose)
  if (new Set(purposes).size < purposes.length) throw malformed('purposes', 'each may stand once')
  await change(tx, entry, stamp, async (record, { id, facts, other, word }) => {
    if (isRepeat(record, word)) return record
    requirePurgeable(record)
    await requireNoOpenCase(tx, id)
    const collection = pairCollection(facts.issuingMember, other)
    let values = 0
    for (const purpose of purposes) values += await purgeOne(tx, collection, privateKey(id, purpose))
    return decidePurge(record, word, values)
  })
}

async function purgeOne({ state }: Transaction, collection: string, key: string): Promise<number> {
  if ((await state.privateHash(collection, key)) === undefined) return 0
  await state.purgePrivate(collection, key)
  return 1
}

function isRepeat({ purge: before }: RetentionRecord, { member, stamp }: Word): boolean {
  return before?.requestId === stamp.requestId && before.member === member
}

type Decide = (record: RetentionRecord, subject: Subject) => RetentionRecord | Promise<RetentionRecord>

async function change(
  tx: Transaction,
  entry: Readonly<Record<string, unknown>>,
  stamp: Stamp,
  decide: Decide,
): Promise<void> {
  const subject = await subjectOf(tx, entry, stamp)
  const { id, other } = subject
  const before = (await loadRetention(tx.workspace, id, other)) ?? newRetention(other)
  const after = await decide(before, subject)
  if (after !== before) tx.workspace.write(retentionKey(id, other), printRetention(after))
}

async function subjectOf(
  tx: Transaction,
  { certificate, other: named }: Readonly<Record<string, unknown>>,
  stamp: Stamp,
): Promise<Subject> {
  const id = parseCertificateId(certificate, 'certificate')
  const facts = await loadFacts(tx.workspace, id)
  // After a change of destination the former importing member still holds what was delivered to it.
  const other = named === undefined ? facts.importingMember : parseMemberCode(named, 'other')
  const member = parseMemberCode(tx.caller.organisation, 'caller')
  const isParty = member !== other ? member === facts.issuingMember : other !== facts.issuingMember
  if (!isParty) throw new Refusal('CALLER_NOT_PARTY', `caller: the two members are ${facts.issuingMember} and ${other}`)
  return { id, facts, other, word: { member, stamp } }
}

async function requireRetentionEnded({ facts }: Subject, { time, workspace }: Transaction): Promise<void> {
  const profile = await profileOf(workspace, facts)
  const end = profile && endOfRetention(facts, profile)
  if (end === undefined) {
    throw new Refusal('RETENTION_NOT_ENDED', 'ground: how long the agreement asks to keep it is not known')
  }
  if (time.slice(0, 10) <= end) throw new Refusal('RETENTION_NOT_ENDED', `ground: it is kept until ${end}`)
}

async function requireNoOpenCase(tx: Transaction, id: CertificateId): Promise<void> {
  const head = await loadHead(tx.workspace, id)
  if (head === undefined || !isUndecided(head.state)) return
  throw new Refusal('CASE_OPEN', `certificate: verification case ${head.count} is not decided`)
}

import { parseJson } from './canonical'
import { DOCUMENT_STATES, parseCertificateRecord } from './certificate'
import type { CertificateRecord, DocumentState } from './certificate'
import { parseCertificateId } from './certificate-id'
import type { CertificateId } from './certificate-id'
import { TRANSITIONS, parseRequestId, parseTransactionId } from './change'
import type { Transition } from './change'
import { parseDocumentHash } from './hash'
import type { DocumentHash } from './hash'
import { LIMITS } from './limits'
import { parseMemberCode } from './member'
import type { MemberCode } from './member'
import { REFUSALS, Refusal } from './refusal'
import type { RefusalCode } from './refusal'
import { malformed, parseList, parseObject, parseWord } from './shape'

/** The channel that all members share. */
export const CHANNEL_NAME = 'eco'

/** The chaincode that keeps the register. */
export const CHAINCODE_NAME = 'eco'

/** The contract inside the chaincode; it is the default one, so transactions may be named without it. */
export const CONTRACT_NAME = 'certificate'

/** Every transaction of the contract with its arguments, all of them text; `writes` tells which are submitted. */
export const TRANSACTIONS = {
  issue: { arguments: ['requestId', 'registrations'], writes: true },
  cancel: { arguments: ['requestId', 'id', 'reason'], writes: true },
  get: { arguments: ['id'], writes: false },
  history: { arguments: ['id'], writes: false },
} as const

/** The name of a transaction. */
export type TransactionName = keyof typeof TRANSACTIONS

/** The one event of a transaction that changed certificates. */
export const CERTIFICATES_EVENT = 'eco.certificates'

const KEY_PREFIX = 'certificate/'

/** What became of one registration of a list; `id` is null where none could be read. Same order as the list. */
export type IssueOutcome =
  | { readonly id: CertificateId; readonly outcome: 'issued'; readonly documentHash: DocumentHash }
  | { readonly id: CertificateId | null; readonly outcome: 'refused'; readonly refusal: OutcomeRefusal }

/** Why one registration of a list was refused. */
export interface OutcomeRefusal {
  readonly code: RefusalCode
  readonly detail: string
}

/** The answer of `issue`. */
export interface IssueResult {
  readonly outcomes: readonly IssueOutcome[]
}

/** One change that a transaction made, as its event tells it to everybody. */
export interface CertificateChange {
  readonly id: CertificateId
  readonly transition: Transition
  readonly document: DocumentState
  readonly issuingMember: MemberCode
  readonly importingMember: MemberCode
  readonly requestId: string
}

/** The payload of the event. */
export interface CertificatesEvent {
  readonly changes: readonly CertificateChange[]
}

/** One version of a record, in the order in which they were committed. */
export interface HistoryEntry {
  readonly transactionId: string
  readonly time: string
  readonly record: CertificateRecord
}

/** The key under which the ledger keeps a record. */
export function certificateKey(id: CertificateId): string {
  return `${KEY_PREFIX}${id}`
}

/** The certificate that a key of the ledger belongs to, if it is the key of one. */
export function certificateIdOfKey(key: string): CertificateId | undefined {
  return key.startsWith(KEY_PREFIX) ? parseCertificateId(key.slice(KEY_PREFIX.length), 'key') : undefined
}

/** Reads the list that `issue` gets; its entries are judged one by one. */
export function parseRegistrationList(text: string): unknown[] {
  if (text.length > LIMITS.registrationsTextLength) {
    throw new Refusal('LIMIT_EXCEEDED', `registrations: at most ${LIMITS.registrationsTextLength} characters`)
  }
  const limits = [1, LIMITS.registrationsPerTransaction] as const
  return parseList(parseJson(text, 'registrations'), 'registrations', limits, (entry) => entry)
}

/** Reads the answer of `issue`. */
export function parseIssueResult(text: string): IssueResult {
  const { outcomes } = parseObject(parseJson(text, 'result'), 'result', ['outcomes'])
  return { outcomes: parseList(outcomes, 'outcomes', [1, LIMITS.registrationsPerTransaction], parseOutcome) }
}

/** Reads a record as `cancel` and `get` answer it and as the ledger keeps it. */
export function parseRecordText(text: string): CertificateRecord {
  return parseCertificateRecord(parseJson(text, 'record'))
}

/** Reads the answer of `history`. */
export function parseHistory(text: string): HistoryEntry[] {
  return parseList(parseJson(text, 'history'), 'history', [0, Number.MAX_SAFE_INTEGER], (input, field) => {
    const { transactionId, time, record } = parseObject(input, field, ['transactionId', 'time', 'record'])
    if (typeof time !== 'string') throw malformed(`${field}.time`, 'must be text')
    return {
      transactionId: parseTransactionId(transactionId, `${field}.transactionId`),
      time,
      record: parseCertificateRecord(record, `${field}.record`),
    }
  })
}

/** Reads the payload of the event. */
export function parseCertificatesEvent(text: string): CertificatesEvent {
  const { changes } = parseObject(parseJson(text, 'event'), 'event', ['changes'])
  return { changes: parseList(changes, 'changes', [1, LIMITS.registrationsPerTransaction], parseChange) }
}

/** What the event says about a record that was just written. */
export function changeOf(record: CertificateRecord): CertificateChange {
  return {
    id: record.id,
    transition: record.lastChange.transition,
    document: record.states.document,
    issuingMember: record.issuingMember,
    importingMember: record.importingMember,
    requestId: record.lastChange.requestId,
  }
}

function parseOutcome(input: unknown, field: string): IssueOutcome {
  const entry = parseObject(input, field, ['id', 'outcome'], ['documentHash', 'refusal'])
  if (parseWord(entry.outcome, `${field}.outcome`, ['issued', 'refused']) === 'issued') {
    return {
      id: parseCertificateId(entry.id, `${field}.id`),
      outcome: 'issued',
      documentHash: parseDocumentHash(entry.documentHash, `${field}.documentHash`),
    }
  }
  const { code, detail } = parseObject(entry.refusal, `${field}.refusal`, ['code', 'detail'])
  if (typeof detail !== 'string') throw malformed(`${field}.refusal.detail`, 'must be text')
  return {
    id: entry.id === null ? null : parseCertificateId(entry.id, `${field}.id`),
    outcome: 'refused',
    refusal: { code: parseWord(code, `${field}.refusal.code`, REFUSALS), detail },
  }
}

function parseChange(input: unknown, field: string): CertificateChange {
  const names = ['id', 'transition', 'document', 'issuingMember', 'importingMember', 'requestId']
  const entry = parseObject(input, field, names)
  return {
    id: parseCertificateId(entry.id, `${field}.id`),
    transition: parseWord(entry.transition, `${field}.transition`, TRANSITIONS),
    document: parseWord(entry.document, `${field}.document`, DOCUMENT_STATES),
    issuingMember: parseMemberCode(entry.issuingMember, `${field}.issuingMember`),
    importingMember: parseMemberCode(entry.importingMember, `${field}.importingMember`),
    requestId: parseRequestId(entry.requestId, `${field}.requestId`),
  }
}

import { parseInstant } from '../date'
import { canonicalText } from '../canonical'
import type { Stamp } from '../change'
import { civilDate } from '../calendar/civil-date'
import { LIST_ARGUMENTS, runEntries } from '../ledger/entries'
import type { Transaction, TransactionSpec } from '../ledger/transaction'
import { parseMemberCode } from '../member'
import { Refusal } from '../refusal'
import { malformed, parseObject } from '../shape'
import { loadAuthority } from './authority-record'
import { isRepeat, ownMember, requireOwnAuthority, reused } from './caller'
import { exporterKey, loadExporter, parseExporterCode, parseExporterEntry, printExporter } from './exporter-record'
import type { ExporterRecord } from './exporter-record'
import { maybe } from './fields'
import { loadMember, memberKey, parseMemberEntry, printMember } from './member-record'
import type { MemberEntry, MemberRecord } from './member-record'
import { loadRecognition, parseRecognitionEntry, printRecognition, recognitionKey } from './recognition-record'
import type { RecognitionRecord } from './recognition-record'
import { REGISTER_LIMITS } from './words'

const LIST = { arguments: LIST_ARGUMENTS, writes: true } as const

/** The transactions by which a member declares itself, whom it recognises, and which exporters it approved. */
export const MEMBER_TRANSACTIONS = {
  declareMember: {
    summary: 'Declares what the member does in the network; a later declaration takes the place of an earlier one.',
    ...LIST,
    roles: ['member-admin'],
    refusals: ['REQUEST_ID_REUSED'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, declareMember),
  },
  recognise: {
    summary: "Says from when to when the member recognises other members' authorities under agreements.",
    ...LIST,
    roles: ['member-admin'],
    refusals: ['AUTHORITY_UNKNOWN', 'EFFECT_NOT_ALLOWED', 'REQUEST_ID_REUSED'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, recognise),
  },
  authorizeExporter: {
    summary: 'Says which exporters, by code, may declare origin themselves, for which goods and how long.',
    ...LIST,
    roles: ['member-admin', 'authority-admin'],
    refusals: ['AUTHORITY_UNKNOWN', 'CALLER_NOT_ISSUING_AUTHORITY', 'REQUEST_ID_REUSED'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, authorizeExporter),
  },
  withdrawExporter: {
    summary: 'Ends authorisations of exporters, at once or from a time to come.',
    ...LIST,
    roles: ['member-admin', 'authority-admin'],
    refusals: ['EXPORTER_UNKNOWN', 'CALLER_NOT_ISSUING_AUTHORITY', 'EFFECT_NOT_ALLOWED', 'TRANSITION_NOT_ALLOWED'],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, withdrawExporter),
  },
  member: {
    summary: 'Reads what a member declared of itself; null before it declared anything.',
    arguments: ['member'],
    writes: false,
    roles: [],
    refusals: ['MEMBER_UNKNOWN'],
    run: async (tx, member) => canonicalText((await loadMember(tx.workspace, parseMemberCode(member))) ?? null),
  },
  exporter: {
    summary: 'Reads the authorisation of an exporter.',
    arguments: ['member', 'code'],
    writes: false,
    roles: [],
    refusals: ['MEMBER_UNKNOWN', 'EXPORTER_UNKNOWN'],
    run: async (tx, member, code) => canonicalText(await mustLoad(tx, parseMemberCode(member), code)),
  },
} as const satisfies Record<string, TransactionSpec>

async function declareMember(tx: Transaction, input: unknown, recorded: Stamp): Promise<void> {
  const entry = parseMemberEntry(input)
  const member = ownMember(tx.caller)
  const before = await loadMember(tx.workspace, member)
  const after = declared(before, member, entry, recorded)
  if (before !== undefined && isRepeat(before.recorded, recorded)) {
    if (contentOf(before) !== contentOf(after)) throw reused('the declaration')
    return
  }
  tx.workspace.write(memberKey(member), printMember(after))
}

function declared(
  before: MemberRecord | undefined,
  member: MemberRecord['member'],
  { keyAgreement, ...entry }: MemberEntry,
  recorded: Stamp,
): MemberRecord {
  const known = before?.keyAgreements ?? []
  const same = canonicalText(known.at(-1)?.publicJwk ?? null) === canonicalText(keyAgreement)
  const keyAgreements = same ? known : [...known, { publicJwk: keyAgreement, from: recorded.time }]
  if (keyAgreements.length > REGISTER_LIMITS.keyAgreements) {
    throw new Refusal('LIMIT_EXCEEDED', `keyAgreement: at most ${REGISTER_LIMITS.keyAgreements} over time`)
  }
  return { formatVersion: 1, member, ...entry, keyAgreements, recorded }
}

async function recognise(tx: Transaction, input: unknown, recorded: Stamp): Promise<void> {
  const entry = parseRecognitionEntry(input)
  const member = ownMember(tx.caller)
  if (entry.of === member) throw malformed('of', 'must be another member')
  await requireDeclared(tx, entry.of, entry.authority)
  const after: RecognitionRecord = { formatVersion: 1, member, ...entry, recorded }
  const before = await loadRecognition(tx.workspace, after)
  if (before !== undefined && isRepeat(before.recorded, recorded)) {
    if (contentOf(before) !== contentOf(after)) throw reused('the recognition')
    return
  }
  if (before !== undefined) requireForward(before, after, civilDate(recorded.time, member))
  tx.workspace.write(recognitionKey(after), printRecognition(after))
}

// What was recognised on a day that is over stays so: certificates were judged by it.
function requireForward(before: RecognitionRecord, after: RecognitionRecord, today: string): void {
  const ended = before.until !== null && before.until < today
  if (!ended && after.from === before.from && (after.until === null || after.until >= today)) return
  throw new Refusal('EFFECT_NOT_ALLOWED', ended ? 'from: it has ended; that stays' : 'until: must be today or later')
}

async function authorizeExporter(tx: Transaction, input: unknown, recorded: Stamp): Promise<void> {
  const entry = parseExporterEntry(input)
  const member = ownMember(tx.caller)
  requireOwnAuthority(tx.caller, entry.authority)
  await requireDeclared(tx, member, entry.authority)
  const before = await loadExporter(tx.workspace, member, entry.code)
  if (before !== undefined) requireOwnAuthority(tx.caller, before.authority)
  const after: ExporterRecord = { formatVersion: 1, member, ...entry, withdrawnFrom: null, recorded }
  if (before !== undefined && isRepeat(before.recorded, recorded)) {
    if (contentOf(before) !== contentOf(after)) throw reused('the authorisation')
    return
  }
  if (before !== undefined && before.withdrawnFrom !== null) {
    throw new Refusal('TRANSITION_NOT_ALLOWED', 'code: was withdrawn; a new authorisation has a new code')
  }
  tx.workspace.write(exporterKey(member, entry.code), printExporter(after))
}

async function withdrawExporter(tx: Transaction, input: unknown, recorded: Stamp): Promise<void> {
  const { code, from } = parseObject(input, 'entry', ['code'], ['from'])
  const time = maybe(from, 'from', parseInstant) ?? recorded.time
  const before = await mustLoad(tx, ownMember(tx.caller), code)
  requireOwnAuthority(tx.caller, before.authority)
  if (before.withdrawnFrom !== null && (from === undefined || before.withdrawnFrom === time)) return
  if (time < recorded.time) throw new Refusal('EFFECT_NOT_ALLOWED', 'from: cannot lie before it is recorded')
  if (before.withdrawnFrom !== null && before.withdrawnFrom < time) {
    throw new Refusal('TRANSITION_NOT_ALLOWED', 'code: was withdrawn from an earlier time on')
  }
  tx.workspace.write(
    exporterKey(before.member, before.code),
    printExporter({ ...before, withdrawnFrom: time, recorded }),
  )
}

async function mustLoad(tx: Transaction, member: ExporterRecord['member'], code: unknown): Promise<ExporterRecord> {
  const record = await loadExporter(tx.workspace, member, parseExporterCode(code))
  if (record === undefined) throw new Refusal('EXPORTER_UNKNOWN', `exporter: ${member} authorised none of this code`)
  return record
}

async function requireDeclared(tx: Transaction, member: ExporterRecord['member'], authority: string): Promise<void> {
  if ((await loadAuthority(tx.workspace, member, authority)) !== undefined) return
  throw new Refusal('AUTHORITY_UNKNOWN', `authority: ${member} has declared none of this id`)
}

function contentOf(record: { readonly recorded: Stamp }): string {
  return canonicalText({ ...record, recorded: null })
}

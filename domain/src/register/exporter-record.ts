import { parseInstant } from '../date'
import { parseAgreementCode } from '../agreement'
import { canonicalText, parseJson } from '../canonical'
import { parseAuthorityId } from '../certificate-id'
import type { Stamp } from '../change'
import { ledgerKey } from '../ledger/keys'
import type { RecordReader } from '../ledger/ledger-state'
import { ofLedger } from '../ledger/stored'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { malformed, orNull, parseList, parseObject, parseText, parseWholeNumber } from '../shape'
import { isWithin, parseStamp, termOf } from './fields'
import type { Term } from './fields'
import { REGISTER_LIMITS } from './words'

/** An approved exporter by code only: who it is, is not on the ledger. */
export interface ExporterEntry extends Term {
  readonly code: string
  /** The authority that authorised it. */
  readonly authority: string
  /** The agreements under which it may declare. */
  readonly agreements: readonly string[]
  /** The chapters of the Harmonized System whose goods it may declare, two digits each; empty for all. */
  readonly chapters: readonly string[]
}

/** What the ledger holds of an approved exporter. */
export interface ExporterRecord extends ExporterEntry {
  readonly formatVersion: 1
  readonly member: MemberCode
  /** The point in time from which the authorisation counts no more. */
  readonly withdrawnFrom: string | null
  readonly recorded: Stamp
}

/** The key of an exporter's record. */
export function exporterKey(member: MemberCode, code: string): string {
  return ledgerKey('exporter', member, code)
}

/** The authorisation of an exporter; undefined when the member gave none under this code. */
export async function loadExporter(
  reader: RecordReader,
  member: MemberCode,
  code: string,
): Promise<ExporterRecord | undefined> {
  return ofLedger(await reader.read(exporterKey(member, code)), parseExporter)
}

/** Writes an exporter's record as the ledger keeps it. */
export function printExporter(record: ExporterRecord): string {
  return canonicalText(record)
}

const DECLARED = ['code', 'authority', 'agreements', 'chapters', 'from', 'until']

/** Reads an exporter's record; throws a `Refusal` that names the field and the rule. */
export function parseExporter(text: string): ExporterRecord {
  const names = ['formatVersion', 'member', 'withdrawnFrom', 'recorded', ...DECLARED]
  const entry = parseObject(parseJson(text, 'exporter'), 'exporter', names)
  parseWholeNumber(entry.formatVersion, 'exporter.formatVersion', 1, 1)
  return {
    formatVersion: 1,
    member: parseMemberCode(entry.member, 'exporter.member'),
    withdrawnFrom: orNull(entry.withdrawnFrom, 'exporter.withdrawnFrom', parseInstant),
    recorded: parseStamp(entry.recorded, 'exporter.recorded'),
    ...declaredOf(entry),
  }
}

/** Accepts the authorisation of an exporter. */
export function parseExporterEntry(input: unknown): ExporterEntry {
  return declaredOf(parseObject(input, 'entry', DECLARED))
}

/** Accepts the code of an exporter. */
export function parseExporterCode(input: unknown, field = 'code'): string {
  return parseText(input, field, /^[A-Za-z0-9._-]+$/, 35, 'letters, digits, dots, hyphens or underscores')
}

/** What an exporter declares, and when. */
export interface ExporterUse {
  readonly member: MemberCode
  readonly code: string
  readonly agreement: string
  /** The civil day of issue. */
  readonly issueDate: string
  /** The tariff codes of the goods. */
  readonly hsCodes: readonly string[]
  /** When it is registered. */
  readonly time: string
}

/**
 * The authorisation by which an exporter may declare these goods: valid on the day of issue, and not withdrawn at
 * registration.
 * @throws Refusal EXPORTER_UNKNOWN or EXPORTER_NOT_AUTHORIZED, which names the date or the chapter.
 */
export async function requireMayDeclare(reader: RecordReader, use: ExporterUse): Promise<ExporterRecord> {
  const record = await loadExporter(reader, use.member, use.code)
  if (record === undefined)
    throw new Refusal('EXPORTER_UNKNOWN', `exporter: ${use.member} authorised none of this code`)
  const refuse = (why: string): Refusal => new Refusal('EXPORTER_NOT_AUTHORIZED', `exporter: ${why}`)
  if (record.withdrawnFrom !== null && record.withdrawnFrom <= use.time) {
    throw refuse(`withdrawn from ${record.withdrawnFrom}`)
  }
  if (!isWithin(record, use.issueDate)) throw refuse(`not authorised on ${use.issueDate}`)
  if (!record.agreements.includes(use.agreement)) throw refuse(`not authorised under ${use.agreement}`)
  const other = use.hsCodes.find((hsCode) => !coversGoods(record, hsCode))
  if (other !== undefined) throw refuse(`not authorised for goods of chapter ${other.slice(0, 2)}`)
  return record
}

/** True if an authorisation covers goods of a tariff code. */
export function coversGoods({ chapters }: Pick<ExporterRecord, 'chapters'>, hsCode: string): boolean {
  return chapters.length === 0 || chapters.includes(hsCode.slice(0, 2))
}

function declaredOf(entry: Readonly<Record<string, unknown>>): ExporterEntry {
  const { code, authority, agreements, chapters } = entry
  return {
    code: parseExporterCode(code),
    authority: parseAuthorityId(authority, 'authority'),
    agreements: parseList(agreements, 'agreements', [1, REGISTER_LIMITS.capabilities], parseAgreementCode),
    chapters: inOrder(parseList(chapters, 'chapters', [0, REGISTER_LIMITS.chapters], parseChapter)),
    ...termOf(entry.from, entry.until, 'authorisation'),
  }
}

function parseChapter(input: unknown, field: string): string {
  return parseText(input, field, /^(0[1-9]|[1-8]\d|9[0-7])$/, 2, 'two digits, 01 to 97')
}

function inOrder(chapters: readonly string[]): readonly string[] {
  if (chapters.every((chapter, index) => index === 0 || (chapters[index - 1] ?? '') < chapter)) return chapters
  throw malformed('chapters', 'must be in order, each once')
}

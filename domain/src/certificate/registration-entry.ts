import { parseAgreementCode, parseAgreementVersion } from '../agreement'
import { parseCertificateId } from '../certificate-id'
import type { CertificateId } from '../certificate-id'
import { CERTIFICATE_TYPES } from '../dataset/common-formats'
import { DIGEST_PATTERN, parseDocumentHash } from '../hash'
import { LIMITS } from '../limits'
import { parseMemberCode } from '../member'
import {
  DOCUMENT_FORMATS,
  REGISTRATION_FIELDS,
  parseRegistered,
  parseRegisteredItem,
  requireAscending,
} from '../registration'
import type { RegisteredItem, Registration } from '../registration'
import { malformed, orNull, parseList, parseObject, parseParts, parseText, parseWholeNumber, parseWord } from '../shape'
import {
  packAmount,
  packDate,
  packHash,
  packWord,
  unpackAmount,
  unpackDate,
  unpackHash,
  unpackWord,
} from '../ledger/packing'
import { LATE_REGISTRATION_REASONS, REPLACEMENT_REASONS } from './words'
import type { LateRegistrationReason, ReplacementReason } from './words'

/** From which item of another certificate an item is drawn: all that is issued of it, in the blinded unit of that item. */
export interface DrawnFrom {
  readonly id: CertificateId
  readonly seq: number
}

/** One item as it is issued. */
export interface IssuedItem extends RegisteredItem {
  readonly drawnFrom: DrawnFrom | null
}

/** Which certificate is replaced and why; `carryUsed` takes over what was used and drawn of its items, by their numbers. */
export interface Replacement {
  readonly id: CertificateId
  readonly reason: ReplacementReason
  readonly carryUsed: boolean
}

/** What the transaction `issue` registers of one certificate. */
export interface IssueEntry extends Omit<Registration, 'items'> {
  readonly items: readonly IssuedItem[]
  readonly replaces: Replacement | null
  /** Why it is registered later than issued, if it is. */
  readonly late: LateRegistrationReason | null
}

/** What may be left out of an entry: nothing is drawn, nothing replaced, not late. */
export interface OpenIssueEntry extends Omit<Registration, 'items'> {
  readonly items: readonly (RegisteredItem & { readonly drawnFrom?: DrawnFrom | null })[]
  readonly replaces?: Replacement | null
  readonly late?: LateRegistrationReason | null
}

/** The entry of `issue` for one certificate, as short as it gets: it stands in the block besides the record. */
export function printRegistration(entry: OpenIssueEntry): readonly unknown[] {
  return [packHash(entry.id), ...printRegistered(complete(entry))]
}

/** The parts that an entry and a record share; those that most certificates do not have stand last, and are left out. */
export function printRegistered(entry: Omit<IssueEntry, 'id'>): readonly unknown[] {
  const { replaces, late } = entry
  const replaced = replaces === null ? null : printReplacement(replaces)
  const rare = late === null ? (replaced === null ? [] : [replaced]) : [replaced, packLate(late)]
  return [
    entry.agreement,
    entry.agreementVersion,
    packWord(entry.kind, CERTIFICATE_TYPES),
    entry.importingMember,
    packHash(entry.documentHash),
    packWord(entry.documentFormat, DOCUMENT_FORMATS),
    entry.keyId,
    packDate(entry.issueDate),
    packDate(entry.validUntil),
    entry.items.map(printItem),
    ...rare,
  ]
}

/** Reads one entry of `issue`: the short form, or an object with the same members. */
export function parseIssueEntry(input: unknown, field = 'entry'): IssueEntry {
  if (!Array.isArray(input)) return parseOpenEntry(input, field)
  const [id, ...parts] = parseParts(input, field, 11, 13)
  return { id: unpackHash(id, `${field}.id`) as CertificateId, ...parseRegisteredParts(parts, field) }
}

/** Reads the parts that an entry and a record share. */
export function parseRegisteredParts(input: readonly unknown[], field: string): Omit<IssueEntry, 'id'> {
  const [agreement, version, kind, importing, hash, format, keyId, issued, until, items, ...rare] = input
  const entry = {
    agreement: parseAgreementCode(agreement, `${field}.agreement`),
    agreementVersion: parseAgreementVersion(version, `${field}.agreementVersion`),
    kind: unpackWord(kind, CERTIFICATE_TYPES, `${field}.kind`),
    importingMember: parseMemberCode(importing, `${field}.importingMember`),
    documentHash: parseDocumentHash(unpackHash(hash, `${field}.documentHash`), `${field}.documentHash`),
    documentFormat: unpackWord(format, DOCUMENT_FORMATS, `${field}.documentFormat`),
    keyId: parseText(keyId, `${field}.keyId`, DIGEST_PATTERN, 43, 'an RFC 7638 thumbprint by SHA-256'),
    issueDate: unpackDate(issued, `${field}.issueDate`),
    validUntil: unpackDate(until, `${field}.validUntil`),
    items: parseList(items, `${field}.items`, [1, LIMITS.itemsPerCertificate], parseItem),
    ...parseRare(rare, field),
  }
  if (entry.validUntil < entry.issueDate) throw malformed(`${field}.validUntil`, 'is before the issue date')
  requireAscending(entry.items, `${field}.items`)
  return entry
}

function complete(entry: OpenIssueEntry): IssueEntry {
  const { replaces = null, late = null } = entry
  return { ...entry, items: entry.items.map((item) => ({ drawnFrom: null, ...item })), replaces, late }
}

function printItem({ seq, issued, drawnFrom }: IssuedItem): readonly unknown[] {
  return [seq, packAmount(issued), ...(drawnFrom === null ? [] : [packHash(drawnFrom.id), drawnFrom.seq])]
}

function printReplacement({ id, reason, carryUsed }: Replacement): readonly unknown[] {
  return [packHash(id), packWord(reason, REPLACEMENT_REASONS), carryUsed ? 1 : 0]
}

function packLate(late: LateRegistrationReason): number {
  return packWord(late, LATE_REGISTRATION_REASONS)
}

function parseItem(input: unknown, field: string): IssuedItem {
  const parts = parseParts(input, field, 2, 4)
  const [seq, issued, original, from] = parts
  const item = parseRegisteredItem({ seq, issued: unpackAmount(issued, `${field}.issued`) }, field)
  if (parts.length === 2) return { ...item, drawnFrom: null }
  const id = unpackHash(original, `${field}.drawnFrom.id`) as CertificateId
  return { ...item, drawnFrom: { id, seq: parseSeq(from, `${field}.drawnFrom.seq`) } }
}

function parseRare(rare: readonly unknown[], field: string): Pick<IssueEntry, 'replaces' | 'late'> {
  const [replaced = null, late] = rare
  // What is left out has one spelling: nothing stands for it at the end.
  if (rare.length === 1 && replaced === null) throw malformed(`${field}.replaces`, 'is left out where there is none')
  return {
    replaces: orNull(replaced, `${field}.replaces`, parseReplacementParts),
    late: late === undefined ? null : unpackWord(late, LATE_REGISTRATION_REASONS, `${field}.late`),
  }
}

function parseReplacementParts(input: unknown, field: string): Replacement {
  const [id, reason, carry] = parseParts(input, field, 3)
  return {
    id: unpackHash(id, `${field}.id`) as CertificateId,
    reason: unpackWord(reason, REPLACEMENT_REASONS, `${field}.reason`),
    carryUsed: parseWholeNumber(carry, `${field}.carryUsed`, 0, 1) === 1,
  }
}

function parseOpenEntry(input: unknown, field: string): IssueEntry {
  const entry = parseObject(input, field, REGISTRATION_FIELDS, ['replaces', 'late'])
  const items = parseList(entry.items, `${field}.items`, [1, LIMITS.itemsPerCertificate], parseOpenItem)
  requireAscending(items, `${field}.items`)
  return {
    id: parseCertificateId(entry.id, `${field}.id`),
    ...parseRegistered(entry, field),
    items,
    replaces: orNull(entry.replaces ?? null, `${field}.replaces`, parseReplacement),
    late: orNull(entry.late ?? null, `${field}.late`, (late, at) => parseWord(late, at, LATE_REGISTRATION_REASONS)),
  }
}

function parseOpenItem(input: unknown, field: string): IssuedItem {
  const { seq, issued, drawnFrom } = parseObject(input, field, ['seq', 'issued'], ['drawnFrom'])
  return { ...parseRegisteredItem({ seq, issued }, field), drawnFrom: orNull(drawnFrom ?? null, field, parseDrawnFrom) }
}

function parseDrawnFrom(input: unknown, field: string): DrawnFrom {
  const { id, seq } = parseObject(input, `${field}.drawnFrom`, ['id', 'seq'])
  return { id: parseCertificateId(id, `${field}.drawnFrom.id`), seq: parseSeq(seq, `${field}.drawnFrom.seq`) }
}

function parseReplacement(input: unknown, field: string): Replacement {
  const { id, reason, carryUsed } = parseObject(input, field, ['id', 'reason', 'carryUsed'])
  if (typeof carryUsed !== 'boolean') throw malformed(`${field}.carryUsed`, 'must be true or false')
  return {
    id: parseCertificateId(id, `${field}.id`),
    reason: parseWord(reason, `${field}.reason`, REPLACEMENT_REASONS),
    carryUsed,
  }
}

function parseSeq(input: unknown, field: string): number {
  return parseWholeNumber(input, field, 1, LIMITS.itemSequence)
}

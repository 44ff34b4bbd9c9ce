import { parseCertificateId } from '../certificate-id'
import type { CertificateId } from '../certificate-id'
import { parseDate } from '../date'
import type { IsoDate } from '../date'
import { LATE_REASONS } from '../declaration/declaration'
import type { LateReason } from '../declaration/declaration'
import { parseWholeAmount } from '../item-account'
import { LIMITS } from '../limits'
import { requireAscending } from '../registration'
import { malformed, parseList, parseObject, parseParts, parseText, parseWholeNumber, parseWord } from '../shape'
import { packAmount, packDate, packHash, packWord, unpackDate, unpackHash, unpackWord } from '../ledger/packing'
import { parseDigest } from './status'
import { parsePackedItems, parseTextHash } from './use-record'
import type { UsedItem } from './use-record'
import { CORRECTION_REASONS, REASSESSMENTS, REFUSED_ITEM_REASONS } from './words'
import type { CorrectionReason, Reassessment, RefusedItemReason } from './words'

/** Which use of which certificate an entry is about. */
export interface UseName {
  readonly certificate: CertificateId
  /** 128 bits in base64url: 22 digits. */
  readonly use: string
}

/** An entry of `use` and `reserve`. */
export interface TakeEntry extends UseName {
  /** In ascending order of `seq`; amounts are blinded. */
  readonly items: readonly UsedItem[]
  readonly declaration: string
  readonly date: IsoDate
  readonly late: LateReason | null
}

/** An entry of `correctUse`: what takes the place of the amounts; nothing at all strikes an item out. */
export interface CorrectionEntry extends UseName {
  readonly items: readonly UsedItem[]
  readonly reason: CorrectionReason
}

/** An entry of `refuse`. */
export interface RefusalEntry extends UseName {
  readonly items: readonly { readonly seq: number }[]
  readonly reason: RefusedItemReason
  readonly declaration: string
  readonly date: IsoDate
}

/** An entry of `clarify`. */
export interface ClarificationEntry extends UseName {
  readonly textHash: string
}

/** An entry of `reassess`. */
export interface ReassessmentEntry extends UseName {
  readonly decision: Reassessment
}

/** The short form of an entry of `use` or `reserve`. */
export function printTake({ certificate, use, items, declaration, date, late }: TakeEntry): readonly unknown[] {
  const packed = items.map(({ seq, amount }) => [seq, packAmount(amount)])
  const rare = late === null ? [] : [packWord(late, LATE_REASONS)]
  return [packHash(certificate), use, packed, declaration, packDate(date), ...rare]
}

/** The short form of an entry of `confirm` or `release`. */
export function printUseName({ certificate, use }: UseName): readonly unknown[] {
  return [packHash(certificate), use]
}

/** Reads an entry of `use` or `reserve`: the short form, or an object. */
export function parseTake(input: unknown, field = 'entry'): TakeEntry {
  const entry = Array.isArray(input) ? unpackTake(input, field) : parseOpenTake(input, field)
  const none = entry.items.find(({ amount }) => amount === '0')
  if (none !== undefined) throw malformed(`${field}.items`, `item ${none.seq}: must be more than nothing`)
  return entry
}

/** Reads an entry of `confirm` or `release`: the short form, or an object. */
export function parseUseName(input: unknown, field = 'entry'): UseName {
  if (!Array.isArray(input)) return nameIn(parseObject(input, field, ['certificate', 'use']), field)
  const [certificate, use] = parseParts(input, field, 2)
  return unpackName(certificate, use, field)
}

/** Reads an entry of `correctUse`. */
export function parseCorrection(input: unknown, field = 'entry'): CorrectionEntry {
  const entry = parseObject(input, field, ['certificate', 'use', 'items', 'reason'])
  return {
    ...nameIn(entry, field),
    items: parseItems(entry.items, `${field}.items`),
    reason: parseWord(entry.reason, `${field}.reason`, CORRECTION_REASONS),
  }
}

/** Reads an entry of `refuse`. */
export function parseRefusalEntry(input: unknown, field = 'entry'): RefusalEntry {
  const entry = parseObject(input, field, ['certificate', 'use', 'items', 'reason', 'declaration', 'date'])
  const items = parseList(entry.items, `${field}.items`, [1, LIMITS.itemsPerCertificate], (item, at) => {
    return { seq: parseSeq(parseObject(item, at, ['seq']).seq, `${at}.seq`) }
  })
  requireAscending(items, `${field}.items`)
  return {
    ...nameIn(entry, field),
    items,
    reason: parseWord(entry.reason, `${field}.reason`, REFUSED_ITEM_REASONS),
    declaration: parseDigest(entry.declaration, `${field}.declaration`),
    date: parseDate(entry.date, `${field}.date`),
  }
}

/** Reads an entry of `clarify`. */
export function parseClarification(input: unknown, field = 'entry'): ClarificationEntry {
  const entry = parseObject(input, field, ['certificate', 'use', 'textHash'])
  return { ...nameIn(entry, field), textHash: parseTextHash(entry.textHash, `${field}.textHash`) }
}

/** Reads an entry of `reassess`. */
export function parseReassessment(input: unknown, field = 'entry'): ReassessmentEntry {
  const entry = parseObject(input, field, ['certificate', 'use', 'decision'])
  return { ...nameIn(entry, field), decision: parseWord(entry.decision, `${field}.decision`, REASSESSMENTS) }
}

/** Accepts the name of a use. */
export function parseUseId(input: unknown, field = 'use'): string {
  return parseText(input, field, /^[A-Za-z0-9_-]{22}$/, 22, '22 digits of base64url')
}

function unpackTake(input: unknown, field: string): TakeEntry {
  const [certificate, use, items, declaration, date, late] = parseParts(input, field, 5, 6)
  return {
    ...unpackName(certificate, use, field),
    items: parsePackedItems(items, `${field}.items`),
    declaration: parseDigest(declaration, `${field}.declaration`),
    date: unpackDate(date, `${field}.date`),
    late: late === undefined ? null : unpackWord(late, LATE_REASONS, `${field}.late`),
  }
}

function parseOpenTake(input: unknown, field: string): TakeEntry {
  const entry = parseObject(input, field, ['certificate', 'use', 'items', 'declaration', 'date'], ['late'])
  return {
    ...nameIn(entry, field),
    items: parseItems(entry.items, `${field}.items`),
    declaration: parseDigest(entry.declaration, `${field}.declaration`),
    date: parseDate(entry.date, `${field}.date`),
    late: entry.late === undefined ? null : parseWord(entry.late, `${field}.late`, LATE_REASONS),
  }
}

function nameIn(entry: Readonly<Record<string, unknown>>, field: string): UseName {
  return {
    certificate: parseCertificateId(entry.certificate, `${field}.certificate`),
    use: parseUseId(entry.use, `${field}.use`),
  }
}

function unpackName(certificate: unknown, use: unknown, field: string): UseName {
  return {
    certificate: unpackHash(certificate, `${field}.certificate`) as CertificateId,
    use: parseUseId(use, `${field}.use`),
  }
}

function parseItems(input: unknown, field: string): UsedItem[] {
  const items = parseList(input, field, [1, LIMITS.itemsPerCertificate], (item, at) => {
    const { seq, amount } = parseObject(item, at, ['seq', 'amount'])
    return { seq: parseSeq(seq, `${at}.seq`), amount: parseWholeAmount(amount, `${at}.amount`) }
  })
  requireAscending(items, field)
  return items
}

function parseSeq(input: unknown, field: string): number {
  return parseWholeNumber(input, field, 1, LIMITS.itemSequence)
}

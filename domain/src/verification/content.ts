import { parseAuthorityId } from '../certificate-id'
import { parseDate } from '../date'
import type { IsoDate } from '../date'
import { HASH_PATTERN } from '../hash'
import { LIMITS } from '../limits'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { malformed, parseList, parseObject, parseText, parseWholeNumber, parseWord } from '../shape'
import {
  CASE_ANSWERS,
  CASE_BASES,
  CASE_KINDS,
  CASE_REASONS,
  CASE_RESULTS,
  PREFERENCES,
  WITHDRAWAL_REASONS,
} from './words'
import type { CaseAnswer, CaseBasis, CaseKind, CaseReason, CaseResult, Preference, WithdrawalReason } from './words'

/** What is asked. */
export interface CaseRequest {
  readonly kind: CaseKind
  /** Without a reason the case is a random one. */
  readonly reasons: readonly CaseReason[]
  /** The items (by `seq`, ascending) that are asked about; none for the whole certificate. */
  readonly items: readonly number[]
  /** The time for the reply that the asking side sets, in the profile's unit; null for the longest one. */
  readonly replyPeriod: number | null
  readonly textHash: string | null
}

/** The first event of a case: who asks whom for what. */
export interface OpenedContent extends CaseRequest {
  readonly importingMember: MemberCode
  /** The body of the issuing member that is asked. */
  readonly addressee: string
}

/** What each event says. A `textHash` is the hash of what was put into the collection of the two members. */
export interface CaseContents {
  readonly opened: OpenedContent
  readonly acknowledged: {
    /** When the request was received, where that was another day than that of the acknowledgement. */
    readonly received: IsoDate | null
    /** The body that will answer in place of the one that was asked. */
    readonly addressee: string | null
  }
  readonly answered: {
    readonly authentic: CaseAnswer
    readonly originating: CaseAnswer
    readonly textHash: string | null
  }
  readonly extended: TextContent
  readonly 'visit-requested': DayContent
  readonly 'visit-consented': DayContent
  readonly 'visit-refused': TextContent
  readonly 'visit-postponed': { readonly day: IsoDate; readonly textHash: string | null }
  readonly 'visit-reported': { readonly day: IsoDate; readonly textHash: string | null }
  readonly 'visit-commented': TextContent
  readonly determined: {
    readonly result: CaseResult
    readonly basis: CaseBasis
    readonly preference: Preference
    readonly textHash: string | null
  }
  readonly withdrawn: { readonly reason: WithdrawalReason }
}

/** An event with nothing but, perhaps, a text. */
export interface TextContent {
  readonly textHash: string | null
}

/** An event that may name the day of a visit. */
export interface DayContent extends TextContent {
  readonly day: IsoDate | null
}

type Fields = Readonly<Record<string, unknown>>

/** Reads what an event says, whole and with nothing else in it. */
export const CONTENT_PARSERS: {
  readonly [N in keyof CaseContents]: (input: unknown, field: string) => CaseContents[N]
} = {
  opened: (input, field) => {
    const entry = parseObject(input, field, [...REQUEST_FIELDS, 'importingMember', 'addressee'])
    return {
      ...requestOf(entry, field),
      importingMember: parseMemberCode(entry.importingMember, `${field}.importingMember`),
      addressee: parseAuthorityId(entry.addressee, `${field}.addressee`),
    }
  },
  acknowledged: (input, field) => {
    const { received, addressee } = parseObject(input, field, ['received', 'addressee'])
    return {
      received: received === null ? null : parseDate(received, `${field}.received`),
      addressee: addressee === null ? null : parseAuthorityId(addressee, `${field}.addressee`),
    }
  },
  answered: (input, field) => {
    const entry = parseObject(input, field, ['authentic', 'originating', 'textHash'])
    return {
      authentic: parseWord(entry.authentic, `${field}.authentic`, CASE_ANSWERS),
      originating: parseWord(entry.originating, `${field}.originating`, CASE_ANSWERS),
      textHash: textHashOf(entry, field),
    }
  },
  extended: textContent,
  'visit-requested': optionalDay,
  'visit-consented': optionalDay,
  'visit-refused': textContent,
  'visit-postponed': requiredDay,
  'visit-reported': requiredDay,
  'visit-commented': textContent,
  determined: (input, field) => {
    const entry = parseObject(input, field, ['result', 'basis', 'preference', 'textHash'])
    return {
      result: parseWord(entry.result, `${field}.result`, CASE_RESULTS),
      basis: parseWord(entry.basis, `${field}.basis`, CASE_BASES),
      preference: parseWord(entry.preference, `${field}.preference`, PREFERENCES),
      textHash: textHashOf(entry, field),
    }
  },
  withdrawn: (input, field) => {
    const { reason } = parseObject(input, field, ['reason'])
    return { reason: parseWord(reason, `${field}.reason`, WITHDRAWAL_REASONS) }
  },
}

/** The members of a request, beside who asks whom. */
export const REQUEST_FIELDS = ['kind', 'reasons', 'items', 'replyPeriod', 'textHash'] as const

/** Reads what is asked out of an object that holds it among others. */
export function requestOf(entry: Fields, field: string): CaseRequest {
  const { kind, replyPeriod } = entry
  return {
    kind: parseWord(kind, `${field}.kind`, CASE_KINDS),
    reasons: reasonsOf(entry.reasons, `${field}.reasons`),
    items: itemsOf(entry.items, `${field}.items`),
    replyPeriod: replyPeriod === null ? null : parseWholeNumber(replyPeriod, `${field}.replyPeriod`, 1, 999),
    textHash: textHashOf(entry, field),
  }
}

// In the order of the closed list, so that one request has one text.
function reasonsOf(input: unknown, field: string): readonly CaseReason[] {
  const reasons = parseList(input, field, [0, CASE_REASONS.length], (reason, at) => parseWord(reason, at, CASE_REASONS))
  if (new Set(reasons).size < reasons.length) throw malformed(field, 'each may stand once')
  return CASE_REASONS.filter((reason) => reasons.includes(reason))
}

function itemsOf(input: unknown, field: string): readonly number[] {
  const items = parseList(input, field, [0, LIMITS.itemsPerCertificate], (item, at) =>
    parseWholeNumber(item, at, 1, LIMITS.itemSequence),
  )
  const isAscending = items.every((item, index) => index === 0 || item > (items[index - 1] ?? 0))
  if (!isAscending) throw malformed(field, 'must stand in ascending order, each once')
  return items
}

function textContent(input: unknown, field: string): TextContent {
  return { textHash: textHashOf(parseObject(input, field, ['textHash']), field) }
}

function optionalDay(input: unknown, field: string): DayContent {
  const entry = parseObject(input, field, ['day', 'textHash'])
  const day = entry.day === null ? null : parseDate(entry.day, `${field}.day`)
  return { day, textHash: textHashOf(entry, field) }
}

function requiredDay(input: unknown, field: string): { readonly day: IsoDate; readonly textHash: string | null } {
  const entry = parseObject(input, field, ['day', 'textHash'])
  return { day: parseDate(entry.day, `${field}.day`), textHash: textHashOf(entry, field) }
}

function textHashOf({ textHash }: Fields, field: string): string | null {
  if (textHash === null) return null
  return parseText(textHash, `${field}.textHash`, HASH_PATTERN, 64, 'SHA-256 as 64 lower-case hex digits')
}

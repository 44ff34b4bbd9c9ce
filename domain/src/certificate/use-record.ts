import { canonicalText, parseJson } from '../canonical'
import { parseRequestId } from '../change'
import type { IsoDate } from '../date'
import { LATE_REASONS } from '../declaration/declaration'
import type { LateReason } from '../declaration/declaration'
import { DIGEST_PATTERN } from '../hash'
import { LIMITS } from '../limits'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { requireAscending } from '../registration'
import { malformed, orNull, parseList, parseParts, parseText, parseWholeNumber } from '../shape'
import {
  packAmount,
  packDate,
  packWord,
  parseMilliseconds,
  unpackAmount,
  unpackDate,
  unpackWord,
} from '../ledger/packing'
import { parseDigest, parseMark, printMark } from './status'
import type { ChangeMark } from './status'
import { REFUSED_ITEM_REASONS } from './words'
import type { RefusedItemReason } from './words'

/** How far one use, reservation or refusal has come; words are only added at the end. */
export const USE_RECORD_STATES = ['reserved', 'used', 'released', 'refused', 'clarified', 'upheld', 'granted'] as const

/** One of the states. */
export type UseRecordState = (typeof USE_RECORD_STATES)[number]

/** So much of one item, in its blinded unit, as decimal text. */
export interface UsedItem {
  readonly seq: number
  readonly amount: string
}

/** One use, reservation or refusal, under `u/<certificate>/<use>`; what it was before are the versions of the key. */
export interface UseRecord {
  readonly state: UseRecordState
  /** The importing member that made it. */
  readonly member: MemberCode
  /** In ascending order of `seq`. */
  readonly items: readonly UsedItem[]
  /** The digest of the declaration it was made for. */
  readonly declaration: string
  readonly date: IsoDate
  /** Why it was accepted after the end of validity. */
  readonly late: LateReason | null
  /** Why preference was refused. */
  readonly refusal: RefusedItemReason | null
  /** SHA-256 (base64url) of the text by which the issuing authority clarified a refusal. */
  readonly clarification: string | null
  /** By which request it was begun, and when. */
  readonly requestId: string
  readonly at: number
  /** What was last done with it; null while that is its beginning. */
  readonly last: ChangeMark | null
  /** What was done with it before that and after its beginning, the latest first: by it a repeat is recognised. */
  readonly earlier: readonly PastStep[]
}

/** One step that was taken with a use, and what it said. */
export interface PastStep {
  readonly mark: ChangeMark
  /** The amounts that a correction put in place; null for other steps. */
  readonly items: readonly UsedItem[] | null
  /** The text by which a refusal was clarified; null for other steps. */
  readonly clarification: string | null
}

/** The steps that are remembered since the use began, the latest first. */
export function stepsOf({ last, items, clarification, earlier }: UseRecord): readonly PastStep[] {
  if (last === null) return earlier
  const { transition } = last
  return [
    {
      mark: last,
      items: transition === 'correct-use' ? items : null,
      clarification: transition === 'clarify' ? clarification : null,
    },
    ...earlier,
  ]
}

/** The record's text on the ledger. */
export function printUse(record: UseRecord): string {
  const { state, member, items, declaration, date, late, refusal, clarification, requestId, at, last, earlier } = record
  return canonicalText([
    FORMAT_VERSION,
    packWord(state, USE_RECORD_STATES),
    member,
    packItems(items),
    declaration,
    packDate(date),
    late === null ? null : packWord(late, LATE_REASONS),
    refusal === null ? null : packWord(refusal, REFUSED_ITEM_REASONS),
    clarification,
    requestId,
    at,
    last === null ? null : printMark(last),
    // Most uses have none, and pay nothing for it.
    ...(earlier.length === 0 ? [] : [earlier.map(packStep)]),
  ])
}

/** Reads the record's text, whole and with nothing else in it. */
export function parseUse(text: string, field = 'use'): UseRecord {
  const parts = parseParts(parseJson(text, field), field, 12, 13)
  const [version, state, member, items, declaration, date, late, refusal, clarification, requestId, at, last, earlier] =
    parts
  if (version !== FORMAT_VERSION) throw malformed(field, `must be of format ${FORMAT_VERSION}`)
  return {
    state: unpackWord(state, USE_RECORD_STATES, `${field}.state`),
    member: parseMemberCode(member, `${field}.member`),
    items: parsePackedItems(items, `${field}.items`),
    declaration: parseDigest(declaration, `${field}.declaration`),
    date: unpackDate(date, `${field}.date`),
    late: orNull(late, `${field}.late`, (word, place) => unpackWord(word, LATE_REASONS, place)),
    refusal: orNull(refusal, `${field}.refusal`, (word, place) => unpackWord(word, REFUSED_ITEM_REASONS, place)),
    clarification: orNull(clarification, `${field}.clarification`, parseTextHash),
    requestId: parseRequestId(requestId, `${field}.requestId`),
    at: parseMilliseconds(at, `${field}.at`),
    last: orNull(last, `${field}.last`, parseMark),
    earlier:
      earlier === undefined ? [] : parseList(earlier, `${field}.earlier`, [1, LIMITS.rememberedSteps], parseStep),
  }
}

function packStep({ mark, items, clarification }: PastStep): unknown[] {
  return [printMark(mark), items === null ? null : packItems(items), clarification]
}

function parseStep(input: unknown, field: string): PastStep {
  const [mark, items, clarification] = parseParts(input, field, 3)
  return {
    mark: parseMark(mark, `${field}.mark`),
    items: orNull(items, `${field}.items`, parsePackedItems),
    clarification: orNull(clarification, `${field}.clarification`, parseTextHash),
  }
}

function packItems(items: readonly UsedItem[]): (readonly [number, string])[] {
  return items.map(({ seq, amount }) => [seq, packAmount(amount)] as const)
}

/** Accepts amounts of items in their packed form. */
export function parsePackedItems(input: unknown, field: string): UsedItem[] {
  const items = parseList(input, field, [1, LIMITS.itemsPerCertificate], (entry, at) => {
    const [seq, amount] = parseParts(entry, at, 2)
    return {
      seq: parseWholeNumber(seq, `${at}.seq`, 1, LIMITS.itemSequence),
      amount: unpackAmount(amount, `${at}.amount`),
    }
  })
  requireAscending(items, field)
  return items
}

/** Accepts the hash of a text. */
export function parseTextHash(input: unknown, field: string): string {
  return parseText(input, field, DIGEST_PATTERN, 43, '32 bytes in base64url')
}

const FORMAT_VERSION = 1

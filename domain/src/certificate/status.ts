import { canonicalText, parseJson } from '../canonical'
import { DOCUMENT_STATES } from '../certificate'
import type { DocumentState } from '../certificate'
import type { CertificateId } from '../certificate-id'
import { parseRequestId } from '../change'
import { LIMITS } from '../limits'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { requireAscending } from '../registration'
import { malformed, orNull, parseList, parseParts, parseWholeNumber } from '../shape'
import {
  packAmount,
  packHash,
  packWord,
  parseMilliseconds,
  unpackAmount,
  unpackHash,
  unpackWord,
} from '../ledger/packing'
import { CHANGE_REASONS, TRANSITIONS } from './words'
import type { ChangeReason, Transition } from './words'

/** What has been taken of one item, in its blinded unit, as decimal text. */
export interface TakenItem {
  readonly seq: number
  readonly reserved: string
  readonly used: string
  readonly drawn: string
  readonly refused: string
}

/** What was done, why, by which request and when. */
export interface ChangeMark {
  readonly transition: Transition
  readonly reason: ChangeReason | null
  readonly requestId: string
  /** Milliseconds since 1970, by the submitter's clock. */
  readonly at: number
}

/** What has become of a certificate since it was registered, under `s/<id>`; absent as long as nothing has. */
export interface CertificateStatus {
  readonly document: DocumentState
  /** In ascending order of `seq`; items of which nothing is taken are left out. */
  readonly taken: readonly TakenItem[]
  /** How many uses and reservations stand. */
  readonly uses: number
  /** The digest of the declaration for which the first of them was made; null while none stands. */
  readonly declaration: string | null
  readonly acquitted: boolean
  readonly replacedBy: CertificateId | null
  /** What ended it; null while it is in force. */
  readonly ended: ChangeMark | null
  readonly last: ChangeMark
}

/** Into which other member a certificate imports now, under `s/<id>/to`; absent as long as it is the registered one. */
export interface Destination {
  readonly importingMember: MemberCode
  readonly last: ChangeMark
}

/** The record's text on the ledger. */
export function printStatus(status: CertificateStatus): string {
  const { document, taken, uses, declaration, acquitted, replacedBy, ended, last } = status
  return canonicalText([
    FORMAT_VERSION,
    packWord(document, DOCUMENT_STATES),
    taken.map(({ seq, ...parts }) => [seq, ...PARTS.map((part) => packAmount(parts[part]))]),
    uses,
    declaration,
    acquitted ? 1 : 0,
    replacedBy === null ? null : packHash(replacedBy),
    ended === null ? null : printMark(ended),
    printMark(last),
  ])
}

/** Reads the record's text, whole and with nothing else in it. */
export function parseStatus(text: string, field = 'status'): CertificateStatus {
  const parts = parseParts(parseJson(text, field), field, 9)
  const [version, document, taken, uses, declaration, acquitted, replacedBy, ended, last] = parts
  if (version !== FORMAT_VERSION) throw malformed(field, `must be of format ${FORMAT_VERSION}`)
  const items = parseList(taken, `${field}.taken`, [0, LIMITS.itemsPerCertificate], parseTaken)
  requireAscending(items, `${field}.taken`)
  return {
    document: unpackWord(document, DOCUMENT_STATES, `${field}.document`),
    taken: items,
    uses: parseWholeNumber(uses, `${field}.uses`, 0, Number.MAX_SAFE_INTEGER),
    declaration: orNull(declaration, `${field}.declaration`, parseDigest),
    acquitted: parseWholeNumber(acquitted, `${field}.acquitted`, 0, 1) === 1,
    replacedBy: orNull(replacedBy, `${field}.replacedBy`, unpackHash) as CertificateId | null,
    ended: orNull(ended, `${field}.ended`, parseMark),
    last: parseMark(last, `${field}.last`),
  }
}

/** The text of a destination on the ledger. */
export function printDestination({ importingMember, last }: Destination): string {
  return canonicalText([FORMAT_VERSION, importingMember, printMark(last)])
}

/** Reads a destination, and nothing else. */
export function parseDestination(text: string, field = 'destination'): Destination {
  const [version, importingMember, last] = parseParts(parseJson(text, field), field, 3)
  if (version !== FORMAT_VERSION) throw malformed(field, `must be of format ${FORMAT_VERSION}`)
  return {
    importingMember: parseMemberCode(importingMember, `${field}.importingMember`),
    last: parseMark(last, `${field}.last`),
  }
}

/** A mark as it stands in records. */
export function printMark({ transition, reason, requestId, at }: ChangeMark): (string | number | null)[] {
  return [packWord(transition, TRANSITIONS), reason === null ? null : packWord(reason, CHANGE_REASONS), requestId, at]
}

/** Reads a mark. */
export function parseMark(input: unknown, field: string): ChangeMark {
  const [transition, reason, requestId, at] = parseParts(input, field, 4)
  return {
    transition: unpackWord(transition, TRANSITIONS, `${field}.transition`),
    reason: orNull(reason, `${field}.reason`, (word, place) => unpackWord(word, CHANGE_REASONS, place)),
    requestId: parseRequestId(requestId, `${field}.requestId`),
    at: parseMilliseconds(at, `${field}.at`),
  }
}

/** Accepts the digest of a declaration. */
export function parseDigest(input: unknown, field: string): string {
  if (typeof input === 'string' && /^[A-Za-z0-9_-]{43}$/.test(input)) return input
  throw malformed(field, 'must be 43 digits of base64url')
}

function parseTaken(input: unknown, field: string): TakenItem {
  const [seq, reserved, used, drawn, refused] = parseParts(input, field, 5)
  return {
    seq: parseWholeNumber(seq, `${field}.seq`, 1, LIMITS.itemSequence),
    reserved: unpackAmount(reserved, `${field}.reserved`),
    used: unpackAmount(used, `${field}.used`),
    drawn: unpackAmount(drawn, `${field}.drawn`),
    refused: unpackAmount(refused, `${field}.refused`),
  }
}

const FORMAT_VERSION = 1
const PARTS = ['reserved', 'used', 'drawn', 'refused'] as const

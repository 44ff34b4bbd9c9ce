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
  /** The request that acquitted it, as far as it is remembered. */
  readonly acquittedBy: string | null
  readonly replacedBy: CertificateId | null
  /** What ended it; null while it is in force. */
  readonly ended: ChangeMark | null
  readonly last: ChangeMark
}

/** Into which other member a certificate imports now, under `s/<id>/to`; absent as long as it is the registered one. */
export interface Destination {
  readonly importingMember: MemberCode
  readonly last: ChangeMark
  /** What was named before, the latest first, and by which requests: by it a repeat is recognised. */
  readonly earlier: readonly { readonly importingMember: MemberCode; readonly requestId: string }[]
}

/** The record's text on the ledger. */
export function printStatus(status: CertificateStatus): string {
  const { document, taken, uses, declaration, replacedBy, ended, last } = status
  return canonicalText([
    FORMAT_VERSION,
    packWord(document, DOCUMENT_STATES),
    taken.map(({ seq, ...parts }) => [seq, ...PARTS.map((part) => packAmount(parts[part]))]),
    uses,
    declaration,
    packAcquitted(status),
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
    ...parseAcquitted(acquitted, parseMark(last, `${field}.last`), `${field}.acquitted`),
    replacedBy: orNull(replacedBy, `${field}.replacedBy`, unpackHash) as CertificateId | null,
    ended: orNull(ended, `${field}.ended`, parseMark),
    last: parseMark(last, `${field}.last`),
  }
}

// 1 where the last step did it, or where it is not known any more which request did; else the request's name.
function packAcquitted({ acquitted, acquittedBy, last }: CertificateStatus): string | number {
  if (!acquitted) return 0
  return acquittedBy === null || last.transition === 'acquit' ? 1 : acquittedBy
}

function parseAcquitted(
  input: unknown,
  { transition, requestId }: ChangeMark,
  field: string,
): Pick<CertificateStatus, 'acquitted' | 'acquittedBy'> {
  if (typeof input === 'string') return { acquitted: true, acquittedBy: parseRequestId(input, field) }
  const acquitted = parseWholeNumber(input, field, 0, 1) === 1
  return { acquitted, acquittedBy: acquitted && transition === 'acquit' ? requestId : null }
}

/** The text of a destination on the ledger. */
export function printDestination({ importingMember, last, earlier }: Destination): string {
  const words = earlier.map((word) => [word.importingMember, word.requestId])
  return canonicalText([FORMAT_VERSION, importingMember, printMark(last), ...(words.length === 0 ? [] : [words])])
}

/** Reads a destination, and nothing else. */
export function parseDestination(text: string, field = 'destination'): Destination {
  const [version, importingMember, last, earlier] = parseParts(parseJson(text, field), field, 3, 4)
  if (version !== FORMAT_VERSION) throw malformed(field, `must be of format ${FORMAT_VERSION}`)
  return {
    importingMember: parseMemberCode(importingMember, `${field}.importingMember`),
    last: parseMark(last, `${field}.last`),
    earlier:
      earlier === undefined ? [] : parseList(earlier, `${field}.earlier`, [1, LIMITS.rememberedSteps], parseWordOn),
  }
}

function parseWordOn(input: unknown, field: string): Destination['earlier'][number] {
  const [importingMember, requestId] = parseParts(input, field, 2)
  return {
    importingMember: parseMemberCode(importingMember, `${field}.importingMember`),
    requestId: parseRequestId(requestId, `${field}.requestId`),
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

import { parseAgreementCode } from '../agreement'
import { canonicalText, parseJson } from '../canonical'
import { parseAuthorityId } from '../certificate-id'
import type { Stamp } from '../change'
import { SEALED_LIMITS } from '../document/profile'
import { ledgerKey } from '../ledger/keys'
import type { RecordReader } from '../ledger/ledger-state'
import { ofLedger } from '../ledger/stored'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { orNull, parseObject, parseText, parseWholeNumber } from '../shape'
import { parseStamp, termOf } from './fields'
import type { Term } from './fields'

/** Whose certificates a member recognises, and under which agreement. */
export interface RecognitionEntry extends Term {
  readonly of: MemberCode
  readonly authority: string
  readonly agreement: string
  /** The certificate of the authority's certificate authority, DER in base64; null where none is needed. */
  readonly caCertificate: string | null
}

/** A member's recognition of another member's authority. */
export interface RecognitionRecord extends RecognitionEntry {
  readonly formatVersion: 1
  readonly member: MemberCode
  readonly recorded: Stamp
}

/** Who recognises whom, under which agreement. */
export type RecognitionName = Pick<RecognitionRecord, 'member' | 'of' | 'authority' | 'agreement'>

/** The key of a recognition. */
export function recognitionKey({ member, of, agreement, authority }: RecognitionName): string {
  return ledgerKey('recognition', member, of, agreement, authority)
}

/** A member's recognition of an authority under an agreement; undefined when there is none. */
export async function loadRecognition(
  reader: RecordReader,
  name: RecognitionName,
): Promise<RecognitionRecord | undefined> {
  return ofLedger(await reader.read(recognitionKey(name)), parseRecognition)
}

/** Writes a recognition as the ledger keeps it. */
export function printRecognition(record: RecognitionRecord): string {
  return canonicalText(record)
}

const DECLARED = ['of', 'authority', 'agreement', 'from', 'until', 'caCertificate']

/** Reads a recognition; throws a `Refusal` that names the field and the rule. */
export function parseRecognition(text: string): RecognitionRecord {
  const names = ['formatVersion', 'member', 'recorded', ...DECLARED]
  const entry = parseObject(parseJson(text, 'recognition'), 'recognition', names)
  parseWholeNumber(entry.formatVersion, 'recognition.formatVersion', 1, 1)
  return {
    formatVersion: 1,
    member: parseMemberCode(entry.member, 'recognition.member'),
    recorded: parseStamp(entry.recorded, 'recognition.recorded'),
    ...declaredOf(entry),
  }
}

/** Accepts a recognition of another member's authority. */
export function parseRecognitionEntry(input: unknown): RecognitionEntry {
  return declaredOf(parseObject(input, 'entry', DECLARED))
}

function declaredOf(entry: Readonly<Record<string, unknown>>): RecognitionEntry {
  return {
    of: parseMemberCode(entry.of, 'of'),
    authority: parseAuthorityId(entry.authority, 'authority'),
    agreement: parseAgreementCode(entry.agreement, 'agreement'),
    ...termOf(entry.from, entry.until, 'recognition'),
    caCertificate: orNull(entry.caCertificate, 'caCertificate', (value, at) =>
      parseText(value, at, /^[A-Za-z0-9+/]+={0,2}$/, SEALED_LIMITS.certificateCharacters, 'DER in base64'),
    ),
  }
}

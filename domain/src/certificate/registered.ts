import { canonicalText, parseJson } from '../canonical'
import { parseAuthorityId } from '../certificate-id'
import type { CertificateId } from '../certificate-id'
import { parseRequestId } from '../change'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { malformed, parseParts } from '../shape'
import { parseMilliseconds } from '../ledger/packing'
import { parseRegisteredParts, printRegistered } from './registration-entry'
import type { IssueEntry } from './registration-entry'

/** What was registered of a certificate, under `c/<id>`: written once and never again. */
export interface RegisteredCertificate extends IssueEntry {
  readonly issuingMember: MemberCode
  readonly authority: string
  readonly requestId: string
  /** Milliseconds since 1970, by the submitter's clock. */
  readonly registeredAt: number
}

/** The record's text on the ledger: a list, without the id, which is the key. */
export function printRegisteredCertificate(record: RegisteredCertificate): string {
  const { issuingMember, authority, requestId, registeredAt } = record
  return canonicalText([FORMAT_VERSION, issuingMember, authority, requestId, registeredAt, ...printRegistered(record)])
}

/** Reads the record's text, whole and with nothing else in it. */
export function parseRegisteredCertificate(
  id: CertificateId,
  text: string,
  field = 'registered',
): RegisteredCertificate {
  const [version, member, authority, requestId, at, ...registered] = parseParts(parseJson(text, field), field, 15, 17)
  if (version !== FORMAT_VERSION) throw malformed(field, `must be of format ${FORMAT_VERSION}`)
  return {
    id,
    issuingMember: parseMemberCode(member, `${field}.issuingMember`),
    authority: parseAuthorityId(authority, `${field}.authority`),
    requestId: parseRequestId(requestId, `${field}.requestId`),
    registeredAt: parseMilliseconds(at, `${field}.registeredAt`),
    ...parseRegisteredParts(registered, field),
  }
}

const FORMAT_VERSION = 1

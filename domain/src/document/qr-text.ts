import { parseAuthorityId, parseCertificateNumber } from '../certificate-id'
import type { CertificateReference } from '../certificate-id'
import { parseDocumentHash } from '../hash'
import type { DocumentHash } from '../hash'
import { parseMemberCode } from '../member'
import { Refusal } from '../refusal'

/** What a QR code on paper says: which certificate, and the hash of its document. No data of it, and no key. */
export interface QrReference extends CertificateReference {
  readonly documentHash: DocumentHash
}

const TAG = 'ECO1'

/** The text of the QR code: `ECO1:member:authority:number:HASH`, with `%` and `:` of the number as `%25` and `%3A`. */
export function printQrText(reference: QrReference): string {
  const { issuingMember, authority, number, documentHash } = reference
  const escaped = number.replaceAll('%', '%25').replaceAll(':', '%3A')
  // Upper case, since the alphanumeric mode of QR codes has no lower case and takes a third less room.
  return [TAG, issuingMember, authority, escaped, documentHash.toUpperCase()].join(':')
}

/** Reads the text of a QR code; refuses everything that `printQrText` does not write. */
export function parseQrText(text: string): QrReference {
  const [tag, member, authority, number = '', hash = '', ...more] = text.split(':')
  if (tag !== TAG || more.length > 0) {
    throw new Refusal('MALFORMED_INPUT', `qrCode: must read ${TAG}:member:authority:number:hash`)
  }
  const reference = {
    issuingMember: parseMemberCode(member, 'qrCode.issuingMember'),
    authority: parseAuthorityId(authority, 'qrCode.authority'),
    number: parseCertificateNumber(number.replaceAll('%3A', ':').replaceAll('%25', '%'), 'qrCode.number'),
    documentHash: parseDocumentHash(hash.toLowerCase(), 'qrCode.documentHash'),
  }
  if (printQrText(reference) !== text) throw new Refusal('MALFORMED_INPUT', 'qrCode: is not in its one spelling')
  return reference
}

import { parseCertificateId } from '../certificate-id'
import type { CertificateId, CertificateReference } from '../certificate-id'
import { documentHash } from '../hash'
import type { Registration } from '../registration'
import { isObject } from '../shape'
import type { Unjudged } from '../shape'
import { claimedReference } from './claimed-reference'
import { asciiBytes, decode, readJson } from './compact-jws'
import { NotADocument } from './not-a-document'

/** What the register keeps of a document itself: the hash of what its authority signed, its format, its key. */
export type DocumentIdentity = Pick<Registration, 'documentHash' | 'documentFormat' | 'keyId'>

/** The identity of a document of either format; throws `NotADocument` if it names no key. */
export function identityOf(document: string): DocumentIdentity {
  const [signed = '', ...disclosures] = document.split('~')
  const { kid } = readJson(decode(asciiBytes(signed.split('.')[0] ?? '')), 'header')
  if (typeof kid !== 'string') throw new NotADocument('The header names no key.')
  return {
    documentHash: documentHash(signed),
    documentFormat: disclosures.length > 0 ? 'sd-jwt' : 'jws',
    keyId: kid,
  }
}

/** The id that a document of either format carries; throws `NotADocument` or a `Refusal` if it carries none. */
export function certificateIdIn(document: string): CertificateId {
  return parseCertificateId(payloadOf(document).id)
}

/** Which certificate a document of either format says to be; undefined if it does not say so readably. */
export function referenceIn(document: string): CertificateReference | undefined {
  const payload = payloadOf(document)
  return claimedReference(isObject(payload.dataset) ? payload.dataset : payload)
}

function payloadOf(document: string): Unjudged {
  const [signed = ''] = document.split('~')
  return readJson(decode(asciiBytes(signed.split('.')[1] ?? '')), 'payload')
}

import { documentHash } from '../hash'
import type { Registration } from '../registration'
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

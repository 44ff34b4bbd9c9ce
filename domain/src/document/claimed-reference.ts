import { parseAuthorityId, parseCertificateNumber } from '../certificate-id'
import type { CertificateReference } from '../certificate-id'
import { parseMemberCode } from '../member'
import { Refusal } from '../refusal'
import { isObject } from '../shape'
import type { Unjudged } from '../shape'

/** Which certificate a dataset says to be; undefined if it does not say so readably. */
export function claimedReference(dataset: Unjudged): CertificateReference | undefined {
  const { issuingAuthority } = dataset
  try {
    return {
      issuingMember: parseMemberCode(dataset.issuingCountry),
      authority: parseAuthorityId(isObject(issuingAuthority) ? issuingAuthority.id : undefined),
      number: parseCertificateNumber(dataset.certificateNumber),
    }
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

import { certificateId, documentHash, referenceOf, registeredKey, registrationOf } from '@eco/domain'
import type { CertificateId, Dataset, Registration } from '@eco/domain'
import { anIdKey, sealOf } from '@eco/domain/testing'
import type { Sender } from './ledger'

/** Issues for the authority AU-ACCI of Australia. */
export const ISSUER: Sender = { mspId: 'AUMSP', identity: 'issuer' }

/** What Australia registers of a certificate with this number, with the given members in place of its own. */
export function aRegistration(number: string, changes: Partial<Registration> = {}): Registration {
  const dataset = {
    certificateNumber: number,
    agreement: { code: 'RCEP', version: '2022' },
    certificateType: 'original',
    issueDateTime: '2026-03-02T09:30:00+11:00',
    validUntil: '2027-03-01',
    issuingCountry: 'AU',
    issuingAuthority: { id: 'AU-ACCI' },
    importCountry: 'KR',
    exportCountry: 'AU',
    items: [
      { sequence: 1, quantity: { value: '1200', unit: 'KGM' } },
      { sequence: 2, quantity: { value: '0.5', unit: 'TNE' } },
    ],
  } as unknown as Dataset
  const salt = '000102030405060708090a0b0c0d0e0f'
  return {
    ...registrationOf({
      id: certificateId(referenceOf(dataset), anIdKey()),
      dataset,
      salt,
      documentHash: documentHash(`document.${number}.signed`),
      documentFormat: 'sd-jwt',
      keyId: sealOf('AU'),
    }),
    ...changes,
  }
}

/** The key under which the ledger keeps a certificate. */
export function keyOf({ id }: { readonly id: CertificateId }): string {
  return registeredKey(id)
}

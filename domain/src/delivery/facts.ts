import type { CertificateRecord } from '../certificate'
import { importingMemberOf, requireRegistered } from '../certificate/load'
import type { CertificateId } from '../certificate-id'
import type { Caller } from '../caller'
import type { RecordReader } from '../ledger/ledger-state'
import { pairCollection } from '../member'
import { Refusal } from '../refusal'

/** What delivery and retention need to know of a certificate. */
export type CertificateFacts = Pick<
  CertificateRecord,
  | 'issuingMember'
  | 'authority'
  | 'importingMember'
  | 'documentHash'
  | 'agreement'
  | 'agreementVersion'
  | 'issueDate'
  | 'validUntil'
>

/** Which of the two members somebody acts for. */
export type Side = 'issuing' | 'importing'

/** The facts of a registered certificate, its importing member being the one of today. */
export async function loadFacts(reader: RecordReader, id: CertificateId): Promise<CertificateFacts> {
  const registered = await requireRegistered(reader, id)
  return { ...registered, importingMember: await importingMemberOf(reader, registered) }
}

/** The collection through which the two members of a certificate exchange what nobody else may read. */
export function collectionOf({ issuingMember, importingMember }: CertificateFacts): string {
  return pairCollection(issuingMember, importingMember)
}

/** On which side the caller stands; refuses everybody else. */
export function requireParty({ issuingMember, importingMember }: CertificateFacts, caller: Caller): Side {
  if (caller.organisation === issuingMember) return 'issuing'
  if (caller.organisation === importingMember) return 'importing'
  throw new Refusal('CALLER_NOT_PARTY', `caller: the two members are ${issuingMember} and ${importingMember}`)
}

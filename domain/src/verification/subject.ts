import { importingMemberOf, requireRegistered } from '../certificate/load'
import type { CertificateId } from '../certificate-id'
import type { RecordReader } from '../ledger/ledger-state'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { authorityAsOf } from '../register/as-of'
import { loadAuthority } from '../register/authority-record'

/** What a case needs to know of the certificate that it is about. */
export interface CaseSubject {
  readonly issuingMember: MemberCode
  readonly authority: string
  /** The importing member of today. */
  readonly importingMember: MemberCode
  readonly agreement: string
  readonly agreementVersion: string
  readonly items: readonly { readonly seq: number }[]
}

/** What the register says of a certificate that a case is about. @throws Refusal where nothing is registered. */
export async function loadSubject(reader: RecordReader, id: CertificateId): Promise<CaseSubject> {
  const registered = await requireRegistered(reader, id)
  return { ...registered, importingMember: await importingMemberOf(reader, registered) }
}

/** Refuses to ask about items that the certificate does not have. */
export function requireItems(subject: CaseSubject, items: readonly number[]): void {
  const unknown = items.find((wanted) => !subject.items.some(({ seq }) => seq === wanted))
  if (unknown !== undefined) throw new Refusal('MALFORMED_INPUT', `items: the certificate has no item ${unknown}`)
}

/** Refuses to have somebody answer who is neither the issuing authority nor a competent one that is active now. */
export async function requireCompetent(
  reader: RecordReader,
  { issuingMember, authority }: CaseSubject,
  addressee: string,
  time: string,
): Promise<void> {
  if (addressee === authority) return
  const declared = await loadAuthority(reader, issuingMember, addressee)
  const isCompetent = declared?.functions.includes('competent') === true && authorityAsOf(declared, time) === 'active'
  if (!isCompetent) {
    throw new Refusal('ADDRESSEE_NOT_COMPETENT', `addressee: ${issuingMember} has no such body that is active`)
  }
}

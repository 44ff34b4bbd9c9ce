import { authorityKey, memberKey, partyKey, proposalKey, registeredKey } from '@eco/domain'
import type { CertificateId, CertificateRecord, Entitlement } from '@eco/domain'
import type { StoredObjection } from './objection-rows'
import type { Store } from './store'

/** What the rules, run again, would not have allowed of a certificate and of what it rests on: its ancestors among that. */
export function entitlementOf(
  store: Pick<Store, 'certificate' | 'objections'>,
  record: CertificateRecord,
  ancestors: readonly CertificateId[],
): Entitlement {
  const own = store.objections.toCertificate(record.id)
  const registered = registeredKey(record.id)
  const beneath = [
    ...ancestors.flatMap((id) => store.objections.toCertificate(id)),
    ...[record, ...ancestors.flatMap((id) => store.certificate(id)?.record ?? [])]
      .flatMap(recordsBeneath)
      .flatMap((key) => store.objections.toKey(key)),
  ]
  return {
    registration: transactionsOf(own.filter(({ key }) => key === registered)),
    changes: transactionsOf(own.filter(({ key }) => key !== registered)),
    beneath: transactionsOf(beneath),
  }
}

/** The records of the register by which a certificate is judged. */
function recordsBeneath(record: CertificateRecord): readonly string[] {
  const { issuingMember, authority, agreement, agreementVersion, importingMember } = record
  return [
    memberKey(issuingMember),
    authorityKey(issuingMember, authority),
    proposalKey(agreement, agreementVersion),
    ...[issuingMember, importingMember].map((member) => partyKey(agreement, agreementVersion, member)),
  ]
}

function transactionsOf(objections: readonly StoredObjection[]): readonly string[] {
  return [...new Set(objections.map(({ transactionId }) => transactionId))]
}

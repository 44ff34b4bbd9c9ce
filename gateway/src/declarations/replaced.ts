import { LIMITS } from '@eco/domain'
import type { CertificateId } from '@eco/domain'
import type { Store } from '../read-model/store'

/** The certificates in whose place this one stands, the latest first. */
export function replacedBy(store: Pick<Store, 'certificate'>, certificate: CertificateId): readonly CertificateId[] {
  const found: CertificateId[] = []
  let current = store.certificate(certificate)?.record.links.replaces ?? null
  while (current !== null && found.length < LIMITS.chainDepth) {
    found.push(current)
    current = store.certificate(current)?.record.links.replaces ?? null
  }
  return found
}

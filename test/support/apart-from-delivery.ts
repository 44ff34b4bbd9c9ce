import type { CertificateRecord } from '@eco/domain'
import type { Changed } from './client'

/** A certificate without the state that changes by itself, while gateways deliver its document. */
export function apartFromDelivery(certificate: CertificateRecord): object {
  const { document, verification } = certificate.states
  return { ...certificate, states: { document, verification } }
}

/** The changes of a certificate that people made; those by which its document was delivered are left out. */
export function changesByPeople(changes: readonly Changed[]): readonly Changed[] {
  return changes.filter(({ certificate: { states } }, index) => {
    const before = changes[index - 1]?.certificate.states
    return before === undefined || before.delivery === states.delivery
  })
}

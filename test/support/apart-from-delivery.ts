import type { CertificateRecord } from '@eco/domain'
import type { Changed, Client } from './client'
import { eventually } from './settled'

/** A certificate without the state that changes by itself, while gateways deliver its document. */
export function apartFromDelivery(certificate: CertificateRecord): object {
  const { document, verification } = certificate.states
  return { ...certificate, states: { document, verification } }
}

/** The certificate once its document is delivered and acknowledged: then gateways write nothing more about it. */
export function onceDelivered(client: Client, id: string): Promise<CertificateRecord> {
  return eventually(async () => {
    const { body } = await client.get<Partial<Changed>>(`/api/v1/certificates/${id}`)
    return body.certificate?.states.delivery === 'acknowledged' ? body.certificate : undefined
  }, 'the document is delivered and acknowledged')
}

/** The changes of a certificate that people made; those by which its document was delivered are left out. */
export function changesByPeople(changes: readonly Changed[]): readonly Changed[] {
  return changes.filter(({ certificate: { states } }, index) => {
    const before = changes[index - 1]?.certificate.states
    return before === undefined || before.delivery === states.delivery
  })
}

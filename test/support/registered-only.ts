import { randomBytes } from 'node:crypto'
import { identityOf, parseCertificateId, parseDataset, printRegistration, registrationOf } from '@eco/domain'
import type { CertificateId } from '@eco/domain'
import { aDataset } from './dataset'
import { submitAs } from './private-exchange'
import type { TestNetwork } from './test-network'

/** Registers a certificate from Australia to Korea past every gateway, with the seal of another document: nobody has anything to deliver. */
export async function registerWithoutDocument(
  network: TestNetwork,
  document: string,
): Promise<{ readonly id: CertificateId }> {
  const reading = parseDataset(aDataset().from('AU').to('KR').build())
  if (!reading.ok) throw new Error('the dataset is not one')
  const registration = registrationOf({
    ...{ id: parseCertificateId(randomBytes(32).toString('hex')), dataset: reading.dataset, salt: '0'.repeat(32) },
    ...identityOf(document),
  })
  const [outcome] = await submitAs(network, 'AU', 'issuer', 'issue', [printRegistration(registration)])
  if (outcome !== 'done') throw new Error(`not registered: ${JSON.stringify(outcome)}`)
  return registration
}

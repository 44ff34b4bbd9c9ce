import type { OrganisationCode, Role } from '@eco/domain'
import { issueIdentity, readMaterial } from '@eco/network'
import { LedgerClient } from './ledger-client'
import type { TestNetwork } from './test-network'

/** Every block up to this one, as the peer of an organisation delivers it to one of its own users. */
export async function blocksAt(
  network: TestNetwork,
  code: OrganisationCode,
  role: Role,
  last: number,
): Promise<readonly Uint8Array[]> {
  const organisation = network.network.organisation(code)
  const material = await readMaterial(network.network.layout, organisation)
  const credentials = await issueIdentity(material, organisation, role)
  using client = await LedgerClient.connect(network, code, { mspId: organisation.mspId, credentials })
  return await client.blocks(last)
}

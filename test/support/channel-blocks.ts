import type { OrganisationCode, Role } from '@eco/domain'
import { memberClient } from './private-exchange'
import type { TestNetwork } from './test-network'

/** Every block up to this one, as the peer of an organisation delivers it to one of its own users. */
export async function blocksAt(
  network: TestNetwork,
  code: OrganisationCode,
  role: Role,
  last: number,
): Promise<readonly Uint8Array[]> {
  using client = await memberClient(network, code, role)
  return await client.blocks(last)
}

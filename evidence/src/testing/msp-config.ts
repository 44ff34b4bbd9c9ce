import { msp } from '@hyperledger/fabric-protos'
import type { OrganizationMaterial } from 'embedded-fabric'

/** `msp.MSPConfig` of an organisation whose certificates of one kind are told by their unit. */
export function mspConfigOf(
  { mspId, ca }: Pick<OrganizationMaterial, 'mspId' | 'ca'>,
  kind: 'admin' | 'client',
  revocationLists: readonly string[] = [],
): Uint8Array {
  const config = new msp.FabricMSPConfig()
  config.setName(mspId)
  config.setRootCertsList([Buffer.from(ca.certificate)])
  config.setRevocationListList(revocationLists.map((list) => Buffer.from(list)))
  const units = new msp.FabricNodeOUs()
  const unit = new msp.FabricOUIdentifier()
  unit.setOrganizationalUnitIdentifier(kind)
  if (kind === 'admin') units.setAdminOuIdentifier(unit)
  else units.setClientOuIdentifier(unit)
  config.setFabricNodeOus(units)
  const wrapped = new msp.MSPConfig()
  wrapped.setConfig(config.serializeBinary())
  return wrapped.serializeBinary()
}

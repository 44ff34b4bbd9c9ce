import { msp } from '@hyperledger/fabric-protos'
import type { NodeRole, OrganizationMaterial } from 'embedded-fabric'

const ROLES: readonly NodeRole[] = ['client', 'peer', 'admin', 'orderer']

/**
 * The MSP as the channel's configuration knows it. It stands in the groups Application and Orderer; Fabric refuses two
 * that differ in one byte, so both come from here.
 */
export function mspDefinition({
  mspId,
  ca,
  tlsCa,
}: Pick<OrganizationMaterial, 'mspId' | 'ca' | 'tlsCa'>): msp.MSPConfig {
  const crypto = new msp.FabricCryptoConfig()
  crypto.setSignatureHashFamily('SHA2')
  crypto.setIdentityIdentifierHashFunction('SHA256')
  const units = new msp.FabricNodeOUs()
  units.setEnable(true)
  units.setClientOuIdentifier(unit('client'))
  units.setPeerOuIdentifier(unit('peer'))
  units.setAdminOuIdentifier(unit('admin'))
  units.setOrdererOuIdentifier(unit('orderer'))
  const definition = new msp.FabricMSPConfig()
  definition.setName(mspId)
  definition.setRootCertsList([Buffer.from(ca.certificate)])
  definition.setTlsRootCertsList([Buffer.from(tlsCa.certificate)])
  definition.setCryptoConfig(crypto)
  definition.setFabricNodeOus(units)
  const config = new msp.MSPConfig()
  config.setConfig(definition.serializeBinary())
  return config
}

/** `msp/config.yaml`: the same NodeOUs for the node that reads its own folder. JSON is YAML. */
export function nodeUnitsFile(): string {
  const units: Record<string, unknown> = { Enable: true }
  for (const role of ROLES) {
    units[`${role.charAt(0).toUpperCase()}${role.slice(1)}OUIdentifier`] = { OrganizationalUnitIdentifier: role }
  }
  return JSON.stringify({ NodeOUs: units }, null, 2)
}

function unit(role: NodeRole): msp.FabricOUIdentifier {
  const identifier = new msp.FabricOUIdentifier()
  identifier.setOrganizationalUnitIdentifier(role)
  return identifier
}

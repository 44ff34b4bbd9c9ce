import { common, msp, peer } from '@hyperledger/fabric-protos'
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb'
import type { NodeRole, OrganizationMaterial, Signer } from '../identity/identity'
import { metaPolicyMessage, parseMetaPolicy } from '../policy/meta-policy'
import type { MetaPolicy } from '../policy/meta-policy'
import { policyMessage } from '../policy/encode'
import { PolicyError, parsePolicy } from '../policy/parse'
import { sha256 } from './hashing'

export interface GenesisOptions {
  readonly channelId: string
  readonly organizations: readonly OrganizationMaterial[]
  readonly observers: ReadonlySet<string>
  /** Of the group Application, besides Fabric's own. */
  readonly policies?: Readonly<Record<string, string>>
  readonly now: Date
}

/** Block 0 of a channel: its configuration as Fabric writes it, with each organisation's MSP and policies. */
export function genesisBlock(options: GenesisOptions, signer: Signer): Uint8Array {
  const config = new common.Config()
  config.setChannelGroup(channelGroup(options))
  const envelope = new common.ConfigEnvelope()
  envelope.setConfig(config)
  const transaction = configTransaction(options, envelope.serializeBinary(), signer)
  const header = new common.BlockHeader()
  header.setDataHash(sha256(transaction))
  const data = new common.BlockData()
  data.setDataList([transaction])
  const block = new common.Block()
  block.setHeader(header)
  block.setData(data)
  return block.serializeBinary()
}

function configTransaction({ channelId, now }: GenesisOptions, data: Uint8Array, signer: Signer): Uint8Array {
  const timestamp = new Timestamp()
  timestamp.fromDate(now)
  const channelHeader = new common.ChannelHeader()
  channelHeader.setType(common.HeaderType.CONFIG)
  channelHeader.setChannelId(channelId)
  channelHeader.setTimestamp(timestamp)
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setCreator(signer.serialized)
  signatureHeader.setNonce(sha256(channelId, now.toISOString()).subarray(0, 24))
  const header = new common.Header()
  header.setChannelHeader(channelHeader.serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())
  const payload = new common.Payload()
  payload.setHeader(header)
  payload.setData(data)
  const payloadBytes = payload.serializeBinary()
  const envelope = new common.Envelope()
  envelope.setPayload(payloadBytes)
  envelope.setSignature(signer.sign(payloadBytes))
  return envelope.serializeBinary()
}

/** As Fabric's sample configuration has them. */
const APPLICATION_POLICIES = {
  Readers: 'ANY Readers',
  Writers: 'ANY Writers',
  Admins: 'MAJORITY Admins',
  Endorsement: 'MAJORITY Endorsement',
  LifecycleEndorsement: 'MAJORITY Endorsement',
}

function channelGroup(options: GenesisOptions): common.ConfigGroup {
  const channel = new common.ConfigGroup()
  const application = new common.ConfigGroup()
  for (const organization of options.organizations) {
    application
      .getGroupsMap()
      .set(organization.mspId, organizationGroup(organization, options.observers.has(organization.mspId)))
  }
  for (const [name, text] of Object.entries(APPLICATION_POLICIES)) {
    application.getPoliciesMap().set(name, anyPolicy(text))
  }
  for (const [name, text] of Object.entries(options.policies ?? {})) {
    application.getPoliciesMap().set(name, addedPolicy(name, text))
  }
  for (const name of ['Readers', 'Writers', 'Admins'] as const) {
    channel.getPoliciesMap().set(name, anyPolicy(APPLICATION_POLICIES[name]))
  }
  setValue(application, 'Capabilities', capabilities('V2_5'))
  setValue(application, 'ACLs', accessControl())
  channel.getGroupsMap().set('Application', application)
  setValue(channel, 'Capabilities', capabilities('V3_0'))
  return channel
}

function organizationGroup(organization: OrganizationMaterial, observer: boolean): common.ConfigGroup {
  const { mspId } = organization
  const group = new common.ConfigGroup()
  const policies = {
    Readers: `OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')`,
    Writers: observer ? undefined : `OR('${mspId}.admin', '${mspId}.client')`,
    Admins: `OR('${mspId}.admin')`,
    Endorsement: observer ? undefined : `OR('${mspId}.peer')`,
  }
  for (const [name, text] of Object.entries(policies)) {
    if (text !== undefined) group.getPoliciesMap().set(name, signaturePolicy(text))
  }
  setValue(group, 'MSP', mspConfig(organization))
  return group
}

function mspConfig({ mspId, ca, tlsCa, revocationLists = [] }: OrganizationMaterial): msp.MSPConfig {
  const fabric = new msp.FabricMSPConfig()
  fabric.setName(mspId)
  fabric.setRootCertsList([Buffer.from(ca.certificate)])
  fabric.setTlsRootCertsList([Buffer.from(tlsCa.certificate)])
  fabric.setRevocationListList(revocationLists.map((list) => Buffer.from(list)))
  const crypto = new msp.FabricCryptoConfig()
  crypto.setSignatureHashFamily('SHA2')
  crypto.setIdentityIdentifierHashFunction('SHA256')
  fabric.setCryptoConfig(crypto)
  const units = new msp.FabricNodeOUs()
  units.setEnable(true)
  units.setClientOuIdentifier(unit('client'))
  units.setPeerOuIdentifier(unit('peer'))
  units.setAdminOuIdentifier(unit('admin'))
  units.setOrdererOuIdentifier(unit('orderer'))
  fabric.setFabricNodeOus(units)
  const config = new msp.MSPConfig()
  config.setConfig(fabric.serializeBinary())
  return config
}

function unit(role: NodeRole): msp.FabricOUIdentifier {
  const identifier = new msp.FabricOUIdentifier()
  identifier.setOrganizationalUnitIdentifier(role)
  return identifier
}

function capabilities(name: string): common.Capabilities {
  const message = new common.Capabilities()
  message.getCapabilitiesMap().set(name, new common.Capability())
  return message
}

/** Proposals need a reader only, so that observers can evaluate; submitting is the orderers' Writers policy. */
function accessControl(): peer.ACLs {
  const resource = new peer.APIResource()
  resource.setPolicyRef('/Channel/Application/Readers')
  const acls = new peer.ACLs()
  acls.getAclsMap().set('peer/Propose', resource)
  return acls
}

function addedPolicy(name: string, text: string): common.ConfigPolicy {
  if (Object.hasOwn(APPLICATION_POLICIES, name)) throw new PolicyError(`policy ${name}: every channel has one already`)
  try {
    return anyPolicy(text)
  } catch (error) {
    throw new PolicyError(`policy ${name}: ${(error as Error).message}`)
  }
}

function anyPolicy(text: string): common.ConfigPolicy {
  const meta = parseMetaPolicy(text)
  return meta === undefined ? signaturePolicy(text) : implicitPolicy(meta)
}

function implicitPolicy(policy: MetaPolicy): common.ConfigPolicy {
  return configPolicy(common.Policy.PolicyType.IMPLICIT_META, metaPolicyMessage(policy).serializeBinary())
}

function signaturePolicy(text: string): common.ConfigPolicy {
  return configPolicy(common.Policy.PolicyType.SIGNATURE, policyMessage(parsePolicy(text)).serializeBinary())
}

function configPolicy(type: number, value: Uint8Array): common.ConfigPolicy {
  const policy = new common.Policy()
  policy.setType(type)
  policy.setValue(value)
  const config = new common.ConfigPolicy()
  config.setPolicy(policy)
  config.setModPolicy('Admins')
  return config
}

function setValue(group: common.ConfigGroup, name: string, message: { serializeBinary(): Uint8Array }): void {
  const value = new common.ConfigValue()
  value.setValue(message.serializeBinary())
  value.setModPolicy('Admins')
  group.getValuesMap().set(name, value)
}

import { createHash, randomBytes } from 'node:crypto'
import { common, orderer, peer } from '@hyperledger/fabric-protos'
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb'
import { ADMINS, blockOf, group, setPolicies, setValue, type Message } from './config-group'
import {
  blockValidationPolicy,
  MEMBER_POLICIES,
  metaPolicy,
  OBSERVER_POLICIES,
  ORDERER_POLICIES,
  rolesPolicy,
  type RolePolicies,
} from './channel-policies'
import type { MemberIdentities } from './identities'
import { mspDefinition } from './msp-definition'
import { HOST, type MemberPlan, type NetworkPlan } from './plan'
import type { FabricSettings } from './settings'

/** The members govern what belongs to an observer: it has no Admins of its own. */
const MEMBERS_GOVERN = '/Channel/Application/Admins'

/**
 * Block 0 of the channel, with all that its members agree on: MSPs, who reads, writes and governs, the orderers and
 * how they agree on blocks.
 */
export function genesisBlock(
  plan: NetworkPlan,
  identities: ReadonlyMap<string, MemberIdentities>,
  settings: FabricSettings,
): Uint8Array {
  const channel = group()
  setPolicies(channel, {
    Readers: metaPolicy('ANY', 'Readers'),
    Writers: metaPolicy('ANY', 'Writers'),
    Admins: metaPolicy('MAJORITY', 'Admins'),
  })
  setValue(channel, 'HashingAlgorithm', hashingAlgorithm())
  setValue(channel, 'BlockDataHashingStructure', blockDataHashing())
  setValue(channel, 'Capabilities', capabilities('V3_0'))
  channel.getGroupsMap().set('Orderer', ordererGroup(plan, identities, settings))
  channel.getGroupsMap().set('Application', applicationGroup(plan, identities))

  const config = new common.Config()
  config.setChannelGroup(channel)
  const envelope = new common.ConfigEnvelope()
  envelope.setConfig(config)
  return blockOf(configTransaction(plan.channelId, envelope))
}

function applicationGroup(plan: NetworkPlan, identities: ReadonlyMap<string, MemberIdentities>): common.ConfigGroup {
  const application = group()
  setPolicies(application, {
    Readers: metaPolicy('ANY', 'Readers'),
    Writers: metaPolicy('ANY', 'Writers'),
    Admins: metaPolicy('MAJORITY', 'Admins'),
    LifecycleEndorsement: metaPolicy('MAJORITY', 'Endorsement'),
    Endorsement: metaPolicy('MAJORITY', 'Endorsement'),
  })
  setValue(application, 'Capabilities', capabilities('V2_5'))
  // An observer is no Writer, but asks its peer for evaluations: what a proposal writes still needs a Writer to order it.
  setValue(application, 'ACLs', accessControl({ 'peer/Propose': '/Channel/Application/Readers' }))
  for (const member of plan.members) {
    const [policies, modPolicy] = member.observer ? [OBSERVER_POLICIES, MEMBERS_GOVERN] : [MEMBER_POLICIES, ADMINS]
    const organization = organizationGroup(member, identitiesOf(identities, member), policies, modPolicy)
    setValue(organization, 'AnchorPeers', anchorPeers(member), modPolicy)
    application.getGroupsMap().set(member.mspId, organization)
  }
  return application
}

function ordererGroup(
  plan: NetworkPlan,
  identities: ReadonlyMap<string, MemberIdentities>,
  settings: FabricSettings,
): common.ConfigGroup {
  const members = plan.members.filter(({ observer }) => !observer)
  const consenters = members.map((member, index) => consenter(index + 1, member, identitiesOf(identities, member)))
  const ordering = group()
  setPolicies(ordering, {
    Readers: metaPolicy('ANY', 'Readers'),
    Writers: metaPolicy('ANY', 'Writers'),
    Admins: metaPolicy('MAJORITY', 'Admins'),
    BlockValidation: blockValidationPolicy(consenters),
  })
  const batch = new orderer.BatchSize()
  batch.setMaxMessageCount(settings.blockMaxMessages)
  batch.setAbsoluteMaxBytes(settings.blockMaxBytes)
  batch.setPreferredMaxBytes(settings.blockMaxBytes)
  setValue(ordering, 'BatchSize', batch)
  const timeout = new orderer.BatchTimeout()
  // Must be there and positive; SmartBFT cuts by its own interval.
  timeout.setTimeout(settings.blockInterval)
  setValue(ordering, 'BatchTimeout', timeout)
  setValue(ordering, 'ChannelRestrictions', new orderer.ChannelRestrictions())
  setValue(ordering, 'Capabilities', capabilities('V2_0'))
  const orderers = new common.Orderers()
  orderers.setConsenterMappingList(consenters)
  setValue(ordering, 'Orderers', orderers)
  const consensus = new orderer.ConsensusType()
  consensus.setType('BFT')
  consensus.setMetadata(smartBft(settings).serializeBinary())
  setValue(ordering, 'ConsensusType', consensus)
  for (const member of members) {
    const organization = organizationGroup(member, identitiesOf(identities, member), ORDERER_POLICIES, ADMINS)
    const endpoints = new common.OrdererAddresses()
    endpoints.setAddressesList([`${HOST}:${member.ports.orderer}`])
    setValue(organization, 'Endpoints', endpoints)
    ordering.getGroupsMap().set(member.mspId, organization)
  }
  return ordering
}

/** Every field must be there: a missing one is zero, which SmartBFT refuses. */
export function smartBft(settings: FabricSettings): orderer.smartbft.Options {
  const options = new orderer.smartbft.Options()
  options.setRequestBatchMaxCount(settings.blockMaxMessages)
  options.setRequestBatchMaxBytes(settings.blockMaxBytes)
  options.setRequestBatchMaxInterval(settings.blockInterval)
  options.setIncomingMessageBufferSize(200)
  options.setRequestPoolSize(settings.requestPoolSize)
  options.setRequestForwardTimeout(settings.requestForwardTimeout)
  options.setRequestComplainTimeout(settings.requestComplainTimeout)
  options.setRequestAutoRemoveTimeout(settings.requestAutoRemoveTimeout)
  options.setViewChangeResendInterval(settings.viewChangeResendInterval)
  options.setViewChangeTimeout(settings.viewChangeTimeout)
  options.setLeaderHeartbeatTimeout(settings.leaderHeartbeatTimeout)
  options.setLeaderHeartbeatCount(settings.leaderHeartbeatCount)
  options.setCollectTimeout(settings.collectTimeout)
  options.setSyncOnStart(false)
  options.setSpeedUpViewChange(settings.speedUpViewChange)
  options.setLeaderRotation(orderer.smartbft.Options.Rotation.ROTATION_OFF)
  return options
}

function organizationGroup(
  member: MemberPlan,
  identities: MemberIdentities,
  policies: RolePolicies,
  modPolicy: string,
): common.ConfigGroup {
  const organization = group(modPolicy)
  const entries = Object.entries(policies).map(([name, roles]) => [name, rolesPolicy(member.mspId, roles)] as const)
  setPolicies(organization, Object.fromEntries(entries), modPolicy)
  setValue(organization, 'MSP', mspDefinition(identities.material), modPolicy)
  return organization
}

function consenter(id: number, member: MemberPlan, identities: MemberIdentities): common.Consenter {
  if (identities.orderer === undefined) throw new Error(`${member.mspId} has no orderer`)
  const { node, tlsServer, tlsClient } = identities.orderer
  const result = new common.Consenter()
  result.setId(id)
  result.setHost(HOST)
  result.setPort(member.ports.orderer)
  result.setMspId(member.mspId)
  result.setIdentity(Buffer.from(node.certificate))
  result.setServerTlsCert(Buffer.from(tlsServer.certificate))
  result.setClientTlsCert(Buffer.from(tlsClient.certificate))
  return result
}

function identitiesOf(identities: ReadonlyMap<string, MemberIdentities>, { mspId }: MemberPlan): MemberIdentities {
  const own = identities.get(mspId)
  if (own === undefined) throw new Error(`${mspId} has no identities`)
  return own
}

function configTransaction(channelId: string, envelope: common.ConfigEnvelope): common.Envelope {
  const nonce = randomBytes(24)
  const channelHeader = new common.ChannelHeader()
  channelHeader.setType(common.HeaderType.CONFIG)
  channelHeader.setVersion(1)
  channelHeader.setChannelId(channelId)
  channelHeader.setTxId(createHash('sha256').update(nonce).digest('hex'))
  channelHeader.setTimestamp(Timestamp.fromDate(new Date()))
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setNonce(nonce)
  const header = new common.Header()
  header.setChannelHeader(channelHeader.serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())
  const payload = new common.Payload()
  payload.setHeader(header)
  payload.setData(envelope.serializeBinary())
  const result = new common.Envelope()
  result.setPayload(payload.serializeBinary())
  return result
}

function anchorPeers(member: MemberPlan): Message {
  const anchor = new peer.AnchorPeer()
  anchor.setHost(HOST)
  anchor.setPort(member.ports.peer)
  const anchors = new peer.AnchorPeers()
  anchors.setAnchorPeersList([anchor])
  return anchors
}

function accessControl(rules: Readonly<Record<string, string>>): Message {
  const acls = new peer.ACLs()
  for (const [resource, policy] of Object.entries(rules)) {
    const reference = new peer.APIResource()
    reference.setPolicyRef(policy)
    acls.getAclsMap().set(resource, reference)
  }
  return acls
}

function capabilities(name: string): Message {
  const result = new common.Capabilities()
  result.getCapabilitiesMap().set(name, new common.Capability())
  return result
}

function hashingAlgorithm(): Message {
  const hashing = new common.HashingAlgorithm()
  hashing.setName('SHA256')
  return hashing
}

function blockDataHashing(): Message {
  const hashing = new common.BlockDataHashingStructure()
  hashing.setWidth(0xffffffff)
  return hashing
}

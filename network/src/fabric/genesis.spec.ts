import { createHash } from 'node:crypto'
import { common, msp, orderer, peer } from '@hyperledger/fabric-protos'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { createOrganization, issueClient, issueTlsClient, issueTlsServer } from 'embedded-fabric'
import { quorum } from './channel-policies'
import { genesisBlock } from './genesis'
import type { MemberIdentities } from './identities'
import { portsFrom, type NetworkPlan } from './plan'
import { ONE_MACHINE } from './settings'

const MSP_IDS = ['AUMSP', 'CNMSP', 'IDMSP', 'JPMSP', 'WCOMSP']

const plan: NetworkPlan = {
  channelId: 'eco',
  folder: 'unused',
  members: MSP_IDS.map((mspId, index) => ({
    mspId,
    domain: `${mspId.toLowerCase()}.example.com`,
    observer: mspId === 'WCOMSP',
    ports: portsFrom(20_000, index),
    folder: 'unused',
  })),
}

const identities = new Map<string, MemberIdentities>()
let block: common.Block
let channel: common.ConfigGroup

beforeAll(async () => {
  for (const { mspId, observer } of plan.members) {
    const material = await createOrganization({ mspId })
    const adminTls = await issueTlsClient(material, { name: 'admin' })
    const node = await issueClient(material, { name: 'orderer', role: 'orderer' })
    const ordering = { node, tlsServer: await issueTlsServer(material), tlsClient: adminTls }
    identities.set(mspId, { material, adminTls, ...(!observer && { orderer: ordering }) })
  }
  block = common.Block.deserializeBinary(genesisBlock(plan, identities, ONE_MACHINE))
  const [transaction] = block.getData()!.getDataList_asU8()
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(transaction!).getPayload_asU8())
  channel = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()!.getChannelGroup()!
})

const group = (...path: readonly string[]): common.ConfigGroup =>
  path.reduce((parent, name) => parent.getGroupsMap().get(name)!, channel)
const value = (parent: common.ConfigGroup, name: string): Uint8Array => parent.getValuesMap().get(name)!.getValue_asU8()
const policyNames = (parent: common.ConfigGroup): readonly string[] => [...parent.getPoliciesMap().keys()].sort()

describe('the first block', () => {
  it('is block 0, with the hash of its one transaction', () => {
    const [transaction] = block.getData()!.getDataList_asU8()

    expect(block.getHeader()!.getNumber()).toBe(0)
    expect(Buffer.from(block.getHeader()!.getDataHash_asU8())).toEqual(
      createHash('sha256').update(transaction!).digest(),
    )
    expect(block.getMetadata()!.getMetadataList()).toHaveLength(5)
  })

  it('asks for the capabilities that BFT needs', () => {
    const capabilities = [channel, group('Orderer'), group('Application')].map((parent) => [
      ...common.Capabilities.deserializeBinary(value(parent, 'Capabilities')).getCapabilitiesMap().keys(),
    ])

    expect(capabilities).toEqual([['V3_0'], ['V2_0'], ['V2_5']])
    expect([...channel.getValuesMap().keys()]).not.toContain('OrdererAddresses')
  })

  it('has one consenter for each member and none for the observer', () => {
    const consenters = common.Orderers.deserializeBinary(value(group('Orderer'), 'Orderers')).getConsenterMappingList()

    expect(consenters.map((consenter) => [consenter.getId(), consenter.getMspId(), consenter.getPort()])).toEqual([
      [1, 'AUMSP', 20_011],
      [2, 'CNMSP', 20_111],
      [3, 'IDMSP', 20_211],
      [4, 'JPMSP', 20_311],
    ])
  })

  it('has blocks checked by a quorum of exactly the consenters, in their order', () => {
    const policy = group('Orderer').getPoliciesMap().get('BlockValidation')!.getPolicy()!
    const envelope = common.SignaturePolicyEnvelope.deserializeBinary(policy.getValue_asU8())
    const signers = envelope
      .getIdentitiesList()
      .map((principal) => msp.SerializedIdentity.deserializeBinary(principal.getPrincipal_asU8()))

    expect(policy.getType()).toBe(common.Policy.PolicyType.SIGNATURE)
    expect(envelope.getRule()!.getNOutOf()!.getN()).toBe(3)
    expect(
      envelope
        .getRule()!
        .getNOutOf()!
        .getRulesList()
        .map((rule) => rule.getSignedBy()),
    ).toEqual([0, 1, 2, 3])
    expect(signers.map((signer) => Buffer.from(signer.getIdBytes_asU8()).toString())).toEqual(
      MSP_IDS.slice(0, 4).map((mspId) => identities.get(mspId)!.orderer!.node.certificate),
    )
  })

  it.each(MSP_IDS.slice(0, 4))('defines the MSP of %s the same, byte for byte, as orderer and as member', (mspId) => {
    expect(value(group('Orderer', mspId), 'MSP')).toEqual(value(group('Application', mspId), 'MSP'))
  })

  it('lets an observer read, and neither write nor endorse nor govern', () => {
    expect(policyNames(group('Application', 'WCOMSP'))).toEqual(['Readers'])
    expect(policyNames(group('Application', 'AUMSP'))).toEqual(['Admins', 'Endorsement', 'Readers', 'Writers'])
    expect(group('Orderer').getGroupsMap().has('WCOMSP')).toBe(false)
    expect(group('Application', 'WCOMSP').getModPolicy()).toBe('/Channel/Application/Admins')
  })

  it('lets whoever reads ask a peer', () => {
    const acls = peer.ACLs.deserializeBinary(value(group('Application'), 'ACLs')).getAclsMap()

    expect(acls.get('peer/Propose')?.getPolicyRef()).toBe('/Channel/Application/Readers')
  })

  it('names an anchor peer and an orderer of every member', () => {
    const anchors = MSP_IDS.map((mspId) =>
      peer.AnchorPeers.deserializeBinary(value(group('Application', mspId), 'AnchorPeers'))
        .getAnchorPeersList()
        .map((anchor) => `${anchor.getHost()}:${anchor.getPort()}`),
    )

    expect(anchors.flat()).toEqual([20_001, 20_101, 20_201, 20_301, 20_401].map((port) => `127.0.0.1:${port}`))
    expect(
      common.OrdererAddresses.deserializeBinary(value(group('Orderer', 'CNMSP'), 'Endpoints')).getAddressesList(),
    ).toEqual(['127.0.0.1:20111'])
  })

  it('gives SmartBFT every option that it wants', () => {
    const consensus = orderer.ConsensusType.deserializeBinary(value(group('Orderer'), 'ConsensusType'))
    const options = orderer.smartbft.Options.deserializeBinary(consensus.getMetadata_asU8()).toObject()

    expect(consensus.getType()).toBe('BFT')
    expect(options).toEqual({
      requestBatchMaxCount: 500,
      requestBatchMaxBytes: 8_388_608,
      requestBatchMaxInterval: '200ms',
      incomingMessageBufferSize: 200,
      requestPoolSize: 2000,
      requestForwardTimeout: '1s',
      requestComplainTimeout: '2s',
      requestAutoRemoveTimeout: '2m',
      requestMaxBytes: 0,
      viewChangeResendInterval: '1s',
      viewChangeTimeout: '1s',
      leaderHeartbeatTimeout: '3s',
      leaderHeartbeatCount: 10,
      collectTimeout: '1s',
      syncOnStart: false,
      speedUpViewChange: true,
      leaderRotation: orderer.smartbft.Options.Rotation.ROTATION_OFF,
      decisionsPerLeader: 0,
    })
  })
})

describe('the quorum', () => {
  it.each([
    [1, 1],
    [4, 3],
    [5, 4],
    [7, 5],
    [8, 6],
    [10, 7],
  ])('of %i orderers is %i', (orderers, wanted) => {
    expect(quorum(orderers)).toBe(wanted)
  })
})

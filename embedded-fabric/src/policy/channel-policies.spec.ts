import { beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createOrganization } from '../identity/authority'
import type { NodeRole, OrganizationMaterial } from '../identity/identity'
import { createSigner } from '../identity/signing'
import { testGenesis } from '../testing/test-ledger'
import { genesisBlock } from '../wire/genesis'
import { ChannelPolicies } from './channel-policies'
import { satisfies } from './evaluate'
import type { Signatory } from './evaluate'
import { endorsementLayouts } from './layouts'
import { parsePolicy } from './parse'

const MEMBERS = ['Org1MSP', 'Org2MSP', 'Org3MSP', 'Org4MSP']
const ENDORSEMENT = { channelPolicy: '/Channel/Application/Endorsement' }
const POLICIES = {
  AnyEndorsement: 'ANY Endorsement',
  AllEndorsement: 'ALL Endorsement',
  First: "AND('Org1MSP.peer', 'Org2MSP.client')",
}

let materials: readonly OrganizationMaterial[]
let members: ChannelPolicies
let observed: ChannelPolicies

beforeAll(async () => {
  materials = await Promise.all([...MEMBERS, 'WatchMSP'].map((mspId) => createOrganization({ mspId })))
  members = policiesOf(MEMBERS)
  observed = policiesOf([...MEMBERS, 'WatchMSP'])
})

/** Of a channel of these organisations, `WatchMSP` as an observer. */
function policiesOf(mspIds: readonly string[], policies: Readonly<Record<string, string>> = POLICIES): ChannelPolicies {
  const [first] = materials
  const organizations = materials.filter(({ mspId }) => mspIds.includes(mspId))
  const options = { channelId: 'c', organizations, observers: new Set(['WatchMSP']), policies, now: new Date() }
  return new ChannelPolicies(genesisBlock(options, createSigner('Org1MSP', first!.peer)))
}

function peers(...mspIds: readonly string[]): readonly Signatory[] {
  return by('peer', ...mspIds)
}

function by(role: NodeRole, ...mspIds: readonly string[]): readonly Signatory[] {
  return mspIds.map((mspId) => ({ mspId, role }))
}

describe('a reference to MAJORITY Endorsement', () => {
  it('is met by the peers of more than half of the organisations, whichever they are', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...MEMBERS, 'NowhereMSP']), (mspIds) => {
        const known = mspIds.filter((mspId) => mspId !== 'NowhereMSP').length

        expect(members.isSatisfied(ENDORSEMENT, peers(...mspIds))).toBe(known >= 3)
      }),
    )
  })

  it('counts an observer among the organisations, and its peer for nothing', () => {
    const five = { channelPolicy: '/Channel/Application/AllEndorsement' }

    expect(observed.isSatisfied(ENDORSEMENT, peers('Org1MSP', 'Org2MSP', 'Org3MSP'))).toBe(true)
    expect(observed.isSatisfied(ENDORSEMENT, peers('Org1MSP', 'Org2MSP', 'WatchMSP'))).toBe(false)
    expect(observed.isSatisfied(five, peers(...MEMBERS, 'WatchMSP'))).toBe(false)
    expect(members.isSatisfied(five, peers(...MEMBERS))).toBe(true)
  })

  it('counts an organisation once, and only those whom its own policy names', () => {
    expect(members.isSatisfied(ENDORSEMENT, peers('Org1MSP', 'Org1MSP', 'Org2MSP'))).toBe(false)
    expect(members.isSatisfied(ENDORSEMENT, [...peers('Org1MSP', 'Org2MSP'), ...by('client', 'Org3MSP')])).toBe(false)
  })

  it('is planned as signatures that are enough exactly when it is met', () => {
    const planned = members.signaturePolicy(ENDORSEMENT)!

    fc.assert(
      fc.property(fc.shuffledSubarray(MEMBERS), (mspIds) => {
        expect(satisfies(planned, peers(...mspIds))).toBe(members.isSatisfied(ENDORSEMENT, peers(...mspIds)))
      }),
    )
    expect(endorsementLayouts([planned], MEMBERS).next().value).toHaveLength(3)
  })

  it('cannot be planned by where an observer has no such policy, as in Fabric', () => {
    expect(observed.signaturePolicy(ENDORSEMENT)).toBeUndefined()
    expect(observed.signaturePolicy({ channelPolicy: '/Channel/Application/Readers' })).toBeDefined()
  })
})

describe('a reference', () => {
  it('finds the policies of the channel, of its application and of each organisation', () => {
    const readers = ['/Channel/Readers', '/Channel/Application/Readers', '/Channel/Application/Org2MSP/Readers']

    const met = readers.map((channelPolicy) => observed.isSatisfied({ channelPolicy }, by('client', 'Org2MSP')))
    const elsewhere = readers.map((channelPolicy) => observed.isSatisfied({ channelPolicy }, by('client', 'Org1MSP')))

    expect(met).toEqual([true, true, true])
    expect(elsewhere).toEqual([true, true, false])
  })

  it('finds a policy in Fabric’s language that the channel was started with', () => {
    const first = { channelPolicy: '/Channel/Application/First' }

    expect(members.isSatisfied(first, [...peers('Org1MSP'), ...by('client', 'Org2MSP')])).toBe(true)
    expect(members.isSatisfied(first, peers('Org1MSP', 'Org2MSP'))).toBe(false)
    expect(members.signaturePolicy(first)).toEqual(parsePolicy(POLICIES.First))
  })

  it('is met by nobody when the channel has no such policy', () => {
    for (const channelPolicy of ['/Channel/Application/None', '/Elsewhere/Readers', '', '/Channel/Application/']) {
      expect(members.isSatisfied({ channelPolicy }, peers(...MEMBERS))).toBe(false)
      expect(members.signaturePolicy({ channelPolicy })).toBeUndefined()
    }
  })

  it('is met by nobody where there is no configuration', () => {
    const none = new ChannelPolicies(testGenesis())

    expect(none.isSatisfied(ENDORSEMENT, peers(...MEMBERS))).toBe(false)
  })

  it('tells whether the channel has such a policy', () => {
    const ofOrganization = (mspId: string) => ({ channelPolicy: `/Channel/Application/${mspId}/Endorsement` })

    expect(observed.has(ofOrganization('Org1MSP'))).toBe(true)
    expect(observed.has(ofOrganization('WatchMSP'))).toBe(false)
  })

  it('is the same plan at every call', () => {
    expect(members.signaturePolicy(ENDORSEMENT)).toBe(members.signaturePolicy({ ...ENDORSEMENT }))
  })
})

describe('a policy that is no reference', () => {
  it('stays what it is', () => {
    const policy = parsePolicy("OR('Org1MSP.peer')")

    expect(members.signaturePolicy(policy)).toBe(policy)
    expect(members.isSatisfied(policy, peers('Org1MSP'))).toBe(true)
    expect(members.isSatisfied(policy, peers('Org2MSP'))).toBe(false)
  })
})

describe('the policies that a channel is started with', () => {
  it('do not take the place of Fabric’s own', () => {
    expect(() => policiesOf(MEMBERS, { Endorsement: 'ANY Endorsement' })).toThrow('policy Endorsement: every channel')
  })

  it('are refused by name when they cannot be read', () => {
    expect(() => policiesOf(MEMBERS, { Most: 'MOST Endorsement' })).toThrow('policy Most: invalid policy string')
  })
})

import { describe, expect, it } from '@jest/globals'

import { parseCollections } from './collections-file'
import { parsePolicy } from './policy/parse'

const POLICY = "OR('Org1MSP.member','Org2MSP.member')"

describe("Fabric's collections_config.json", () => {
  it('is read with all of its fields', () => {
    const [collection] = parseCollections(
      JSON.stringify([
        {
          name: 'assetCollection',
          policy: POLICY,
          requiredPeerCount: 1,
          maxPeerCount: 2,
          blockToLive: 1000000,
          memberOnlyRead: true,
          memberOnlyWrite: true,
          endorsementPolicy: { signaturePolicy: "OR('Org1MSP.member')" },
        },
      ]),
    )

    expect(collection).toEqual({
      name: 'assetCollection',
      memberPolicy: parsePolicy(POLICY),
      requiredPeerCount: 1,
      maxPeerCount: 2,
      blockToLive: 1000000,
      memberOnlyRead: true,
      memberOnlyWrite: true,
      endorsementPolicy: parsePolicy("OR('Org1MSP.member')"),
    })
  })

  it('may name a policy of the channel as the endorsement policy of a collection', () => {
    const endorsementPolicy = { channelConfigPolicy: '/Channel/Application/Endorsement', signaturePolicy: '' }

    const [collection] = parseCollections(JSON.stringify([{ name: 'c', policy: POLICY, endorsementPolicy }]))

    expect(collection?.endorsementPolicy).toEqual({ channelPolicy: '/Channel/Application/Endorsement' })
  })

  it('has the defaults of its command line', () => {
    expect(parseCollections(JSON.stringify([{ name: 'c', policy: POLICY }]))).toEqual([
      {
        name: 'c',
        memberPolicy: parsePolicy(POLICY),
        requiredPeerCount: 0,
        maxPeerCount: 1,
        blockToLive: 0,
        memberOnlyRead: false,
        memberOnlyWrite: false,
      },
    ])
  })

  it.each([
    ['{', 'not JSON'],
    ['{}', 'a list of collections is expected'],
    ['[1]', 'collection 1 must be an object'],
    [[{ policy: POLICY }], 'collection 1: name must be'],
    [[{ name: '_implicit_org_Org1MSP', policy: POLICY }], 'collection 1: name must be'],
    [[{ name: 'c' }], "collection c: policy must be a policy's text"],
    [[{ name: 'c', policy: 'AND(' }], 'collection c: policy: '],
    [[{ name: 'c', policy: POLICY, blocksToLive: 1 }], 'collection c: blocksToLive is not a known field'],
    [[{ name: 'c', policy: POLICY, maxPeerCount: -1 }], 'collection c: maxPeerCount must be a whole number from 0'],
    [[{ name: 'c', policy: POLICY, memberOnlyRead: 'no' }], 'collection c: memberOnlyRead must be true or false'],
    [
      [{ name: 'c', policy: POLICY, endorsementPolicy: { channelConfigPolicy: 'X', signaturePolicy: POLICY } }],
      'collection c: endorsementPolicy has a signaturePolicy or a channelConfigPolicy',
    ],
    [
      [{ name: 'c', policy: POLICY, endorsementPolicy: { channelConfigPolicy: 1 } }],
      "collection c: endorsementPolicy.channelConfigPolicy must be a policy's name",
    ],
    [
      [{ name: 'c', policy: POLICY, endorsementPolicy: {} }],
      "collection c: endorsementPolicy.signaturePolicy must be a policy's text",
    ],
    [
      [
        { name: 'c', policy: POLICY },
        { name: 'c', policy: POLICY },
      ],
      'collection c is defined twice',
    ],
  ])('is refused by collection and field: %j', (content, reason) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content)

    expect(() => parseCollections(text)).toThrow(reason)
  })
})

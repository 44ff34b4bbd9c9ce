import { describe, expect, it } from '@jest/globals'
import { common, msp, peer } from '@hyperledger/fabric-protos'
import { KeyEndorsementPolicy } from 'fabric-shim'
import {
  applicationPolicyMessage,
  decodeApplicationPolicy,
  decodePolicy,
  encodeApplicationPolicy,
  keyPolicyFromMetadata,
  policyMessage,
} from './encode'
import { satisfies } from './evaluate'
import { PolicyError, parsePolicy } from './parse'

const POLICY = parsePolicy("OutOf(2, 'A.peer', 'B.peer', 'C.member')")

describe('decodePolicy', () => {
  it('refuses a version that Fabric does not know', () => {
    const message = policyMessage(POLICY)
    message.setVersion(1)

    expect(() => decodePolicy(message.serializeBinary())).toThrow('only understands messages of version 0')
  })

  it.each([3, -1])('refuses the index %d of a principal that is not there', (index) => {
    const message = policyMessage(POLICY)
    message.getRule()?.getNOutOf()?.getRulesList()[0]?.setSignedBy(index)

    expect(() => decodePolicy(message.serializeBinary())).toThrow(
      `identity index out of range, requested ${index}, but identities length is 3`,
    )
  })

  it('refuses a policy without a rule', () => {
    expect(() => decodePolicy(new common.SignaturePolicyEnvelope().serializeBinary())).toThrow('empty policy element')
  })

  it('refuses bytes that are no policy', () => {
    expect(() => decodePolicy(Uint8Array.of(0xff, 0xff, 0xff))).toThrow(PolicyError)
  })

  it('refuses a principal that is no role, by its number', () => {
    const message = policyMessage(POLICY)
    message.getIdentitiesList()[0]?.setPrincipalClassification(msp.MSPPrincipal.Classification.IDENTITY)

    expect(() => decodePolicy(message.serializeBinary())).toThrow('principals of classification 2 are not supported')
  })
})

describe('decodeApplicationPolicy', () => {
  it('reads back what was written', () => {
    expect(decodeApplicationPolicy(encodeApplicationPolicy(POLICY))).toEqual(POLICY)
    expect(applicationPolicyMessage(POLICY).serializeBinary()).toEqual(encodeApplicationPolicy(POLICY))
  })

  it('reads a reference to the channel configuration, and writes it as Fabric does', () => {
    const message = new peer.ApplicationPolicy()
    message.setChannelConfigPolicyReference('/Channel/Application/Endorsement')
    const reference = { channelPolicy: '/Channel/Application/Endorsement' }

    expect(decodeApplicationPolicy(message.serializeBinary())).toEqual(reference)
    expect(encodeApplicationPolicy(reference)).toEqual(message.serializeBinary())
  })

  it('refuses an empty policy', () => {
    expect(() => decodeApplicationPolicy(new Uint8Array())).toThrow(PolicyError)
  })
})

describe('keyPolicyFromMetadata', () => {
  it("asks for every organisation of a contract's key policy, in the role that it names", () => {
    const written = new KeyEndorsementPolicy()
    written.addOrgs('PEER', 'A', 'B')
    written.addOrgs('MEMBER', 'C')

    const policy = keyPolicyFromMetadata(written.getPolicy())

    expect(policy.principals).toEqual([
      { mspId: 'A', role: 'peer' },
      { mspId: 'B', role: 'peer' },
      { mspId: 'C', role: 'member' },
    ])
    const signatories = [
      { mspId: 'A', role: 'peer' },
      { mspId: 'B', role: 'peer' },
      { mspId: 'C', role: 'client' },
    ] as const
    expect(satisfies(policy, signatories)).toBe(true)
    expect(satisfies(policy, signatories.slice(0, 2))).toBe(false)
  })
})

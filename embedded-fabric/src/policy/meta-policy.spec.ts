import { common } from '@hyperledger/fabric-protos'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodeMetaPolicy, metaPolicyMessage, parseMetaPolicy, thresholdOf } from './meta-policy'
import { PolicyError } from './parse'

describe('a policy of the groups below', () => {
  it.each(['ANY', 'ALL', 'MAJORITY'] as const)('%s is read from its text, and written for Fabric to read', (rule) => {
    const policy = parseMetaPolicy(`${rule} Endorsement`)

    expect(policy).toEqual({ rule, subPolicy: 'Endorsement' })
    expect(policy && decodeMetaPolicy(metaPolicyMessage(policy).serializeBinary())).toEqual(policy)
    expect(policy && metaPolicyMessage(policy).getRule()).toBe(common.ImplicitMetaPolicy.Rule[rule])
  })

  it.each(['', 'ANY', 'MOST Endorsement', "OR('Org1MSP.peer')", 'any Endorsement', 'ANY Endorsement Readers'])(
    'is not what %j says',
    (text) => {
      expect(parseMetaPolicy(text)).toBeUndefined()
    },
  )

  it('has a rule that is known', () => {
    const message = new common.ImplicitMetaPolicy()
    message.setRule(7 as 0)

    expect(() => decodeMetaPolicy(message.serializeBinary())).toThrow(PolicyError)
  })

  it('asks for one, for all, or for more than half of the groups', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (groups) => {
        const majority = thresholdOf('MAJORITY', groups)

        expect(thresholdOf('ANY', groups)).toBe(1)
        expect(thresholdOf('ALL', groups)).toBe(groups)
        expect(2 * majority).toBeGreaterThan(groups)
        expect(2 * (majority - 1)).toBeLessThanOrEqual(groups)
      }),
    )
  })

  it('asks for nothing where there are no groups', () => {
    expect((['ANY', 'ALL', 'MAJORITY'] as const).map((rule) => thresholdOf(rule, 0))).toEqual([0, 0, 0])
  })
})

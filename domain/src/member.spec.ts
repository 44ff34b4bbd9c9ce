import { describe, expect, it } from '@jest/globals'
import {
  MEMBERS,
  OBSERVER,
  REQUIRED_ENDORSEMENTS,
  TOLERATED_FAULTS,
  memberByMspId,
  pairCollection,
  parseMemberCode,
} from './member'

describe('the members', () => {
  it('are eight, of which two may fail and three must agree', () => {
    expect([MEMBERS.length, TOLERATED_FAULTS, REQUIRED_ENDORSEMENTS]).toEqual([8, 2, 3])
  })

  it('are known by their MSP id, the observer is not one of them', () => {
    for (const member of MEMBERS) expect(memberByMspId(member.mspId)).toBe(member)
    expect(memberByMspId(OBSERVER.mspId)).toBeUndefined()
    expect(() => parseMemberCode(OBSERVER.code)).toThrow(/^MEMBER_UNKNOWN: member: /)
  })

  it('share one collection per pair, whoever comes first', () => {
    const codes = MEMBERS.map(({ code }) => code)
    const pairs = codes.flatMap((one) =>
      codes.filter((other) => other !== one).map((other) => pairCollection(one, other)),
    )

    expect(new Set(pairs).size).toBe(28)
    expect(pairCollection('CH', 'AU')).toBe('pair_AU_CH')
  })
})

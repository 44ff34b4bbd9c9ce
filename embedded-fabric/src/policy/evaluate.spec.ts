import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { satisfies } from './evaluate'
import type { Signatory } from './evaluate'
import { parsePolicy } from './parse'

describe('satisfies', () => {
  it('needs as many organisations as the policy says, whichever they are', () => {
    const policy = parsePolicy("OutOf(3, 'A.peer', 'B.peer', 'C.peer', 'D.peer', 'E.peer')")

    fc.assert(
      fc.property(fc.shuffledSubarray(['A', 'B', 'C', 'D', 'E', 'X']), (mspIds) => {
        const named = mspIds.filter((mspId) => mspId !== 'X').length

        expect(satisfies(policy, mspIds.map(aPeer))).toBe(named >= 3)
      }),
    )
  })

  it('stays satisfied when more identities sign, if no organisation stands in it twice', () => {
    const policies = [
      "AND('A.peer', OR('B.peer', 'C.member'))",
      "OutOf(2, AND('A.peer', 'B.peer'), 'C.member', OutOf(1, 'D.client', 'E.peer'))",
    ].map((text) => parsePolicy(text))
    const signatory = fc.record({
      mspId: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
      role: fc.constantFrom('peer', 'client', 'admin'),
    })

    fc.assert(
      fc.property(fc.constantFrom(...policies), fc.array(signatory), fc.array(signatory), (policy, some, more) => {
        fc.pre(satisfies(policy, some))

        expect(satisfies(policy, [...some, ...more])).toBe(true)
      }),
    )
  })

  it('counts an identity for one principal only', () => {
    const policy = parsePolicy("AND('A.peer', 'A.member')")

    expect(satisfies(policy, [aPeer('A')])).toBe(false)
    expect(satisfies(policy, [aPeer('A'), { mspId: 'A', role: 'client' }])).toBe(true)
  })

  it('counts a certificate once, however often it signs', () => {
    const policy = parsePolicy("AND('A.peer', 'A.peer')")

    expect(satisfies(policy, [signedWith('1'), signedWith('1')])).toBe(false)
    expect(satisfies(policy, [signedWith('1'), signedWith('2')])).toBe(true)
  })

  it('lets a gate that is not met keep nobody from the next one', () => {
    const policy = parsePolicy("OR(AND('A.peer', 'B.peer'), 'A.member')")

    expect(satisfies(policy, [aPeer('A')])).toBe(true)
  })

  it('takes the first identity that fits and does not try another one, as Fabric', () => {
    const policy = parsePolicy("AND('A.member', 'A.peer')")
    const client: Signatory = { mspId: 'A', role: 'client' }

    expect(satisfies(policy, [client, aPeer('A')])).toBe(true)
    expect(satisfies(policy, [aPeer('A'), client])).toBe(false)
  })

  it.each(['client', 'peer', 'admin', 'orderer'] as const)('takes a %s as a member and as nothing else', (role) => {
    const others = ['client', 'peer', 'admin', 'orderer'].filter((other) => other !== role)

    expect(satisfies(parsePolicy("OR('A.member')"), [{ mspId: 'A', role }])).toBe(true)
    expect(satisfies(parsePolicy(`OR('A.${role}')`), [{ mspId: 'A', role }])).toBe(true)
    for (const other of others) expect(satisfies(parsePolicy(`OR('A.${other}')`), [{ mspId: 'A', role }])).toBe(false)
  })

  it('is always met by 0 out of n, and never by more than there are', () => {
    expect(satisfies(parsePolicy("OutOf(0, 'A.peer')"), [])).toBe(true)
    expect(satisfies(parsePolicy("OutOf(2, 'A.peer')"), [aPeer('A'), signedWith('2')])).toBe(false)
  })
})

function aPeer(mspId: string): Signatory {
  return { mspId, role: 'peer' }
}

function signedWith(certificate: string): Signatory {
  return { mspId: 'A', role: 'peer', certificate }
}

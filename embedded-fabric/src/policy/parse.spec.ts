import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodePolicy, encodePolicy } from './encode'
import { PolicyError, parseApplicationPolicy, parsePolicy } from './parse'
import type { PolicyRule, Principal, SignaturePolicy } from './signature-policy'

describe('parsePolicy', () => {
  it('reads what any policy prints as, whatever the gates, spaces and quotes', () => {
    fc.assert(
      fc.property(aRule(), fc.constantFrom('', ' ', '\n  '), fc.constantFrom("'", '"'), (tree, space, quote) => {
        const text = `${space}${printed(tree, space, quote)}${space}`

        expect(countedPolicy(parsePolicy(text))).toBe(counted(tree))
      }),
    )
  })

  it('numbers the principals as Fabric does, inner gates first', () => {
    const policy = parsePolicy("OutOf(2, 'A.admin', AND('A.client', 'A.member'), 'A.orderer')")

    expect(policy.principals.map(({ role }) => role)).toEqual(['client', 'member', 'admin', 'orderer'])
    expect(policy.rule).toEqual({
      outOf: 2,
      rules: [{ signedBy: 2 }, { outOf: 2, rules: [{ signedBy: 0 }, { signedBy: 1 }] }, { signedBy: 3 }],
    })
  })

  it.each(['AND', 'And', 'and'])('takes a gate written as %s', (gate) => {
    expect(parsePolicy(`${gate}('A.peer', 'B.peer')`).rule).toMatchObject({ outOf: 2 })
  })

  it('takes an MSP whose name has dots and dashes', () => {
    expect(parsePolicy("OR('org-1.example.com.peer')").principals).toEqual([
      { mspId: 'org-1.example.com', role: 'peer' },
    ])
  })

  it('takes 0 and one more than there are, as Fabric does', () => {
    expect(parsePolicy("OutOf(0, 'A.peer')").rule).toMatchObject({ outOf: 0 })
    expect(parsePolicy("OutOf(2, 'A.peer')").rule).toMatchObject({ outOf: 2 })
  })

  it.each([
    ["OutOf(3, 'A.peer')", 'invalid t-out-of-n predicate, t 3, n 1'],
    ["OR('A.Peer')", 'error parsing principal A.Peer'],
    ["OR('A.boss')", 'error parsing principal A.boss'],
    ["OR('A_B.peer')", 'error parsing principal A_B.peer'],
    ["OR('peer')", 'error parsing principal peer'],
    ["XOR('A.peer')", "unrecognized token 'XOR' in policy string"],
    ["'A.peer'", 'expected AND(…), OR(…) or OutOf(…)'],
    ["OR('A.peer'", 'it ends too early'],
    ["OR('A.peer' 'B.peer')", "expected ',' or ')'"],
    ["OR('A.peer',)", 'or a principal such as'],
    ['OR(2)', 'or a principal such as'],
    ["OutOf('A.peer')", 'OutOf needs a number and rules'],
    ['OutOf(1)', 'OutOf needs a number and rules'],
    ["OR('A.peer') AND", 'text after the end of the policy'],
    ['OR(A.peer)', 'unreadable text'],
    ['', 'it ends too early'],
  ])('refuses %s and says: %s', (text, problem) => {
    expect(() => parsePolicy(text)).toThrow(PolicyError)
    expect(() => parsePolicy(text)).toThrow(problem)
  })
})

describe('parseApplicationPolicy', () => {
  it('reads what begins with a slash as the name of a policy of the channel, and the rest as a policy', () => {
    const text = "OR('Org1MSP.peer')"

    expect(parseApplicationPolicy('/Channel/Application/Endorsement')).toEqual({
      channelPolicy: '/Channel/Application/Endorsement',
    })
    expect(parseApplicationPolicy(text)).toEqual(parsePolicy(text))
    expect(() => parseApplicationPolicy('Endorsement')).toThrow(PolicyError)
  })
})

describe('encodePolicy', () => {
  // Written by Fabric 3.1.5's configtxgen from the same texts.
  it.each([
    [
      "OR('Org1MSP.admin', 'Org1MSP.peer', 'Org1MSP.client')",
      '1210120e08011202080012020801120208021a0d120b0a074f7267314d535010011a0d120b0a074f7267314d535010031a0d120b0a074f7267314d53501002',
    ],
    [
      `OutOf(2, 'Org1MSP.admin', AND('Org1MSP.client', "Org1MSP.member"), 'Org1MSP.orderer')`,
      '121a1218080212020802120c120a08021202080012020801120208031a0d120b0a074f7267314d535010021a0b12090a074f7267314d53501a0d120b0a074f7267314d535010011a0d120b0a074f7267314d53501004',
    ],
    ["OutOf(0, 'Org1MSP.admin')", '12061204120208001a0d120b0a074f7267314d53501001'],
    ["OutOf(2, 'Org1MSP.admin')", '120812060802120208001a0d120b0a074f7267314d53501001'],
  ])('writes the bytes that Fabric writes for %s', (text, bytes) => {
    expect(Buffer.from(encodePolicy(parsePolicy(text))).toString('hex')).toBe(bytes)
  })

  it('loses nothing on the way to bytes and back', () => {
    fc.assert(
      fc.property(aRule(), (tree) => {
        const policy = parsePolicy(printed(tree, ' ', "'"))

        expect(decodePolicy(encodePolicy(policy))).toEqual(policy)
      }),
    )
  })
})

interface Gate {
  readonly gate: 'AND' | 'OR' | 'OutOf'
  readonly outOf: number
  readonly operands: readonly (Gate | Principal)[]
}

function aRule(): fc.Arbitrary<Gate> {
  const principal = fc.record<Principal>({
    mspId: fc.constantFrom('Org1MSP', 'org-2.example.com', 'C'),
    role: fc.constantFrom('member', 'client', 'peer', 'admin', 'orderer'),
  })
  const { rule } = fc.letrec<{ rule: Gate; operand: Gate | Principal }>((tie) => ({
    operand: fc.oneof({ maxDepth: 3 }, principal, tie('rule')),
    rule: fc
      .array(tie('operand'), { minLength: 1, maxLength: 4 })
      .chain((operands) =>
        fc.record({
          gate: fc.constantFrom('AND', 'OR', 'OutOf'),
          outOf: fc.nat({ max: operands.length + 1 }),
          operands: fc.constant(operands),
        }),
      )
      .map(({ gate, outOf, operands }) => ({
        gate,
        operands,
        outOf: gate === 'AND' ? operands.length : gate === 'OR' ? 1 : outOf,
      })),
  }))
  return rule
}

function printed(node: Gate | Principal, space: string, quote: string): string {
  if ('mspId' in node) return `${quote}${node.mspId}.${node.role}${quote}`
  const operands = node.operands.map((operand) => printed(operand, space, quote))
  const list = node.gate === 'OutOf' ? [`${node.outOf}`, ...operands] : operands
  return `${node.gate}(${space}${list.join(`${space},${space}`)}${space})`
}

/** With AND and OR as the numbers that they stand for. */
function counted(node: Gate | Principal): string {
  if ('mspId' in node) return `${node.mspId}.${node.role}`
  return `${node.outOf}(${node.operands.map(counted).join(' ')})`
}

function countedPolicy({ rule, principals }: SignaturePolicy): string {
  const print = (inner: PolicyRule): string => {
    if (!('signedBy' in inner)) return `${inner.outOf}(${inner.rules.map(print).join(' ')})`
    const principal = principals[inner.signedBy]!
    return `${principal.mspId}.${principal.role}`
  }
  return print(rule)
}

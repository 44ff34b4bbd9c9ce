import { describe, expect, it } from '@jest/globals'
import { MEMBERS } from '@eco/domain'
import { portsOf } from './ports'
import { LEDGERS, PORT_RANGE, topologyAt } from './topology'

describe('the topology', () => {
  const topology = topologyAt(9000)

  it('has the eight members and one observer', () => {
    const observers = topology.organisations.filter(({ observer }) => observer).map(({ code }) => code)

    expect(topology.organisations).toHaveLength(MEMBERS.length + 1)
    expect(observers).toEqual(['WCO'])
  })

  it('gives every process a port of its own, within the range above the base', () => {
    for (const ledger of LEDGERS) {
      const ports = portsOf(topology, ledger).map(({ port }) => port)

      expect(new Set(ports).size).toBe(ports.length)
      expect(Math.min(...ports)).toBe(9000)
      expect(Math.max(...ports)).toBeLessThan(9000 + PORT_RANGE[ledger])
    }
  })

  it('asks for the peers of any three of the eight members, and never for the observer', () => {
    expect(topology.policy).toEqual({
      rule: { outOf: 3, rules: MEMBERS.map((_, index) => ({ signedBy: index })) },
      principals: MEMBERS.map(({ mspId }) => ({ mspId, role: 'peer' })),
    })
  })

  it('has one collection for each of the 28 pairs, open to these two alone', () => {
    const names = topology.collections.map(({ name }) => name)
    const pair = topology.collections.find(({ name }) => name === 'pair_AU_KR')

    expect(new Set(names).size).toBe(28)
    expect(pair).toMatchObject({
      memberPolicy: {
        principals: [
          { mspId: 'AUMSP', role: 'member' },
          { mspId: 'KRMSP', role: 'member' },
        ],
      },
      endorsementPolicy: {
        principals: [
          { mspId: 'AUMSP', role: 'peer' },
          { mspId: 'KRMSP', role: 'peer' },
        ],
      },
      memberOnlyRead: true,
      memberOnlyWrite: true,
    })
  })

  it('names collections by codes in alphabetical order, whoever stands first in the list of members', () => {
    expect(topology.collections.map(({ name }) => name)).toContain('pair_CH_UY')
  })
})

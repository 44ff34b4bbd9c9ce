import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { TestMember, TestTransaction } from '../testing/test-ledger'
import { TestLedger, bytes, testCollection, testDefinition, testMembers } from '../testing/test-ledger'
import type { Simulator, StateIterator } from './simulator'

let members: ReadonlyMap<string, TestMember>
let channel: TestLedger

beforeAll(async () => {
  members = await testMembers('Org1MSP', 'Org2MSP')
})

beforeEach(() => {
  channel = new TestLedger(members, { definitions: [testDefinition({ collections: [testCollection()] })] })
})

afterEach(() => channel[Symbol.dispose]())

function increment(key: string): (simulator: Simulator) => void {
  return (simulator) => {
    const current = Number(Buffer.from(simulator.getState('basic', key) ?? bytes('0')).toString())
    simulator.putState('basic', key, bytes(String(current + 1)))
  }
}

function keysOf(iterator: StateIterator, limit = Infinity): string[] {
  const keys: string[] = []
  while (keys.length < limit) {
    const { done, value } = iterator.next()
    if (done === true) break
    keys.push(value.key)
  }
  return keys
}

function scan(start: string, end: string, limit?: number): TestTransaction {
  return channel.transaction((simulator) => {
    keysOf(simulator.getStateRange('basic', start, end), limit)
    simulator.putState('basic', 'zz-scanned', bytes('yes'))
  })
}

function remove(key: string): TestTransaction {
  return channel.transaction((simulator) => simulator.deleteState('basic', key))
}

describe('a read that is no longer true', () => {
  it('invalidates the later of two transactions of one block', () => {
    const codes = channel.commit(channel.transaction(increment('n')), channel.transaction(increment('n')))

    expect(codes).toEqual(['VALID', 'MVCC_READ_CONFLICT'])
    expect(channel.text('n')).toBe('1')
  })

  it('invalidates a transaction whose read key a later block changed', () => {
    const late = channel.transaction(increment('n'))
    channel.commit(channel.put('n', '5'))

    expect(channel.commit(late)).toEqual(['MVCC_READ_CONFLICT'])
    expect(channel.text('n')).toBe('5')
  })

  it('invalidates a transaction that read a key before it was deleted', () => {
    channel.commit(channel.put('n', '5'))
    const late = channel.transaction(increment('n'))

    expect(channel.commit(remove('n'), late)).toEqual(['VALID', 'MVCC_READ_CONFLICT'])
    expect(channel.text('n')).toBeUndefined()
  })

  it('invalidates a transaction that saw nothing where there is something now', () => {
    const late = channel.transaction(increment('n'))

    expect(channel.commit(channel.put('n', '5'))).toEqual(['VALID'])
    expect(channel.commit(late)).toEqual(['MVCC_READ_CONFLICT'])
  })

  it('does not stand in the way of a transaction that only writes', () => {
    expect(channel.commit(channel.put('n', '1'), channel.put('n', '2'))).toEqual(['VALID', 'VALID'])
    expect(channel.text('n')).toBe('2')
  })

  it('is not caused by an invalid transaction of the same block', () => {
    const bad = channel.put('n', '7', { endorsers: [channel.member('Org1MSP').client] })

    expect(channel.commit(bad, channel.transaction(increment('n')))).toEqual(['ENDORSEMENT_POLICY_FAILURE', 'VALID'])
  })

  it('is caused by a write of the same value', () => {
    channel.commit(channel.put('n', '5'))
    const late = channel.transaction(increment('n'))

    expect(channel.commit(channel.put('n', '5'), late)).toEqual(['VALID', 'MVCC_READ_CONFLICT'])
  })

  it('is a hash of private data, too', () => {
    const write = (value: string): TestTransaction =>
      channel.transaction((simulator) => {
        simulator.getPrivateDataHash('basic', 'pair', 'k')
        simulator.putPrivateData('basic', 'pair', 'k', bytes(value))
      })

    const [first, second] = [write('1'), write('2')]

    expect(channel.commit(first, second)).toEqual(['VALID', 'MVCC_READ_CONFLICT'])
    expect(channel.commit(second)).toEqual(['DUPLICATE_TXID'])
  })
})

describe('a range that is no longer the same', () => {
  beforeEach(() => {
    channel.commit(...['b', 'd', 'f'].map((key) => channel.put(key, key)))
  })

  it('is valid as long as nothing in it changed', () => {
    expect(channel.commit(scan('a', 'g'), channel.put('h', '1'))).toEqual(['VALID', 'VALID'])
  })

  it('is refused when a key appeared in it', () => {
    expect(channel.commit(channel.put('c', '1'), scan('a', 'g'))).toEqual(['VALID', 'PHANTOM_READ_CONFLICT'])

    const late = scan('a', 'g')
    channel.commit(channel.put('e', '1'))

    expect(channel.commit(late)).toEqual(['PHANTOM_READ_CONFLICT'])
  })

  it('is refused when a key of it was deleted', () => {
    expect(channel.commit(remove('d'), scan('a', 'g'))).toEqual(['VALID', 'PHANTOM_READ_CONFLICT'])

    const late = scan('a', 'g')
    channel.commit(remove('f'))

    expect(channel.commit(late)).toEqual(['PHANTOM_READ_CONFLICT'])
  })

  it('is refused when a value in it changed', () => {
    expect(channel.commit(channel.put('d', '2'), scan('a', 'g'))).toEqual(['VALID', 'PHANTOM_READ_CONFLICT'])
  })

  it('is refused when the end of an exhausted range filled up', () => {
    expect(channel.commit(channel.put('fz', '1'), scan('a', 'g'))).toEqual(['VALID', 'PHANTOM_READ_CONFLICT'])
  })

  it('ends at the last key that was looked at when it was left early', () => {
    expect(channel.commit(channel.put('e', '1'), scan('a', 'g', 2))).toEqual(['VALID', 'VALID'])
    expect(channel.commit(channel.put('d', '1'), scan('a', 'g', 2))).toEqual(['VALID', 'PHANTOM_READ_CONFLICT'])
  })

  it('may be without end', () => {
    expect(channel.commit(channel.put('zzz', '1'), scan('a', ''))).toEqual(['VALID', 'PHANTOM_READ_CONFLICT'])
  })

  it('does not mind a key that appeared and went in an earlier transaction of the block', () => {
    const [appear, go, look] = [channel.put('c', '1'), remove('c'), scan('a', 'g')]

    expect(channel.commit(appear, go, look)).toEqual(['VALID', 'VALID', 'VALID'])
  })

  it('of more results than one read holds is checked as a whole', () => {
    channel.commit(...Array.from({ length: 250 }, (_, i) => channel.put(`m${String(i).padStart(3, '0')}`, '1')))

    expect(channel.commit(scan('m', 'n'))).toEqual(['VALID'])
    expect(channel.commit(channel.put('m1245', '1'), scan('m', 'n'))).toEqual(['VALID', 'PHANTOM_READ_CONFLICT'])
  })
})

describe('a range of so many results that they stand in the read set as hashes', () => {
  const MANY = 120

  beforeEach(() => {
    channel.commit(
      channel.transaction((simulator) => {
        for (let index = 0; index < MANY; index++) {
          simulator.putState('basic', `k${String(index).padStart(3, '0')}`, bytes('1'))
        }
      }),
    )
  })

  it('is valid as long as nothing in it changes', () => {
    const reader = scan('k', 'l')
    channel.commit(channel.put('l', 'behind it'))

    expect(channel.commit(reader)).toEqual(['VALID'])
  })

  it.each([
    ['changes', (): TestTransaction => channel.put('k077', '2')],
    ['appears', (): TestTransaction => channel.put('k0771', '2')],
    ['goes', (): TestTransaction => remove('k119')],
  ])('is a phantom when a key of it %s, also in the same block', (_, change) => {
    const reader = scan('k', 'l')
    const late = scan('k', 'l')

    expect(channel.commit(change(), reader)).toEqual(['VALID', 'PHANTOM_READ_CONFLICT'])
    expect(channel.commit(late)).toEqual(['PHANTOM_READ_CONFLICT'])
  })

  it('counts as far as it was read', () => {
    const readers = [scan('k', 'l', 60), scan('k', 'l', 60)] as const

    expect(channel.commit(channel.put('k100', '2'), readers[0])).toEqual(['VALID', 'VALID'])
    expect(channel.commit(channel.put('k010', '2'), readers[1])).toEqual(['VALID', 'PHANTOM_READ_CONFLICT'])
  })
})

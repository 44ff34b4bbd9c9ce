import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { encodePolicy } from '../policy/encode'
import { parsePolicy } from '../policy/parse'
import type { TestMember } from '../testing/test-ledger'
import { TestLedger, bytes, testCollection, testDefinition, testMembers, textOf } from '../testing/test-ledger'
import { decodePrivateSets, decodeReadWriteSet } from '../wire/rwset'
import { sha256 } from '../wire/hashing'
import { VALIDATION_PARAMETER } from './metadata'
import type { Simulator, StateIterator } from './simulator'

let members: ReadonlyMap<string, TestMember>
let channel: TestLedger

beforeAll(async () => {
  members = await testMembers('Org1MSP', 'Org2MSP', 'Org3MSP')
})

beforeEach(() => {
  const collections = [
    testCollection(),
    testCollection({ name: 'strict', memberOnlyRead: true, memberOnlyWrite: true }),
  ]
  channel = new TestLedger(members, {
    definitions: [testDefinition({ collections }), testDefinition({ name: 'other' })],
  })
})

afterEach(() => channel[Symbol.dispose]())

function simulator(mspId = 'Org1MSP', creatorMspId = mspId, atBlock?: number): Simulator {
  return channel.ledger.simulate({ txId: 'T', mspId, creatorMspId, ...(atBlock === undefined ? {} : { atBlock }) })
}

function listed(iterator: StateIterator): string[] {
  const found: string[] = []
  for (;;) {
    const { done, value } = iterator.next()
    if (done === true) return found
    found.push(`${value.key}=${textOf(value.value)}`)
  }
}

describe('a simulation', () => {
  it('does not see its own writes', () => {
    const reading = simulator()
    reading.putState('basic', 'a', bytes('2'))
    reading.putPrivateData('basic', 'pair', 'a', bytes('2'))

    expect(reading.getState('basic', 'a')).toBeUndefined()
    expect(reading.getPrivateData('basic', 'pair', 'a')).toBeUndefined()
    expect(listed(reading.getStateRange('basic', '', ''))).toEqual([])
  })

  it('sees the state as of its block whatever is committed meanwhile: changed, deleted and new keys, ranges, private data', () => {
    channel.commit(channel.put('a', '1'), channel.put('b', '1'))
    channel.commit(channel.transaction((s) => s.putPrivateData('basic', 'pair', 'p', bytes('old'))))
    const before = simulator()

    channel.commit(
      channel.put('a', '2'),
      channel.put('c', '2'),
      channel.transaction((s) => {
        s.deleteState('basic', 'b')
        s.putPrivateData('basic', 'pair', 'p', bytes('new'))
      }),
    )

    expect(textOf(before.getState('basic', 'a'))).toBe('1')
    expect(textOf(before.getState('basic', 'b'))).toBe('1')
    expect(before.getState('basic', 'c')).toBeUndefined()
    expect(listed(before.getStateRange('basic', '', ''))).toEqual(['a=1', 'b=1'])
    expect(textOf(before.getPrivateData('basic', 'pair', 'p'))).toBe('old')
    expect(textOf(simulator('Org1MSP', 'Org1MSP', 1).getState('basic', 'a'))).toBe('1')
    expect(listed(simulator().getStateRange('basic', '', ''))).toEqual(['a=2', 'c=2'])
  })

  it('yields the same bytes at every endorser, in whatever order it read and wrote', () => {
    channel.commit(channel.put('a', '1'))
    const forth = simulator('Org1MSP')
    const back = simulator('Org2MSP')
    const acts: ((s: Simulator) => void)[] = [
      (s) => s.getState('basic', 'a'),
      (s) => s.getState('basic', '\u{1F600}'),
      (s) => s.getState('basic', '\uFFFD'),
      (s) => s.putState('basic', 'z', bytes('1')),
      (s) => s.putState('other', 'y', bytes('1')),
      (s) => s.putPrivateData('basic', 'strict', 'k', bytes('1')),
      (s) => s.putPrivateData('basic', 'pair', 'k', bytes('1')),
      (s) => s.getPrivateDataHash('basic', 'pair', 'k'),
    ]
    acts.forEach((act) => act(forth))
    acts.reverse().forEach((act) => act(back))

    const [one, two] = [forth.finish(), back.finish()]

    expect(two.publicResults).toEqual(one.publicResults)
    expect(two.privateResults).toEqual(one.privateResults)
    const basic = decodeReadWriteSet(one.publicResults).find(({ namespace }) => namespace === 'basic')
    expect(basic?.reads.map(({ key }) => key)).toEqual(['a', '\uFFFD', '\u{1F600}'])
  })

  it('records what it read with the version that it saw, and what was absent without one', () => {
    channel.commit(channel.put('x', '1'), channel.put('a', '1'))
    const reading = simulator()
    reading.getState('basic', 'a')
    reading.getState('basic', 'nothing')
    reading.getStateMetadata('basic', 'x')

    expect(decodeReadWriteSet(reading.finish().publicResults)[0]?.reads).toEqual([
      { key: 'a', version: { block: 1, tx: 1 } },
      { key: 'nothing', version: undefined },
      { key: 'x', version: { block: 1, tx: 0 } },
    ])
  })

  it('deletes a key by an empty value', () => {
    channel.commit(channel.put('a', '1'))

    channel.commit(channel.put('a', ''))

    expect(channel.text('a')).toBeUndefined()
  })

  it('ends with its results', () => {
    const ended = simulator()
    ended.finish()

    expect(() => ended.getState('basic', 'a')).toThrow('this instance should not be used after calling Done()')
    expect(() => ended.putState('basic', 'a', bytes('1'))).toThrow('after calling Done()')
    expect(() => ended.finish()).toThrow('should only be called once')
  })
})

describe('a range', () => {
  it('is in the order of UTF-8 bytes and leaves its end out', () => {
    const keys = ['\u0000composite\u0000', 'a', 'aé', 'b', '\uFFFD', '\u{1F600}', '\u{10FFFF}']
    channel.commit(...keys.toReversed().map((key) => channel.put(key, '1')))

    const all = listed(simulator().getStateRange('basic', '', ''))

    expect(all).toEqual(keys.map((key) => `${key}=1`))
    expect(listed(simulator().getStateRange('basic', 'a', 'b'))).toEqual(['a=1', 'aé=1'])
    expect(listed(simulator().getStateRange('basic', '\uFFFD', '\u{10FFFF}'))).toEqual(['\uFFFD=1', '\u{1F600}=1'])
  })

  it('comes in pages, each with the bookmark of the next', () => {
    channel.commit(...['a', 'b', 'c', 'd', 'e'].map((key) => channel.put(key, '1')))
    const pages: string[][] = []
    let bookmark = ''
    do {
      const page = simulator().getStateRange('basic', 'a', 'z', { pageSize: 2, bookmark })
      pages.push([page.next(), page.next()].flatMap(({ done, value }) => (done === true ? [] : [value.key])))
      bookmark = page.bookmark()
      page.close()
    } while (bookmark !== '')

    expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']])
  })

  it('allows no write after a page, and no page after a write', () => {
    const paging = simulator()
    paging.getStateRange('basic', '', '', { pageSize: 1, bookmark: '' })
    const writing = simulator()
    writing.putState('basic', 'a', bytes('1'))

    expect(() => paging.putState('basic', 'a', bytes('1'))).toThrow(
      'txid [T]: unsuppored transaction. Transaction has already performed a paginated query. Writes are not allowed',
    )
    expect(() => writing.getStateRange('basic', '', '', { pageSize: 1, bookmark: '' })).toThrow(
      'txid [T]: unsuppored transaction. Paginated queries are supported only in a read-only transaction',
    )
  })

  it('of private data allows no write after it, and none before it', () => {
    const querying = simulator()
    querying.getPrivateDataRange('basic', 'pair', '', '')
    const writing = simulator()
    writing.putPrivateData('basic', 'pair', 'a', bytes('1'))

    expect(() => querying.putState('basic', 'a', bytes('1'))).toThrow(
      'txid [T]: unsuppored transaction. Transaction has already performed queries on pvt data. Writes are not allowed',
    )
    expect(() => writing.getPrivateDataRange('basic', 'pair', '', '')).toThrow(
      'txid [T]: unsuppored transaction. Queries on pvt data is supported only in a read-only transaction',
    )
  })
})

describe('the history of a key', () => {
  it('tells every valid write, newest first, and no others', () => {
    const [first, second, third] = [
      channel.put('a', '1'),
      channel.put('a', '2'),
      channel.transaction((s) => s.deleteState('basic', 'a')),
    ]
    channel.commit(first, channel.put('a', 'refused', { endorsers: [channel.member('Org1MSP').client] }))
    channel.commit(channel.transaction((s) => s.putStateMetadata('basic', 'a', 'note', bytes('not a write'))))
    channel.commit(second, channel.put('b', '1'))
    channel.commit(third)

    const history = [...iterate(simulator().getHistoryForKey('basic', 'a'))]

    expect(history.map(({ txId, value, isDelete }) => [txId, textOf(value), isDelete])).toEqual([
      [third.txId, '', true],
      [second.txId, '2', false],
      [first.txId, '1', false],
    ])
    expect(history[0]?.timestamp).toEqual({ seconds: 1_700_000_000, nanos: 5 })
  })

  it('shows a write whose metadata was written with it', () => {
    channel.commit(
      channel.transaction((s) => {
        s.putState('basic', 'a', bytes('1'))
        s.putStateMetadata('basic', 'a', 'note', bytes('x'))
      }),
    )

    expect([...iterate(simulator().getHistoryForKey('basic', 'a'))]).toHaveLength(1)
  })
})

function* iterate<T>(iterator: Iterator<T, undefined>): Generator<T> {
  for (;;) {
    const { done, value } = iterator.next()
    if (done === true) return
    yield value
  }
}

describe('private data', () => {
  it('is written as hashes for everybody and as values for the members', () => {
    const writing = simulator()
    writing.putPrivateData('basic', 'pair', 'k', bytes('secret'))
    writing.purgePrivateData('basic', 'pair', 'l')
    const { publicResults, privateResults } = writing.finish()

    const set = decodeReadWriteSet(publicResults).find(({ namespace }) => namespace === 'basic')
    const [privateSet] = decodePrivateSets(privateResults!)
    expect(set?.writes).toEqual([])
    expect(
      set?.collections[0]?.writes.map(({ keyHash, isPurge, isDelete }) => [hex(keyHash), isDelete, isPurge]),
    ).toEqual([
      [hex(sha256('k')), false, false],
      [hex(sha256('l')), true, true],
    ])
    expect(hex(set!.collections[0]!.writes[0]!.valueHash)).toBe(hex(sha256('secret')))
    expect(hex(set!.collections[0]!.privateHash)).toBe(hex(sha256(privateSet!.bytes)))
    expect(Buffer.from(publicResults).includes('secret')).toBe(false)
  })

  it('is for members’ clients only where the collection says so', () => {
    const stranger = simulator('Org1MSP', 'Org3MSP')

    expect(() => stranger.getPrivateData('basic', 'strict', 'k')).toThrow(
      'tx creator does not have read access permission on privatedata in chaincodeName:basic collectionName: strict',
    )
    expect(() => stranger.getPrivateDataRange('basic', 'strict', '', '')).toThrow('does not have read access')
    expect(() => stranger.getPrivateDataMetadata('basic', 'strict', 'k')).toThrow('does not have read access')
    for (const write of [
      () => stranger.putPrivateData('basic', 'strict', 'k', bytes('1')),
      () => stranger.deletePrivateData('basic', 'strict', 'k'),
      () => stranger.purgePrivateData('basic', 'strict', 'k'),
      () => stranger.putPrivateDataMetadata('basic', 'strict', 'k', 'a', bytes('1')),
    ]) {
      expect(write).toThrow(
        'tx creator does not have write access permission on privatedata in chaincodeName:basic collectionName: strict',
      )
    }
    expect(stranger.getPrivateDataHash('basic', 'strict', 'k')).toBeUndefined()
    expect(stranger.getPrivateData('basic', 'pair', 'k')).toBeUndefined()
  })

  it('of a collection that is not defined is refused by name', () => {
    expect(() => simulator().getPrivateData('basic', 'none', 'k')).toThrow(
      'collection mychannel/basic/none could not be found',
    )
    expect(() => simulator().putPrivateData('basic', '_implicit_org_NobodyMSP', 'k', bytes('1'))).toThrow(
      'collection [_implicit_org_NobodyMSP] not defined in the collection config for chaincode [basic]',
    )
    expect(() => simulator().getPrivateDataHash('basic', 'none', 'k')).toThrow(
      'collection [none] not defined in the collection config for chaincode [basic]',
    )
  })
})

describe('the interest of a simulation', () => {
  const policy = encodePolicy(parsePolicy("OR('Org2MSP.peer')"))

  it('asks for the chaincode’s policy of every namespace that was read or written', () => {
    const acting = simulator()
    acting.getState('other', 'a')
    acting.putState('basic', 'a', bytes('1'))

    expect(acting.finish().interest.calls).toMatchObject([
      { chaincode: 'basic', collections: [], keyPolicies: [], disregardNamespacePolicy: false, noPublicWrites: false },
      { chaincode: 'other', collections: [], keyPolicies: [], disregardNamespacePolicy: false, noPublicWrites: true },
    ])
  })

  it('needs no chaincode’s policy when every written key has its own', () => {
    channel.commit(
      channel.transaction((s) => {
        s.putState('basic', 'a', bytes('1'))
        s.putStateMetadata('basic', 'a', VALIDATION_PARAMETER, policy)
      }),
    )
    const acting = simulator()
    acting.putState('basic', 'a', bytes('2'))
    const mixed = simulator()
    mixed.putState('basic', 'a', bytes('2'))
    mixed.putState('basic', 'b', bytes('2'))

    const principals = [{ mspId: 'Org2MSP', role: 'peer' }]
    expect(acting.finish().interest.calls).toMatchObject([
      { disregardNamespacePolicy: true, keyPolicies: [{ principals }] },
    ])
    expect(mixed.finish().interest.calls).toMatchObject([
      { disregardNamespacePolicy: false, keyPolicies: [{ principals }] },
    ])
  })

  it('has one call for each collection; a hash is no private read', () => {
    const acting = simulator()
    acting.getPrivateDataHash('basic', 'strict', 'k')
    acting.putPrivateData('basic', 'strict', 'k', bytes('1'))
    acting.getPrivateData('basic', 'pair', 'k')

    expect(acting.finish().interest.calls).toMatchObject([
      { collections: ['pair'], noPrivateReads: false },
      { collections: ['strict'], noPrivateReads: true },
    ])
  })
})

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex')
}

import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { TestMember, TestTransaction } from '../testing/test-ledger'
import { TestLedger, bytes, testCollection, testDefinition, testMembers, textOf } from '../testing/test-ledger'
import { sha256 } from '../wire/hashing'
import { decodePrivateSets, decodePrivateWrites } from '../wire/rwset'

const IMPLICIT = '_implicit_org_Org2MSP'
const NOT_AVAILABLE = 'private data matching public hash version is not available'

let members: ReadonlyMap<string, TestMember>
let channel: TestLedger

beforeAll(async () => {
  members = await testMembers('Org1MSP', 'Org2MSP', 'Org3MSP')
})

beforeEach(() => {
  const collections = [testCollection(), testCollection({ name: 'brief', blockToLive: 2 })]
  channel = new TestLedger(members, { definitions: [testDefinition({ collections })] })
})

afterEach(() => channel[Symbol.dispose]())

function put(key: string, value: string, collection = 'pair', endorser = 'Org1MSP'): TestTransaction {
  return channel.transaction((simulator) => simulator.putPrivateData('basic', collection, key, bytes(value)), {
    endorsers: [channel.peer(endorser)],
  })
}

function remove(key: string, how: 'delete' | 'purge', collection = 'pair'): TestTransaction {
  return channel.transaction((simulator) => {
    if (how === 'purge') simulator.purgePrivateData('basic', collection, key)
    else simulator.deletePrivateData('basic', collection, key)
  })
}

function held(mspId: string, key: string, collection = 'pair', atBlock?: number): string | undefined {
  const options = atBlock === undefined ? {} : { atBlock }
  return textOf(channel.read((simulator) => simulator.getPrivateData('basic', collection, key), mspId, options))
}

function hash(key: string, collection = 'pair', mspId = 'Org3MSP'): string | undefined {
  const value = channel.read((simulator) => simulator.getPrivateDataHash('basic', collection, key), mspId)
  return value && Buffer.from(value).toString('hex')
}

function hashOf(value: string): string {
  return Buffer.from(sha256(value)).toString('hex')
}

function writesOfBlock(block: number, mspId: string): string[] {
  return [...channel.ledger.privateDataOfBlock(block, mspId)].flatMap(([tx, set]) =>
    decodePrivateSets(set).flatMap(({ collection, bytes: writes }) =>
      decodePrivateWrites(writes).writes.map(({ key, value }) => `${tx} ${collection} ${key}=${textOf(value)}`),
    ),
  )
}

describe('private data', () => {
  it('is at every member after its block, and its hash is everywhere', () => {
    expect(channel.commit(put('k', 'v'))).toEqual(['VALID'])

    expect(held('Org1MSP', 'k')).toBe('v')
    expect(held('Org2MSP', 'k')).toBe('v')
    expect(() => held('Org3MSP', 'k')).toThrow(
      `${NOT_AVAILABLE}. Public hash version = {BlockNum: 1, TxNum: 0}, Private data version = <nil>`,
    )
    expect(hash('k')).toBe(hashOf('v'))
  })

  it('of an implicit collection is held by its organisation alone', () => {
    channel.commit(put('k', 'v', IMPLICIT, 'Org2MSP'))

    expect(held('Org2MSP', 'k', IMPLICIT)).toBe('v')
    expect(() => held('Org1MSP', 'k', IMPLICIT)).toThrow(NOT_AVAILABLE)
    expect(hash('k', IMPLICIT)).toBe(hashOf('v'))
  })

  it('of an invalid transaction is not kept', () => {
    const refused = channel.transaction((simulator) => simulator.putPrivateData('basic', 'pair', 'k', bytes('v')), {
      endorsers: [channel.member('Org1MSP').client],
    })

    expect(channel.commit(refused)).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
    expect(held('Org1MSP', 'k')).toBeUndefined()
    expect(hash('k')).toBeUndefined()
  })

  it('that differs from the endorsed hash is not kept', () => {
    const good = put('k', 'v')
    channel.ledger.keepTransient(good.txId, ['Org1MSP', 'Org2MSP'], put('k', 'forged').privateResults!)

    expect(channel.commit(good)).toEqual(['VALID'])
    expect(() => held('Org1MSP', 'k')).toThrow(NOT_AVAILABLE)
  })

  it('is readable in ranges by its holders', () => {
    channel.commit(put('a', '1'), put('b', '2'), put('c', '3'))

    const range = channel.read((simulator) => simulator.getPrivateDataRange('basic', 'pair', 'a', 'c'))

    expect(
      [range.next(), range.next(), range.next()].map(({ done, value }) => (done === true ? undefined : value.key)),
    ).toEqual(['a', 'b', undefined])
  })

  it('stays readable when only its metadata was written', () => {
    channel.commit(put('k', 'v'))

    channel.commit(
      channel.transaction((simulator) => simulator.putPrivateDataMetadata('basic', 'pair', 'k', 'note', bytes('n'))),
    )

    expect(held('Org2MSP', 'k')).toBe('v')
    expect(channel.read((simulator) => simulator.getPrivateDataMetadata('basic', 'pair', 'k'))).toEqual(
      new Map([['note', expect.objectContaining({ length: 1 })]]),
    )
  })

  it('of a block is told to its members only', () => {
    channel.commit(channel.put('a', '1'), put('k', 'v'), put('l', 'w', IMPLICIT, 'Org2MSP'))

    expect(writesOfBlock(1, 'Org1MSP')).toEqual(['1 pair k=v'])
    expect(writesOfBlock(1, 'Org2MSP')).toEqual(['1 pair k=v', `2 ${IMPLICIT} l=w`])
    expect(writesOfBlock(1, 'Org3MSP')).toEqual([])
  })
})

describe('a deletion', () => {
  it('takes value and hash away, and the old value stays as of its block', () => {
    channel.commit(put('k', 'v'))
    channel.commit(remove('k', 'delete'))

    expect(held('Org1MSP', 'k')).toBeUndefined()
    expect(hash('k')).toBeUndefined()
    expect(held('Org1MSP', 'k', 'pair', 1)).toBe('v')
    expect(writesOfBlock(1, 'Org1MSP')).toEqual(['0 pair k=v'])
  })
})

describe('a purge', () => {
  it('takes every value that the key ever had from every member, and leaves other keys', () => {
    channel.commit(put('k', 'first'), put('other', 'stays'))
    channel.commit(put('k', 'second'))

    expect(channel.commit(remove('k', 'purge'))).toEqual(['VALID'])

    expect(held('Org1MSP', 'k')).toBeUndefined()
    expect(hash('k')).toBeUndefined()
    expect(() => held('Org1MSP', 'k', 'pair', 2)).toThrow(NOT_AVAILABLE)
    expect([writesOfBlock(1, 'Org1MSP'), writesOfBlock(2, 'Org2MSP')]).toEqual([['1 pair other=stays'], []])
    expect(held('Org2MSP', 'other')).toBe('stays')
  })

  it('lets the key be written anew', () => {
    channel.commit(put('k', 'first'))
    channel.commit(remove('k', 'purge'))
    channel.commit(put('k', 'again'))

    expect(held('Org2MSP', 'k')).toBe('again')
  })
})

describe('blocks to live', () => {
  it('remove value and hash with the block after the last one', () => {
    channel.commit(put('k', 'v', 'brief'))
    channel.commit(channel.put('a', '1'))
    channel.commit(channel.put('a', '2'))
    expect(held('Org2MSP', 'k', 'brief')).toBe('v')

    channel.commit(channel.put('a', '3'))

    expect(held('Org2MSP', 'k', 'brief')).toBeUndefined()
    expect(hash('k', 'brief')).toBeUndefined()
    expect(writesOfBlock(1, 'Org1MSP')).toEqual([])
    expect(() => held('Org2MSP', 'k', 'brief', 1)).toThrow(NOT_AVAILABLE)
  })

  it('begin anew with every write', () => {
    channel.commit(put('k', 'v', 'brief'))
    channel.commit(channel.put('a', '1'))
    channel.commit(put('k', 'w', 'brief'))
    channel.commit(channel.put('a', '2'))

    expect(held('Org1MSP', 'k', 'brief')).toBe('w')
  })

  it('are over after the transactions of their last block, which may still read the hash', () => {
    channel.commit(put('k', 'v', 'brief'))
    channel.commit(channel.put('a', '1'))
    channel.commit(channel.put('a', '2'))
    const reading = channel.transaction((simulator) => {
      simulator.getPrivateDataHash('basic', 'brief', 'k')
      simulator.putState('basic', 'b', bytes('1'))
    })

    expect(channel.commit(reading)).toEqual(['VALID'])
    expect(hash('k', 'brief')).toBeUndefined()
  })
})

describe('private data that did not arrive', () => {
  it.each(['drop', 'delay'] as const)(
    '(%s) is an error to read, until it is fetched from another member',
    (delivery) => {
      channel.ledger.setPrivateDelivery('Org2MSP', delivery)
      channel.commit(put('k', 'v'))
      expect(held('Org1MSP', 'k')).toBe('v')
      expect(() => held('Org2MSP', 'k')).toThrow(NOT_AVAILABLE)

      channel.ledger.setPrivateDelivery('Org2MSP', 'normal')

      expect(channel.ledger.reconcile('Org2MSP')).toBe(1)
      expect(held('Org2MSP', 'k')).toBe('v')
      expect(writesOfBlock(1, 'Org2MSP')).toEqual(['0 pair k=v'])
      expect(channel.ledger.reconcile('Org2MSP')).toBe(0)
    },
  )

  it('is not fetched while it is dropped, and is while it is only delayed', () => {
    channel.ledger.setPrivateDelivery('Org2MSP', 'drop')
    channel.commit(put('k', 'v'))
    expect(channel.ledger.reconcile('Org2MSP')).toBe(0)

    channel.ledger.setPrivateDelivery('Org2MSP', 'delay')

    expect(channel.ledger.reconcile('Org2MSP')).toBe(1)
  })

  it('does not replace what was written since', () => {
    channel.ledger.setPrivateDelivery('Org2MSP', 'drop')
    channel.commit(put('k', 'old'), put('gone', 'x'))
    channel.ledger.setPrivateDelivery('Org2MSP', 'normal')
    channel.commit(put('k', 'new'), remove('gone', 'delete'))

    channel.ledger.reconcile('Org2MSP')

    expect(held('Org2MSP', 'k')).toBe('new')
    expect(held('Org2MSP', 'gone')).toBeUndefined()
  })

  it('is readable after its metadata was written meanwhile', () => {
    channel.ledger.setPrivateDelivery('Org2MSP', 'drop')
    channel.commit(put('k', 'v'))
    channel.commit(
      channel.transaction((simulator) => simulator.putPrivateDataMetadata('basic', 'pair', 'k', 'note', bytes('n'))),
    )
    channel.ledger.setPrivateDelivery('Org2MSP', 'normal')

    channel.ledger.reconcile('Org2MSP')

    expect(held('Org2MSP', 'k')).toBe('v')
  })

  it('does not bring a purged value back', () => {
    channel.ledger.setPrivateDelivery('Org2MSP', 'drop')
    channel.commit(put('k', 'v'))
    channel.commit(remove('k', 'purge'))
    channel.ledger.setPrivateDelivery('Org2MSP', 'normal')

    channel.ledger.reconcile('Org2MSP')

    expect(held('Org2MSP', 'k')).toBeUndefined()
    expect(writesOfBlock(1, 'Org2MSP')).toEqual([])
  })

  it('is missed, and fetched, by an organisation that becomes a member later', () => {
    channel.commit(put('k', 'v'))
    const collections = [testCollection({ members: "OR('Org1MSP.member','Org2MSP.member','Org3MSP.member')" })]
    channel.ledger.define(testDefinition({ sequence: 2, collections }))
    expect(() => held('Org3MSP', 'k')).toThrow(NOT_AVAILABLE)

    expect(channel.ledger.reconcile('Org3MSP')).toBe(1)
    expect(held('Org3MSP', 'k')).toBe('v')
  })
})

describe('data kept for a transaction that is not committed yet', () => {
  it('reaches a member at commit from another that endorsed', () => {
    const transaction = put('k', 'v', 'pair', 'Org2MSP')

    channel.commit(transaction)

    expect(held('Org1MSP', 'k')).toBe('v')
  })

  it('is forgotten with the transaction, whatever came of it', () => {
    const refused = channel.transaction((simulator) => simulator.putPrivateData('basic', 'pair', 'k', bytes('v')), {
      endorsers: [channel.peer('Org1MSP')],
      version: '',
    })
    channel.commit(refused)
    channel.ledger.define(testDefinition({ sequence: 2, collections: [testCollection()] }))

    expect(channel.commit(refused)).toEqual(['DUPLICATE_TXID'])
    expect(held('Org1MSP', 'k')).toBeUndefined()
  })
})

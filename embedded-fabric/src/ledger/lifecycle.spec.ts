import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { TestMember, TestTransaction } from '../testing/test-ledger'
import { TestLedger, bytes, testCollection, testDefinition, testMembers } from '../testing/test-ledger'
import { readDefinition } from './lifecycle'

const COLLECTIONS = [testCollection()]
let members: ReadonlyMap<string, TestMember>
let channel: TestLedger

beforeAll(async () => {
  members = await testMembers('Org1MSP', 'Org2MSP')
})

beforeEach(() => {
  channel = new TestLedger(members, { definitions: [testDefinition({ collections: COLLECTIONS })] })
})

afterEach(() => channel[Symbol.dispose]())

function called(): TestTransaction {
  return channel.transaction((simulator) => {
    readDefinition(simulator, 'basic')
    simulator.putState('basic', 'a', bytes('1'))
  })
}

function usingCollection(): TestTransaction {
  return channel.transaction((simulator) => simulator.putPrivateData('basic', 'pair', 'a', bytes('1')))
}

describe('the definition of a chaincode', () => {
  it.each([
    ['calls it', called],
    ['uses one of its collections', usingCollection],
  ])('stays what it was for a transaction that %s, or the transaction is invalid', (_, transact) => {
    const early = transact()
    channel.ledger.define(testDefinition({ sequence: 2, collections: COLLECTIONS }))

    expect(channel.commit(early)).toEqual(['MVCC_READ_CONFLICT'])
    expect(channel.commit(transact())).toEqual(['VALID'])
  })

  it('that changes twice between two blocks is a conflict for who saw the first change', () => {
    channel.ledger.define(testDefinition({ sequence: 2, collections: COLLECTIONS }))
    const transaction = called()
    channel.ledger.define(testDefinition({ sequence: 3, collections: COLLECTIONS }))

    expect(channel.commit(transaction)).toEqual(['MVCC_READ_CONFLICT'])
  })

  it('of another chaincode may change', () => {
    const transaction = called()
    channel.ledger.define(testDefinition({ name: 'other' }))

    expect(channel.commit(transaction)).toEqual(['VALID'])
  })
})

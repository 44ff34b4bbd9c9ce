import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { encodePolicy } from '../policy/encode'
import { parsePolicy } from '../policy/parse'
import type { TestMember, TestTransaction } from '../testing/test-ledger'
import type { TransactionOptions } from '../testing/test-transaction'
import { TestLedger, bytes, testCollection, testDefinition, testMembers } from '../testing/test-ledger'
import { VALIDATION_PARAMETER } from './metadata'

const ONLY_ORG2 = encodePolicy(parsePolicy("OR('Org2MSP.peer')"))

let members: ReadonlyMap<string, TestMember>
let channel: TestLedger

beforeAll(async () => {
  members = await testMembers('Org1MSP', 'Org2MSP', 'Org3MSP')
})

beforeEach(() => {
  const collections = [
    testCollection(),
    testCollection({ name: 'guarded', endorsement: "AND('Org1MSP.peer','Org2MSP.peer')" }),
  ]
  channel = new TestLedger(members, { definitions: [testDefinition({ collections })] })
})

afterEach(() => channel[Symbol.dispose]())

function by(...mspIds: readonly string[]): TransactionOptions {
  return { endorsers: mspIds.map((mspId) => channel.peer(mspId)) }
}

function protect(key: string, policy: Uint8Array, endorsers: TransactionOptions): TestTransaction {
  return channel.transaction(
    (simulator) => simulator.putStateMetadata('basic', key, VALIDATION_PARAMETER, policy),
    endorsers,
  )
}

function create(key: string, endorsers: TransactionOptions): TestTransaction {
  return channel.transaction((simulator) => {
    simulator.putState('basic', key, bytes('1'))
    simulator.putStateMetadata('basic', key, VALIDATION_PARAMETER, ONLY_ORG2)
  }, endorsers)
}

describe('a key with a policy of its own', () => {
  it('is created under the chaincode’s policy', () => {
    expect(channel.commit(create('a', by('Org1MSP')))).toEqual(['VALID'])
  })

  it('is written only with the endorsements that its policy names', () => {
    channel.commit(create('a', by('Org1MSP')))

    const codes = channel.commit(channel.put('a', '2', by('Org1MSP')), channel.put('a', '3', by('Org2MSP')))

    expect(codes).toEqual(['ENDORSEMENT_POLICY_FAILURE', 'VALID'])
    expect(channel.text('a')).toBe('3')
  })

  it('is written although the chaincode’s policy is not satisfied', () => {
    channel.ledger.define(testDefinition({ sequence: 2, policy: "OR('Org1MSP.peer')" }))
    channel.commit(create('a', by('Org1MSP')))

    expect(channel.commit(channel.put('a', '2', by('Org2MSP')))).toEqual(['VALID'])
  })

  it('does not free other keys of the same transaction from the chaincode’s policy', () => {
    channel.ledger.define(testDefinition({ sequence: 2, policy: "OR('Org1MSP.peer')" }))
    channel.commit(create('a', by('Org1MSP')))

    const codes = channel.commit(
      channel.transaction((simulator) => {
        simulator.putState('basic', 'a', bytes('2'))
        simulator.putState('basic', 'b', bytes('2'))
      }, by('Org2MSP')),
    )

    expect(codes).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
  })

  it('gets another policy only with the endorsements of the old one', () => {
    channel.commit(create('a', by('Org1MSP')))
    const onlyOrg3 = encodePolicy(parsePolicy("OR('Org3MSP.peer')"))

    expect(channel.commit(protect('a', onlyOrg3, by('Org1MSP')))).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
    expect(channel.commit(protect('a', onlyOrg3, by('Org2MSP')))).toEqual(['VALID'])
    expect(channel.commit(channel.put('a', '2', by('Org2MSP')), channel.put('a', '3', by('Org3MSP')))).toEqual([
      'ENDORSEMENT_POLICY_FAILURE',
      'VALID',
    ])
  })

  it('falls back under the chaincode’s policy when its own is removed', () => {
    channel.commit(create('a', by('Org1MSP')))
    channel.commit(protect('a', new Uint8Array(), by('Org2MSP')))

    expect(channel.commit(channel.put('a', '2', by('Org1MSP')))).toEqual(['VALID'])
  })

  it('loses its policy with its deletion', () => {
    channel.commit(create('a', by('Org1MSP')))
    channel.commit(channel.transaction((simulator) => simulator.deleteState('basic', 'a'), by('Org2MSP')))

    expect(channel.commit(channel.put('a', '2', by('Org1MSP')))).toEqual(['VALID'])
    expect(channel.read((simulator) => simulator.getStateMetadata('basic', 'a'))).toEqual(new Map())
  })

  it('keeps its policy when only its value is written', () => {
    channel.commit(create('a', by('Org1MSP')))
    channel.commit(channel.put('a', '2', by('Org2MSP')))

    expect(channel.commit(channel.put('a', '3', by('Org1MSP')))).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
  })

  it('may not be touched again in the block that changes its policy', () => {
    channel.commit(create('a', by('Org1MSP')))

    const codes = channel.commit(
      protect('a', ONLY_ORG2, by('Org2MSP')),
      channel.put('a', '2', by('Org2MSP')),
      protect('a', ONLY_ORG2, by('Org2MSP')),
      channel.put('b', '1', by('Org1MSP')),
    )

    expect(codes).toEqual(['VALID', 'ENDORSEMENT_POLICY_FAILURE', 'ENDORSEMENT_POLICY_FAILURE', 'VALID'])
  })

  it('may be touched again in the block when the change of its policy was refused', () => {
    channel.commit(create('a', by('Org1MSP')))

    const codes = channel.commit(protect('a', ONLY_ORG2, by('Org1MSP')), channel.put('a', '2', by('Org2MSP')))

    expect(codes).toEqual(['ENDORSEMENT_POLICY_FAILURE', 'VALID'])
  })

  it('that does not exist gets no policy', () => {
    expect(channel.commit(protect('absent', ONLY_ORG2, by('Org1MSP')))).toEqual(['VALID'])

    expect(channel.commit(channel.put('absent', '1', by('Org1MSP')))).toEqual(['VALID'])
  })

  it('that cannot be read is not written any more', () => {
    channel.commit(
      channel.transaction((simulator) => {
        simulator.putState('basic', 'a', bytes('1'))
        simulator.putStateMetadata('basic', 'a', VALIDATION_PARAMETER, Buffer.from('ffff', 'hex'))
      }, by('Org1MSP')),
    )

    const write = channel.put('a', '2', { ...by('Org1MSP', 'Org2MSP'), atBlock: 0 })

    expect(channel.commit(write)).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
  })
})

describe('a collection', () => {
  function write(collection: string, key: string, endorsers: TransactionOptions): TestTransaction {
    return channel.transaction((simulator) => simulator.putPrivateData('basic', collection, key, bytes('1')), endorsers)
  }

  it('without a policy of its own is written under the chaincode’s', () => {
    expect(channel.commit(write('pair', 'a', by('Org3MSP')))).toEqual(['VALID'])
  })

  it('with a policy of its own is written under that', () => {
    const codes = channel.commit(
      write('guarded', 'a', by('Org1MSP')),
      write('guarded', 'b', by('Org3MSP')),
      write('guarded', 'c', by('Org1MSP', 'Org2MSP')),
    )

    expect(codes).toEqual(['ENDORSEMENT_POLICY_FAILURE', 'ENDORSEMENT_POLICY_FAILURE', 'VALID'])
  })

  it('of one organisation (implicit) is written with that organisation’s endorsement', () => {
    const codes = channel.commit(
      write('_implicit_org_Org2MSP', 'a', by('Org1MSP')),
      write('_implicit_org_Org2MSP', 'b', by('Org2MSP')),
    )

    expect(codes).toEqual(['ENDORSEMENT_POLICY_FAILURE', 'VALID'])
  })

  it('has keys with policies of their own, which go before the collection’s', () => {
    const protectedKey = channel.transaction(
      (simulator) => {
        simulator.putPrivateData('basic', 'guarded', 'a', bytes('1'))
        simulator.putPrivateDataMetadata('basic', 'guarded', 'a', VALIDATION_PARAMETER, ONLY_ORG2)
      },
      by('Org1MSP', 'Org2MSP'),
    )
    expect(channel.commit(protectedKey)).toEqual(['VALID'])

    const codes = channel.commit(write('guarded', 'a', by('Org1MSP')), write('guarded', 'a', by('Org2MSP')))

    expect(codes).toEqual(['ENDORSEMENT_POLICY_FAILURE', 'VALID'])
  })

  it('that is not defined is not written to', () => {
    const before = write('pair', 'a', by('Org1MSP'))
    channel.ledger.define(testDefinition({ sequence: 2, collections: [] }))

    expect(channel.commit(before)).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
  })
})

import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { common, ledger as messages } from '@hyperledger/fabric-protos'
import type { Signer } from '../identity/identity'
import { createOrganization, issueClient } from '../identity/authority'
import { createSigner } from '../identity/signing'
import type { TestMember } from '../testing/test-ledger'
import { TestLedger, bytes, testDefinition, testMembers } from '../testing/test-ledger'
import { endorsementOf } from '../testing/test-transaction'

const DEFINITIONS = [
  testDefinition({ policy: "AND('Org1MSP.peer','Org2MSP.peer')" }),
  testDefinition({ name: 'lonely', policy: "OR('Org3MSP.peer')" }),
  testDefinition({ name: 'open' }),
]

let members: ReadonlyMap<string, TestMember>
let channel: TestLedger
let both: readonly Signer[]

beforeAll(async () => {
  members = await testMembers('Org1MSP', 'Org2MSP', 'Org3MSP')
})

beforeEach(() => {
  channel = new TestLedger(members, { definitions: DEFINITIONS })
  both = [channel.peer('Org1MSP'), channel.peer('Org2MSP')]
})

afterEach(() => channel[Symbol.dispose]())

describe('the form of a transaction', () => {
  it('is valid when creator, proposal and endorsements belong together', () => {
    const codes = channel.commit(channel.put('a', '1', { endorsers: both }))

    expect(codes).toEqual(['VALID'])
    expect(channel.text('a')).toBe('1')
  })

  it('refuses bytes that are no envelope, and an envelope without payload', () => {
    const garbage = { ...channel.put('a', '1'), envelope: Buffer.from('ffffffff', 'hex') }
    const empty = { ...channel.put('a', '1'), envelope: new common.Envelope().serializeBinary() }

    expect(channel.commit(garbage, empty)).toEqual([
      'INVALID_OTHER_REASON',
      expect.stringMatching(/^(NIL_ENVELOPE|BAD_)/),
    ])
  })

  it('refuses a signature that is not the creator’s', () => {
    const forged = channel.put('a', '1', {
      endorsers: both,
      alterSignature: () => channel.peer('Org2MSP').sign(bytes('x')),
    })

    expect(channel.commit(forged)).toEqual(['BAD_CREATOR_SIGNATURE'])
    expect(channel.text('a')).toBeUndefined()
  })

  it('refuses a creator whose certificate an organisation outside the channel issued', async () => {
    const stranger = await createOrganization({ mspId: 'Org1MSP' })
    const creator = createSigner('Org1MSP', await issueClient(stranger, { name: 'Stranger' }))

    expect(channel.commit(channel.put('a', '1', { endorsers: both, creator }))).toEqual(['BAD_CREATOR_SIGNATURE'])
  })

  it('takes a creator whose certificate has expired since: every peer must come to the same outcome at any time', async () => {
    const credentials = await issueClient(channel.member('Org1MSP').material, {
      name: 'Former',
      notBefore: new Date(Date.now() - 20_000),
      notAfter: new Date(Date.now() - 10_000),
    })

    const codes = channel.commit(
      channel.put('a', '1', { endorsers: both, creator: createSigner('Org1MSP', credentials) }),
    )

    expect(codes).toEqual(['VALID'])
  })

  it('refuses a transaction id that is not the hash of nonce and creator', () => {
    const codes = channel.commit(channel.put('a', '1', { endorsers: both, txId: 'ab'.repeat(32) }))

    expect(codes).toEqual(['BAD_PROPOSAL_TXID'])
  })

  it('refuses another epoch, an unknown header type and a missing nonce', () => {
    const codes = channel.commit(
      channel.put('a', '1', { endorsers: both, epoch: 1 }),
      channel.put('b', '1', { endorsers: both, type: common.HeaderType.MESSAGE }),
      channel.put('c', '1', { endorsers: both, nonce: new Uint8Array() }),
    )

    expect(codes).toEqual(['BAD_COMMON_HEADER', 'BAD_COMMON_HEADER', 'BAD_COMMON_HEADER'])
  })

  it('refuses configuration, which an embedded channel does not change', () => {
    const codes = channel.commit(
      channel.put('a', '1', { endorsers: both, type: common.HeaderType.CONFIG }),
      channel.put('b', '1', { endorsers: both, type: common.HeaderType.CONFIG_UPDATE }),
    )

    expect(codes).toEqual(['INVALID_CONFIG_TRANSACTION', 'UNSUPPORTED_TX_PAYLOAD'])
  })

  it('refuses a transaction of another channel', () => {
    const codes = channel.commit(channel.put('a', '1', { endorsers: both, channelId: 'otherchannel' }))

    expect(codes).toEqual(['BAD_CREATOR_SIGNATURE'])
  })

  it('refuses results that were endorsed for another proposal', () => {
    const codes = channel.commit(channel.put('a', '1', { endorsers: both, proposalHash: Buffer.alloc(32, 1) }))

    expect(codes).toEqual(['INVALID_ENDORSER_TRANSACTION'])
  })

  it('refuses two actions in one transaction', () => {
    expect(channel.commit(channel.put('a', '1', { endorsers: both, actions: 2 }))).toEqual([
      'INVALID_ENDORSER_TRANSACTION',
    ])
  })

  it('refuses results that are no read-write set', () => {
    const codes = channel.commit(channel.put('a', '1', { endorsers: both, results: Buffer.from('ffffffff', 'hex') }))

    expect(codes).toEqual(['BAD_RWSET'])
  })

  it('refuses a namespace that stands twice in the results', () => {
    const results = new messages.rwset.TxReadWriteSet()
    for (const namespace of ['basic', 'basic']) {
      const set = new messages.rwset.NsReadWriteSet()
      set.setNamespace(namespace)
      results.addNsRwset(set)
    }

    const codes = channel.commit(channel.put('a', '1', { endorsers: both, results: results.serializeBinary() }))

    expect(codes).toEqual(['ILLEGAL_WRITESET'])
  })

  it('refuses the second transaction with the same id in a block and in a later block', () => {
    const transaction = channel.put('a', '1', { endorsers: both })

    expect(channel.commit(transaction, transaction)).toEqual(['VALID', 'DUPLICATE_TXID'])
    expect(channel.commit(transaction)).toEqual(['DUPLICATE_TXID'])
    expect(channel.ledger.transaction(transaction.txId)).toMatchObject({ code: 0, blockNumber: 1, index: 0 })
  })

  it('counts an invalid transaction’s id as used', () => {
    const transaction = channel.put('a', '1', { endorsers: [channel.peer('Org1MSP')] })

    expect(channel.commit(transaction)).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
    expect(channel.commit(transaction)).toEqual(['DUPLICATE_TXID'])
    expect(channel.ledger.transaction(transaction.txId)).toMatchObject({ code: 10, blockNumber: 1 })
  })
})

describe('the chaincode of a transaction', () => {
  it('must be the one of the proposal, and defined on the channel', () => {
    const codes = channel.commit(
      channel.put('a', '1', { endorsers: both, headerChaincode: 'open' }),
      channel.put('b', '1', { endorsers: both, headerChaincode: '', chaincode: '' }),
      channel.put('c', '1', { endorsers: both, chaincode: 'absent' }),
    )

    expect(codes).toEqual(['INVALID_CHAINCODE', 'INVALID_CHAINCODE', 'INVALID_CHAINCODE'])
  })

  it('must name a version', () => {
    expect(channel.commit(channel.put('a', '1', { endorsers: both, version: '' }))).toEqual(['INVALID_CHAINCODE'])
  })

  it('may have been endorsed in an older version, if the policy in force is satisfied', () => {
    const before = channel.put('a', '1', { endorsers: both })
    channel.ledger.define(testDefinition({ version: '2.0', sequence: 2, policy: "OR('Org3MSP.peer')" }))
    const after = channel.put('b', '1', { endorsers: [...both, channel.peer('Org3MSP')] })

    expect(channel.commit(before, after)).toEqual(['ENDORSEMENT_POLICY_FAILURE', 'VALID'])
  })

  it('must be the one that its event names', () => {
    const codes = channel.commit(
      channel.put('a', '1', { endorsers: both, eventChaincode: 'basic' }),
      channel.put('b', '1', { endorsers: both, eventChaincode: 'open' }),
    )

    expect(codes).toEqual(['VALID', 'INVALID_OTHER_REASON'])
  })
})

describe('the endorsement policy', () => {
  it('refuses too few endorsements', () => {
    expect(channel.commit(channel.put('a', '1', { endorsers: [channel.peer('Org1MSP')] }))).toEqual([
      'ENDORSEMENT_POLICY_FAILURE',
    ])
    expect(channel.text('a')).toBeUndefined()
  })

  it('counts one endorser once, however often it signed', () => {
    const one = channel.peer('Org1MSP')
    const definition = testDefinition({ sequence: 2, policy: "OutOf(2,'Org1MSP.peer','Org1MSP.peer')" })
    channel.ledger.define(definition)

    expect(channel.commit(channel.put('a', '1', { endorsers: [one, one] }))).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
  })

  it('does not count a client’s signature as a peer’s', () => {
    const endorsers = [channel.member('Org1MSP').client, channel.peer('Org2MSP')]

    expect(channel.commit(channel.put('a', '1', { endorsers }))).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
  })

  it('does not count a signature over other results', () => {
    const codes = channel.commit(
      channel.put('a', '1', {
        endorsers: both,
        alterEndorsements: ([first]) => [first!, endorsementOf(channel.peer('Org2MSP'), bytes('other results'))],
      }),
    )

    expect(codes).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
  })

  it('counts a good signature after a bad one of the same endorser', () => {
    const codes = channel.commit(
      channel.put('a', '1', {
        endorsers: both,
        alterEndorsements: (good) => [endorsementOf(channel.peer('Org1MSP'), bytes('other')), ...good],
      }),
    )

    expect(codes).toEqual(['VALID'])
  })

  it('of the invoked chaincode is checked although it writes nothing', () => {
    const read = channel.transaction((simulator) => simulator.getState('basic', 'a'), {
      endorsers: [channel.peer('Org1MSP')],
    })

    expect(channel.commit(read)).toEqual(['ENDORSEMENT_POLICY_FAILURE'])
  })

  it('of every other chaincode that the transaction writes to is checked', () => {
    const act = { endorsers: both }
    const refused = channel.transaction((simulator) => simulator.putState('lonely', 'a', bytes('1')), act)
    const signed = channel.transaction((simulator) => simulator.putState('lonely', 'a', bytes('2')), {
      endorsers: [...both, channel.peer('Org3MSP')],
    })

    expect(channel.commit(refused, signed)).toEqual(['ENDORSEMENT_POLICY_FAILURE', 'VALID'])
    expect(channel.text('a', 'lonely')).toBe('2')
  })

  it('of a chaincode that was only read is not asked', () => {
    const transaction = channel.transaction(
      (simulator) => {
        simulator.getState('lonely', 'a')
        simulator.putState('basic', 'b', bytes('1'))
      },
      { endorsers: both },
    )

    expect(channel.commit(transaction)).toEqual(['VALID'])
  })

  it('refuses a write to a chaincode that is not defined', () => {
    const transaction = channel.transaction((simulator) => simulator.putState('absent', 'a', bytes('1')), {
      endorsers: both,
    })

    expect(channel.commit(transaction)).toEqual(['INVALID_CHAINCODE'])
  })

  it('takes the definition in force when the block is committed', () => {
    const transaction = channel.put('a', '1', { endorsers: [channel.peer('Org1MSP')] })
    channel.ledger.define(testDefinition({ sequence: 2 }))

    expect(channel.commit(transaction)).toEqual(['VALID'])
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { CODE } from '../wire/transaction'
import { MEMBERS, TestChannel, materialOf, text } from '../testing/test-channel'

const ENDORSEMENT = '/Channel/Application/Endorsement'
const NO_METADATA =
  'no combination of peers can be derived which satisfy the endorsement policy: No metadata was found for chaincode probe in channel mychannel'

/** Endorses by these organisations only, and answers the validation code. */
async function codeBy(test: TestChannel, ...endorsingOrganizations: readonly string[]): Promise<number> {
  const proposal = (await test.contract()).newProposal('put', {
    arguments: ['a', '1'],
    endorsingOrganizations: [...endorsingOrganizations],
  })
  return (await (await (await proposal.endorse()).submit()).getStatus()).code
}

describe('a chaincode whose policy is MAJORITY Endorsement, on a channel of members', () => {
  let test: TestChannel
  beforeAll(async () => {
    const organizations = await Promise.all(
      MEMBERS.map(async (mspId) => ({ mspId, material: await materialOf(mspId) })),
    )
    test = await TestChannel.start({ organizations, chaincode: { policy: ENDORSEMENT } })
  })
  afterAll(() => test[Symbol.asyncDispose]())

  it('is endorsed by as many organisations as the gateway needs', async () => {
    const contract = await test.contract('Org3MSP')

    await contract.submitTransaction('put', 'planned', 'x')

    expect(text(await contract.evaluateTransaction('get', 'planned'))).toBe('x')
  })

  it('is valid by two of three, and not by one', async () => {
    expect(await codeBy(test, 'Org2MSP', 'Org3MSP')).toBe(CODE.VALID)
    expect(await codeBy(test, 'Org2MSP')).toBe(CODE.ENDORSEMENT_POLICY_FAILURE)
  })

  it('does without an organisation that is stopped, and refuses when the majority cannot be reached', async () => {
    const contract = await test.contract()
    await test.channel.controls.stopPeer('Org2MSP')
    await contract.submitTransaction('put', 'without', 'Org2')
    await test.channel.controls.stopPeer('Org3MSP')

    const alone = contract.submitTransaction('put', 'alone', 'x')

    await expect(alone).rejects.toMatchObject({
      code: 9,
      message: expect.stringContaining('no peer combination can satisfy the endorsement policy'),
    })
    await test.channel.controls.startPeer('Org2MSP')
    await test.channel.controls.startPeer('Org3MSP')
  })
})

describe('on a channel with an observer', () => {
  it('MAJORITY Endorsement cannot be planned by, as on Fabric, and is valid all the same when it is met', async () => {
    await using test = await TestChannel.start({ chaincode: { policy: ENDORSEMENT } })
    const contract = await test.contract()

    await expect(contract.submitTransaction('put', 'a', '1')).rejects.toMatchObject({
      code: 9,
      message: expect.stringContaining(NO_METADATA),
    })
    // Three of four organisations, the observer among them.
    expect(await codeBy(test, ...MEMBERS)).toBe(CODE.VALID)
    expect(await codeBy(test, 'Org1MSP', 'Org2MSP')).toBe(CODE.ENDORSEMENT_POLICY_FAILURE)
  })

  it('a policy that the channel was started with is planned by when every organisation has its part', async () => {
    await using test = await TestChannel.start({
      policies: { MajorityReaders: 'MAJORITY Readers' },
      chaincode: { policy: '/Channel/Application/MajorityReaders' },
    })

    await (await test.contract()).submitTransaction('put', 'a', '1')

    expect(await codeBy(test, 'Org1MSP', 'Org2MSP')).toBe(CODE.ENDORSEMENT_POLICY_FAILURE)
  })
})

describe('a channel on disk', () => {
  it('keeps a reference, and what it asks for', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'policies-'))
    const options = {
      dataFolder,
      policies: { AnyEndorsement: 'ANY Endorsement' },
      chaincode: { policy: '/Channel/Application/AnyEndorsement' },
    }
    try {
      await (await TestChannel.start(options))[Symbol.asyncDispose]()
      await using again = await TestChannel.start(options)

      expect(await codeBy(again, 'Org3MSP')).toBe(CODE.VALID)
    } finally {
      await rm(dataFolder, { recursive: true })
    }
  })
})

describe('a chaincode of a running channel', () => {
  it('gets a reference in place of a policy, and a policy in place of a reference', async () => {
    await using test = await TestChannel.start({ chaincode: { policy: "OR('Org1MSP.peer')" } })
    const before = await codeBy(test, 'Org1MSP')

    await test.channel.upgradeChaincode({ name: 'probe', policy: ENDORSEMENT })
    const after = await codeBy(test, 'Org1MSP')
    await test.channel.upgradeChaincode({ name: 'probe', policy: "OR('Org1MSP.peer')" })

    expect([before, after, await codeBy(test, 'Org1MSP')]).toEqual([
      CODE.VALID,
      CODE.ENDORSEMENT_POLICY_FAILURE,
      CODE.VALID,
    ])
  })
})

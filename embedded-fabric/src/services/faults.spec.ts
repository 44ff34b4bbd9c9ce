import { status } from '@grpc/grpc-js'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { TestChannel, text } from '../testing/test-channel'

let test: TestChannel
beforeEach(async () => {
  test = await TestChannel.start()
})
afterEach(() => test[Symbol.asyncDispose]())

describe('a stopped peer', () => {
  it('is unavailable to its own clients, and knows everything once it is back at its address', async () => {
    const { controls } = test.channel
    const own = await test.contract('Org2MSP')
    const other = await test.contract('Org1MSP')
    await own.evaluateTransaction('get', 'a')

    await controls.stopPeer('Org2MSP')
    await expect(own.evaluateTransaction('get', 'a')).rejects.toMatchObject({ code: status.UNAVAILABLE })
    await other.submitTransaction('put', 'a', 'meanwhile')
    await controls.startPeer('Org2MSP')

    // A new connection: the old one may still wait before it tries again.
    expect(text(await (await test.contract('Org2MSP')).evaluateTransaction('get', 'a'))).toBe('meanwhile')
  })

  it('is unavailable when a client names its organisation', async () => {
    const contract = await test.contract()
    await test.channel.controls.stopPeer('Org3MSP')

    const proposal = contract.newProposal('put', { arguments: ['a', '1'], endorsingOrganizations: ['Org3MSP'] })

    await expect(proposal.endorse()).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      message: expect.stringContaining('failed to find any endorsing peers for org(s): Org3MSP'),
    })
    await expect(proposal.evaluate()).rejects.toMatchObject({ code: status.FAILED_PRECONDITION })
  })

  it('ends the waiting for a transaction’s status', async () => {
    const { controls } = test.channel
    const contract = await test.contract('Org2MSP')
    const transaction = await contract.newProposal('put', { arguments: ['a', '1'] }).endorse()
    controls.pauseOrdering()
    const commit = await transaction.submit()

    const waiting = commit.getStatus()
    waiting.catch(() => undefined)
    await controls.stopPeer('Org2MSP')

    await expect(waiting).rejects.toMatchObject({ name: 'CommitStatusError' })
  })
})

describe('names that are not the channel’s', () => {
  it('are refused by the controls', async () => {
    await expect(test.channel.controls.stopPeer('NoMSP')).rejects.toThrow('NoMSP is not an organisation of channel')
    expect(() => test.channel.organization('NoMSP')).toThrow('NoMSP is not an organisation of channel')
    await expect(test.channel.upgradeChaincode({ name: 'other' })).rejects.toThrow('chaincode other is not defined')
  })
})

describe('closing', () => {
  it('may be done twice, and frees the ports', async () => {
    const ports = test.channel.organizations.map(({ port }) => port)
    await test.channel.close()
    await test.channel.close()

    await using again = await TestChannel.start({
      organizations: test.channel.organizations.map(({ mspId, material, port }) => ({ mspId, material, port })),
    })

    expect(again.channel.organizations.map(({ port }) => port)).toEqual(ports)
  })
})

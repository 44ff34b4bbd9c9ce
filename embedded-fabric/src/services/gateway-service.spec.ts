import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createSigner } from '../identity/signing'
import { issueClient } from '../identity/authority'
import { CODE } from '../wire/transaction'
import { CHANNEL, MEMBERS, TestChannel, materialOf, text } from '../testing/test-channel'

const MINUTE_MS = 60_000

let test: TestChannel
beforeAll(async () => {
  test = await TestChannel.start()
})
afterAll(() => test[Symbol.asyncDispose]())

describe('evaluate', () => {
  it("gives the contract's error with its words", async () => {
    const contract = await test.contract()

    await expect(contract.evaluateTransaction('throw', 'CODE: no')).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining('evaluate call to endorser returned error: chaincode response 500, CODE: no'),
      details: [{ mspId: 'Org1MSP', message: 'chaincode response 500, CODE: no' }],
    })
  })

  it('answers an unknown chaincode with FAILED_PRECONDITION, and an unknown channel with UNAVAILABLE', async () => {
    const network = await test.network()
    const gateway = await test.gateway('Org1MSP')

    await expect(network.getContract('other').evaluateTransaction('get', 'a')).rejects.toMatchObject({
      code: 9,
      message: expect.stringContaining(`no peers available to evaluate chaincode other in channel ${CHANNEL}`),
    })
    await expect(
      gateway.getNetwork('elsewhere').getContract('probe').evaluateTransaction('get', 'a'),
    ).rejects.toMatchObject({
      code: 14,
      message: expect.stringContaining('failed to get config for channel [elsewhere]'),
    })
  })

  it('refuses a signature by another key, a foreign MSP and an expired certificate', async () => {
    const other = await issueClient(await materialOf('Org1MSP'), { name: 'Other' })
    const wrongKey = await test.contract('Org1MSP', {
      connect: { signer: (message) => Promise.resolve(createSigner('Org1MSP', other).sign(message)) },
    })
    const foreign = await test.contract('StrangerMSP', { at: 'Org1MSP' })
    const expired = await test.contract('Org1MSP', {
      client: { notBefore: new Date(Date.now() - 2 * MINUTE_MS), notAfter: new Date(Date.now() - MINUTE_MS) },
    })

    await expect(wrongKey.evaluateTransaction('get', 'a')).rejects.toMatchObject({
      code: 9,
      message: expect.stringContaining(
        `error validating proposal: access denied: channel [${CHANNEL}] creator org [Org1MSP]`,
      ),
    })
    await expect(foreign.evaluateTransaction('get', 'a')).rejects.toMatchObject({
      code: 9,
      message: expect.stringContaining('creator org unknown, creator is malformed'),
    })
    await expect(expired.evaluateTransaction('get', 'a')).rejects.toMatchObject({
      code: 14,
      message: expect.stringContaining('failed to evaluate transaction, see attached details for more info'),
      details: expect.arrayContaining([
        expect.objectContaining({ mspId: 'Org1MSP', message: 'proposal client identity expired' }),
      ]),
    })
  })

  it('asks the organisation that the client names', async () => {
    const contract = await test.contract()

    const proposal = contract.newProposal('get', { arguments: ['nothing'], endorsingOrganizations: ['Org3MSP'] })
    const refused = contract.newProposal('get', { arguments: ['nothing'], endorsingOrganizations: ['NoMSP'] })

    expect(text(await proposal.evaluate())).toBe('')
    await expect(refused.evaluate()).rejects.toMatchObject({
      code: 9,
      message: expect.stringContaining(`no peers available to evaluate chaincode probe in channel ${CHANNEL}`),
    })
  })

  it('answers qscc and refuses the other system chaincodes by name', async () => {
    const network = await test.network()

    const info = await network.getContract('qscc').evaluateTransaction('GetChainInfo', CHANNEL)

    expect(info.length).toBeGreaterThan(32)
    await expect(
      network.getContract('_lifecycle').evaluateTransaction('QueryChaincodeDefinitions'),
    ).rejects.toMatchObject({
      message: expect.stringContaining('system chaincode _lifecycle is not supported by an embedded channel'),
    })
  })
})

describe('endorse', () => {
  it("aborts with the contract's words in the details only", async () => {
    const contract = await test.contract()

    await expect(contract.submitTransaction('throw', 'CODE: no')).rejects.toMatchObject({
      name: 'EndorseError',
      code: 10,
      message: expect.stringContaining('failed to endorse transaction, see attached details for more info'),
      details: [{ address: expect.any(String), mspId: 'Org1MSP', message: 'chaincode response 500, CODE: no' }],
    })
  })

  it('collects the signatures that the policy asks for, each by its own organisation', async () => {
    const contract = await test.contract('Org2MSP')

    const transaction = await contract.newProposal('put', { arguments: ['signed', 'x'] }).endorse()
    const status = await (await transaction.submit()).getStatus()

    expect(status.successful).toBe(true)
  })

  it('refuses results that differ between endorsers', async () => {
    const contract = await test.contract()
    for (const mspId of ['Org2MSP', 'Org3MSP']) {
      test.channel.controls.alterEndorsements(mspId, (payload) => Uint8Array.of(...payload, 0x42, 0))
    }

    const submitted = contract.submitTransaction('put', 'differs', 'x')

    await expect(submitted).rejects.toMatchObject({
      code: 10,
      message: expect.stringContaining('failed to collect enough transaction endorsements'),
      details: expect.arrayContaining([
        expect.objectContaining({ mspId: 'Org2MSP', message: 'ProposalResponsePayloads do not match' }),
      ]),
    })
    for (const mspId of ['Org2MSP', 'Org3MSP']) test.channel.controls.alterEndorsements(mspId, undefined)
  })

  it('meets drift between endorsers as real clients do', async () => {
    const contract = await test.contract()
    await contract.submitTransaction('put', 'drifting', '1')
    await contract.submitTransaction('put', 'drifting', '2')
    for (const mspId of ['Org2MSP', 'Org3MSP']) test.channel.controls.drift(mspId, 1)

    const submitted = contract.submitTransaction('add', 'drifting')

    await expect(submitted).rejects.toMatchObject({ code: 10 })
    for (const mspId of ['Org2MSP', 'Org3MSP']) test.channel.controls.drift(mspId, 0)
  })

  it('takes another organisation when one is stopped, and refuses when too few are left', async () => {
    const contract = await test.contract()
    await test.channel.controls.stopPeer('Org2MSP')

    await contract.submitTransaction('put', 'without', 'Org2')
    await test.channel.controls.stopPeer('Org3MSP')
    const tooFew = contract.submitTransaction('put', 'alone', 'x')

    await expect(tooFew).rejects.toMatchObject({
      code: 9,
      message: expect.stringContaining('no combination of peers can be derived which satisfy the endorsement policy'),
    })
    await test.channel.controls.startPeer('Org2MSP')
    await test.channel.controls.startPeer('Org3MSP')
    expect(text(await (await test.contract('Org2MSP')).evaluateTransaction('get', 'without'))).toBe('Org2')
  })

  it('answers an unknown endorsing organisation with UNAVAILABLE', async () => {
    const contract = await test.contract()
    const proposal = contract.newProposal('put', { arguments: ['a', '1'], endorsingOrganizations: ['NoMSP'] })

    await expect(proposal.endorse()).rejects.toMatchObject({
      code: 14,
      message: expect.stringContaining('failed to find any endorsing peers for org(s): NoMSP'),
    })
  })
})

describe('submit and commit status', () => {
  it('tell the code of a transaction that lost a race', async () => {
    const contract = await test.contract()
    await contract.submitTransaction('put', 'raced', '1')
    const [first, second] = await Promise.all(
      [1, 2].map(() => contract.newProposal('add', { arguments: ['raced'] }).endorse()),
    )

    const statuses = await Promise.all(
      [first, second].map(async (transaction) => (await transaction!.submit()).getStatus()),
    )

    expect(statuses.map(({ code }) => code).sort()).toEqual([CODE.VALID, CODE.MVCC_READ_CONFLICT])
  })

  it('find a policy that the client chose too few organisations for', async () => {
    const contract = await test.contract()
    const proposal = contract.newProposal('put', { arguments: ['weak', 'x'], endorsingOrganizations: ['Org1MSP'] })

    const status = await (await (await proposal.endorse()).submit()).getStatus()

    expect(status.code).toBe(CODE.ENDORSEMENT_POLICY_FAILURE)
    expect(text(await contract.evaluateTransaction('get', 'weak'))).toBe('')
  })

  it('apply a transaction once that is submitted again while it waits, and refuse it once it is ordered', async () => {
    const contract = await test.contract()
    const transaction = await contract.newProposal('add', { arguments: ['once'] }).endorse()
    test.channel.controls.pauseOrdering()

    const commits = [await transaction.submit(), await transaction.submit()]
    test.channel.controls.resumeOrdering()
    const [first, second] = await Promise.all(commits.map((commit) => commit.getStatus()))

    expect([first?.code, second?.code]).toEqual([CODE.VALID, CODE.VALID])
    expect(second?.blockNumber).toBe(first?.blockNumber)
    expect(text(await contract.evaluateTransaction('get', 'once'))).toBe('1')
    await expect(transaction.submit()).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('request already processed') as unknown }),
      ]),
    })
  })

  it('wait while ordering is paused and go on when it resumes', async () => {
    const contract = await test.contract()
    test.channel.controls.pauseOrdering()
    const transaction = await contract.newProposal('put', { arguments: ['later', 'x'] }).endorse()
    const height = test.channel.height

    const commit = await transaction.submit()
    expect(test.channel.height).toBe(height)
    test.channel.controls.resumeOrdering()

    expect((await commit.getStatus()).successful).toBe(true)
  })

  it('work with offline signing', async () => {
    const material = await materialOf('Org1MSP')
    const credentials = await issueClient(material, { name: 'Holder' })
    const signer = createSigner('Org1MSP', credentials)
    const gateway = await test.gateway('Org1MSP', { credentials, offline: true })
    const unsigned = gateway
      .getNetwork(CHANNEL)
      .getContract('probe')
      .newProposal('put', { arguments: ['offline', 'yes'] })

    const proposal = gateway.newSignedProposal(unsigned.getBytes(), signer.sign(unsigned.getDigest()))
    const endorsed = await proposal.endorse()
    const transaction = gateway.newSignedTransaction(endorsed.getBytes(), signer.sign(endorsed.getDigest()))
    const submitted = await transaction.submit()
    const commit = gateway.newSignedCommit(submitted.getBytes(), signer.sign(submitted.getDigest()))

    expect((await commit.getStatus()).successful).toBe(true)
  })

  it('group what comes at the same time into few blocks', async () => {
    const contract = await test.contract()
    const before = test.channel.height

    await Promise.all(Array.from({ length: 60 }, (_, n) => contract.submitTransaction('put', `many-${n}`, 'x')))

    expect(test.channel.height - before).toBeLessThan(60)
    const found = JSON.parse(text(await contract.evaluateTransaction('range', 'many-', 'many-~'))) as unknown[]
    expect(found).toHaveLength(60)
  })
})

describe('identities', () => {
  it('reach the contract with their organisation', async () => {
    for (const mspId of MEMBERS) {
      expect(text(await (await test.contract(mspId)).evaluateTransaction('creator'))).toBe(mspId)
    }
  })
})

import { status } from '@grpc/grpc-js'
import { common, gateway, peer } from '@hyperledger/fabric-protos'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createOrganization, issueClient } from '../identity/authority'
import type { Validity } from '../identity/authority'
import { createSigner } from '../identity/signing'
import { CHANNEL, OBSERVER, TestChannel, materialOf, text } from '../testing/test-channel'

let test: TestChannel
beforeAll(async () => {
  test = await TestChannel.start()
})
afterAll(() => test[Symbol.asyncDispose]())

/** A proposal of a client with one part of its header changed, signed again. */
async function changedProposal(change: (header: common.ChannelHeader) => void): Promise<Uint8Array> {
  const signer = createSigner('Org1MSP', await issueClient(await materialOf('Org1MSP'), { name: 'User1' }))
  const contract = await test.contract('Org1MSP', { connect: { signer: sign(signer.sign.bind(signer)) } })
  const message = gateway.ProposedTransaction.deserializeBinary(
    contract.newProposal('get', { arguments: ['a'] }).getBytes(),
  )
  const signed = message.getProposal() ?? new peer.SignedProposal()
  const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8())
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8())
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8())
  change(channelHeader)
  header.setChannelHeader(channelHeader.serializeBinary())
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setCreator(signer.serialized)
  signatureHeader.setNonce(common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()).getNonce())
  proposal.setHeader(header.serializeBinary())
  signed.setProposalBytes(proposal.serializeBinary())
  signed.setSignature(signer.sign(proposal.serializeBinary()))
  message.setProposal(signed)
  return message.serializeBinary()
}

function sign(by: (message: Uint8Array) => Uint8Array): (message: Uint8Array) => Promise<Uint8Array> {
  return (message) => Promise.resolve(by(message))
}

async function evaluateChanged(change: (header: common.ChannelHeader) => void): Promise<Uint8Array> {
  const bytes = await changedProposal(change)
  const client = await test.gateway('Org1MSP')
  const signed = gateway.ProposedTransaction.deserializeBinary(bytes).getProposal() ?? new peer.SignedProposal()
  return client.newSignedProposal(bytes, signed.getSignature_asU8()).evaluate()
}

describe('a proposal is refused', () => {
  it.each([
    [
      'with another transaction id',
      (h: common.ChannelHeader) => h.setTxId('00'.repeat(32)),
      'incorrectly computed txid',
    ],
    ['of another epoch', (h: common.ChannelHeader) => h.setEpoch(1), 'epoch is non-zero'],
    [
      'of another type',
      (h: common.ChannelHeader) => h.setType(common.HeaderType.MESSAGE),
      'invalid header type MESSAGE',
    ],
    [
      'that names no chaincode in its header',
      (h: common.ChannelHeader) => h.setExtension$(''),
      'ChaincodeHeaderExtension.ChaincodeId is nil',
    ],
  ])('%s', async (_name, change, reason) => {
    await expect(evaluateChanged(change)).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      message: expect.stringContaining(reason),
    })
  })

  it.each([
    ['too old', -901],
    ['from the future', 901],
  ])('that is %s, at every peer', async (_name, seconds) => {
    const changed = evaluateChanged((header) => {
      header.getTimestamp()?.setSeconds(Math.floor(Date.now() / 1000) + seconds)
    })

    const words =
      /request unauthorized due to incorrect timestamp \S+Z, peer time \S+Z, peer.authentication.timewindow 15m0s$/
    await expect(changed).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.arrayContaining([
        { mspId: 'Org3MSP', address: expect.anything(), message: expect.stringMatching(words) },
      ]),
    })
  })

  it('by a certificate that has expired, even one of an authority that nobody knows', async () => {
    const stranger = await createOrganization({ mspId: 'Org1MSP' })
    const credentials = await issueClient(stranger, { name: 'Late', ...aMinuteAgo() })

    const contract = await test.contract('Org1MSP', { credentials })

    await expect(contract.submitTransaction('put', 'a', '1')).rejects.toMatchObject({
      code: status.ABORTED,
      details: [{ message: 'proposal client identity expired' }],
    })
  })

  it('when its transaction is committed already', async () => {
    const contract = await test.contract()
    const proposal = contract.newProposal('put', { arguments: ['once', '1'] })
    const transaction = await proposal.endorse()
    await (await transaction.submit()).getStatus()

    await expect(proposal.endorse()).rejects.toMatchObject({
      code: status.ABORTED,
      details: [{ mspId: 'Org1MSP', message: expect.stringContaining('duplicate transaction found') }],
    })
  })

  it('by an orderer’s certificate, which reads nothing', async () => {
    const contract = await test.contract('Org1MSP', { client: { role: 'orderer' } })

    await expect(contract.evaluateTransaction('get', 'a')).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      message: expect.stringContaining("this policy requires 1 of the 'Readers' sub-policies to be satisfied"),
    })
  })
})

describe('evaluate', () => {
  it('at another organisation’s peer reads as the client’s own organisation', async () => {
    const contract = await test.contract('Org1MSP', { at: 'Org2MSP' })

    expect(text(await contract.evaluateTransaction('creator'))).toBe('Org1MSP')
  })

  it('with transient data stays in the gateway’s own organisation', async () => {
    const transientData = { value: 'secret' }
    const own = (await test.contract()).newProposal('transient', { arguments: ['value'], transientData })
    const observed = (await test.contract(OBSERVER)).newProposal('transient', { arguments: ['value'], transientData })

    expect(text(await own.evaluate())).toBe('secret')
    await expect(observed.evaluate()).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      message: expect.stringContaining('retry specifying target organization(s) to protect transient data'),
    })
  })

  it('at an observer’s gateway, whose peer has no chaincode, is answered by a member’s peer', async () => {
    const contract = await test.contract(OBSERVER)

    expect(text(await contract.evaluateTransaction('creator'))).toBe(OBSERVER)
    await expect(
      contract.newProposal('creator', { endorsingOrganizations: [OBSERVER] }).endorse(),
    ).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      message: expect.stringContaining('failed to find any endorsing peers for org(s): WatchMSP'),
    })
  })

  it('of qscc says in Fabric’s words what there is not', async () => {
    const qscc = (await test.network()).getContract('qscc')

    await expect(qscc.evaluateTransaction('GetTransactionByID', CHANNEL, 'none')).rejects.toThrow(
      'Failed to get transaction with id none, error no such transaction ID [none] in index',
    )
    await expect(qscc.evaluateTransaction('GetBlockByNumber', CHANNEL, '999')).rejects.toThrow(
      'Failed to get block number 999, error no such block number [999] in index',
    )
    await expect(qscc.evaluateTransaction('GetChainInfo', 'elsewhere')).rejects.toThrow('Invalid chain ID, elsewhere')
    await expect(qscc.evaluateTransaction('Other', CHANNEL, '')).rejects.toThrow(
      'access denied for [Other][mychannel]: [Unmapped policy for qscc/Other]',
    )
  })

  it('of qscc gives blocks and transactions by number, hash and id', async () => {
    const contract = await test.contract()
    const transaction = await contract.newProposal('put', { arguments: ['asked', '1'] }).endorse()
    const { blockNumber } = await (await transaction.submit()).getStatus()
    const qscc = (await test.network()).getContract('qscc')
    const id = transaction.getTransactionId()

    const byNumber = await qscc.evaluateTransaction('GetBlockByNumber', CHANNEL, String(blockNumber))
    const byId = await qscc.evaluateTransaction('GetBlockByTxID', CHANNEL, id)
    const processed = await qscc.evaluateTransaction('GetTransactionByID', CHANNEL, id)
    const info = common.BlockchainInfo.deserializeBinary(await qscc.evaluateTransaction('GetChainInfo', CHANNEL))
    const byHash = await qscc.evaluateTransaction('GetBlockByHash', CHANNEL, info.getCurrentblockhash_asU8())

    expect(Buffer.from(byId).equals(byNumber)).toBe(true)
    expect(peer.ProcessedTransaction.deserializeBinary(processed).getValidationcode()).toBe(0)
    expect(common.Block.deserializeBinary(byHash).getHeader()?.getNumber()).toBe(info.getHeight() - 1)
  })
})

describe('endorse', () => {
  it('asks each organisation once, however often the client names it', async () => {
    const contract = await test.contract()

    const transaction = await contract
      .newProposal('put', { arguments: ['twice', '1'], endorsingOrganizations: ['Org1MSP', 'Org2MSP', 'Org2MSP'] })
      .endorse()

    expect((await (await transaction.submit()).getStatus()).successful).toBe(true)
  })

  it('of an unknown chaincode finds no combination of peers', async () => {
    const contract = (await test.network()).getContract('other')

    await expect(contract.submitTransaction('put', 'a', '1')).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      message: expect.stringContaining('no combination of peers can be derived which satisfy the endorsement policy'),
    })
  })

  it('takes the next organisation when one endorses something else', async () => {
    const contract = await test.contract()
    test.channel.controls.alterEndorsements('Org2MSP', (payload) => Uint8Array.of(...payload, 0x42, 0))

    const transaction = await contract.newProposal('put', { arguments: ['altered', '1'] }).endorse()
    test.channel.controls.alterEndorsements('Org2MSP', undefined)

    expect((await (await transaction.submit()).getStatus()).successful).toBe(true)
  })
})

describe('submit', () => {
  it('is refused to an expired certificate by the orderers', async () => {
    const signer = createSigner('Org1MSP', await expired())
    const prepared = await preparedBy(signer.serialized)

    await expect(submit(prepared, (message) => signer.sign(message))).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      details: saidBy(['Org1MSP', 'Org2MSP'], 'status=BAD_REQUEST, info=broadcast client identity expired'),
    })
  })

  it('of a configuration transaction is refused by name', async () => {
    const signer = createSigner('Org1MSP', await issueClient(await materialOf('Org1MSP'), { name: 'Config' }))
    const prepared = await preparedBy(signer.serialized, common.HeaderType.CONFIG_UPDATE)

    await expect(submit(prepared, (message) => signer.sign(message))).rejects.toMatchObject({
      details: saidBy(['Org1MSP', 'Org2MSP'], 'configuration transactions are not supported'),
    })
  })
})

/** Of three orderers any two must take a transaction: the refusals of two make that impossible. */
function saidBy(orderers: readonly string[], words: string): readonly unknown[] {
  return orderers.map((mspId) => ({ mspId, message: expect.stringContaining(words) }))
}

async function expired(): ReturnType<typeof issueClient> {
  return issueClient(await materialOf('Org1MSP'), { name: 'Late', ...aMinuteAgo() })
}

function aMinuteAgo(): Validity {
  const end = Date.now() - 60_000
  return { notBefore: new Date(end - 60_000), notAfter: new Date(end) }
}

/** An endorsed transaction under another creator or type. */
async function preparedBy(
  creator: Uint8Array,
  type?: common.HeaderTypeMap[keyof common.HeaderTypeMap],
): Promise<Uint8Array> {
  const contract = await test.contract()
  const transaction = await contract.newProposal('put', { arguments: ['other', '1'] }).endorse()
  const message = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes())
  const envelope = message.getEnvelope() ?? new common.Envelope()
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const header = payload.getHeader() ?? new common.Header()
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8())
  if (type !== undefined) channelHeader.setType(type)
  const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8())
  signatureHeader.setCreator(creator)
  header.setChannelHeader(channelHeader.serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())
  payload.setHeader(header)
  envelope.setPayload(payload.serializeBinary())
  envelope.setSignature('')
  message.setEnvelope(envelope)
  return message.serializeBinary()
}

async function submit(prepared: Uint8Array, by: (message: Uint8Array) => Uint8Array): Promise<unknown> {
  const envelope = gateway.PreparedTransaction.deserializeBinary(prepared).getEnvelope() ?? new common.Envelope()
  const client = await test.gateway('Org1MSP')
  return client.newSignedTransaction(prepared, by(envelope.getPayload_asU8())).submit()
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CloseableAsyncIterable } from '@hyperledger/fabric-gateway'
import { issueTlsClient } from '../identity/authority'
import { CODE } from '../wire/transaction'
import { TestChannel, materialOf, text } from '../testing/test-channel'

let test: TestChannel
beforeAll(async () => {
  test = await TestChannel.start()
})
afterAll(() => test[Symbol.asyncDispose]())

async function take<T>(stream: CloseableAsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = []
  try {
    for await (const item of stream) if (taken.push(item) === count) break
  } finally {
    stream.close()
  }
  return taken
}

describe('chaincode events', () => {
  it('come from a block on, old ones and new ones, none lost and none doubled', async () => {
    const network = await test.network()
    const contract = network.getContract('probe')
    const startBlock = BigInt(test.channel.height)
    await contract.submitTransaction('event', 'named', 'old')
    const events = await network.getChaincodeEvents('probe', { startBlock })
    const taking = take(events, 4)

    for (const payload of ['1', '2', '3']) await contract.submitTransaction('event', 'named', payload)

    expect((await taking).map(({ payload }) => text(payload))).toEqual(['old', '1', '2', '3'])
  })

  it('go on after the transaction that a client saw last', async () => {
    const network = await test.network()
    const contract = network.getContract('probe')
    const startBlock = BigInt(test.channel.height)
    for (const payload of ['a', 'b', 'c']) await contract.submitTransaction('event', 'named', payload)
    const [first] = await take(await network.getChaincodeEvents('probe', { startBlock }), 1)

    const checkpoint = {
      getBlockNumber: () => first!.blockNumber,
      getTransactionId: () => first!.transactionId,
    }
    const rest = await take(await network.getChaincodeEvents('probe', { checkpoint }), 2)

    expect(rest.map(({ payload }) => text(payload))).toEqual(['b', 'c'])
  })

  it('are of valid transactions only, and the last setEvent of each', async () => {
    const network = await test.network()
    const contract = network.getContract('probe')
    const startBlock = BigInt(test.channel.height)
    const operations = (payload: string): string =>
      JSON.stringify([
        ['event', 'first', 'x'],
        ['add', 'counted'],
        ['event', 'last', payload],
      ])
    const racing = await Promise.all(
      ['one', 'two'].map((payload) => contract.newProposal('all', { arguments: [operations(payload)] }).endorse()),
    )
    const statuses = await Promise.all(racing.map(async (transaction) => (await transaction.submit()).getStatus()))
    await contract.submitTransaction('event', 'end', '')

    const events = await take(await network.getChaincodeEvents('probe', { startBlock }), 2)

    expect(statuses.filter(({ code }) => code === CODE.MVCC_READ_CONFLICT)).toHaveLength(1)
    expect(events.map(({ eventName }) => eventName)).toEqual(['last', 'end'])
  })
})

describe('block delivery', () => {
  it('gives whole blocks with their metadata, from block 0 on', async () => {
    const network = await test.network('Org2MSP')
    await network.getContract('probe').submitTransaction('put', 'delivered', 'x')

    const blocks = await take(await network.getBlockEvents({ startBlock: 0n }), test.channel.height)

    expect(blocks.map((block) => block.getHeader()?.getNumber())).toEqual(blocks.map((_, index) => index))
    expect(blocks.every((block) => (block.getMetadata()?.getMetadataList().length ?? 0) > 2)).toBe(true)
  })

  it('filters blocks to ids, codes and the names of events', async () => {
    const network = await test.network()
    const startBlock = BigInt(test.channel.height)
    await network.getContract('probe').submitTransaction('event', 'told', 'withheld')

    const [block] = await take(await network.getFilteredBlockEvents({ startBlock }), 1)

    const [transaction] = block!.getFilteredTransactionsList()
    const [action] = transaction!.getTransactionActions()!.getChaincodeActionsList()
    expect(transaction!.getTxValidationCode()).toBe(CODE.VALID)
    expect(action!.getChaincodeEvent()?.getEventName()).toBe('told')
    expect(action!.getChaincodeEvent()?.getPayload_asU8()).toHaveLength(0)
  })

  it('is refused to a foreign organisation', async () => {
    const network = await test.network('StrangerMSP', { at: 'Org1MSP' })

    await expect(take(await network.getBlockEvents({ startBlock: 0n }), 1)).rejects.toThrow()
  })

  it('ends with an error when the peer stops', async () => {
    const network = await test.network('Org3MSP')
    const stream = await network.getBlockEvents({ startBlock: 0n })
    const taking = take(stream, Number.MAX_SAFE_INTEGER)

    await test.channel.controls.stopPeer('Org3MSP')

    await expect(taking).rejects.toMatchObject({ name: 'GatewayError' })
    await test.channel.controls.startPeer('Org3MSP')
  })
})

describe('client certificates', () => {
  let mutual: TestChannel
  beforeAll(async () => {
    mutual = await TestChannel.start({ requireClientCertificates: true })
  })
  afterAll(() => mutual[Symbol.asyncDispose]())

  it('are required where the channel says so', async () => {
    const contract = await mutual.contract('Org1MSP')

    await expect(contract.evaluateTransaction('get', 'a')).rejects.toMatchObject({ code: 14 })
  })

  it('let a client in that names its certificate in what it signs', async () => {
    const tls = await issueTlsClient(await materialOf('Org1MSP'), { name: 'User1' })
    const network = await mutual.network('Org1MSP', { tls })

    await network.getContract('probe').submitTransaction('put', 'mutual', 'x')
    const blocks = await take(await network.getBlockEvents({ startBlock: 0n }), 1)

    expect(blocks).toHaveLength(1)
  })

  it('refuse a stream to a client that does not name its certificate', async () => {
    const tls = await issueTlsClient(await materialOf('Org1MSP'), { name: 'User1' })
    const network = await mutual.network('Org1MSP', { tls, bound: false })

    await expect(take(await network.getBlockEvents({ startBlock: 0n }), 1)).rejects.toThrow()
  })

  it('refuse one that has expired', async () => {
    const past = { notBefore: new Date(Date.now() - 2e9), notAfter: new Date(Date.now() - 1e9) }
    const tls = await issueTlsClient(await materialOf('Org1MSP'), { name: 'User1', ...past })
    const contract = await mutual.contract('Org1MSP', { tls })

    await expect(contract.evaluateTransaction('get', 'a')).rejects.toMatchObject({ code: 14 })
  })
})

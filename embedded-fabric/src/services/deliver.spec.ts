import * as grpc from '@grpc/grpc-js'
import { common, orderer, peer } from '@hyperledger/fabric-protos'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb'
import type { CollectionDefinition } from '../chaincode/definition'
import { issueClient } from '../identity/authority'
import type { Signer } from '../identity/identity'
import { createSigner } from '../identity/signing'
import { parsePolicy } from '../policy/parse'
import { CHANNEL, TestChannel, materialOf } from '../testing/test-channel'

const { Status } = common
const SECRET: CollectionDefinition = {
  name: 'secret',
  memberPolicy: parsePolicy("OR('Org1MSP.member','Org2MSP.member')"),
  requiredPeerCount: 0,
  maxPeerCount: 1,
  blockToLive: 0,
  memberOnlyRead: true,
  memberOnlyWrite: false,
}
const { BLOCK_UNTIL_READY, FAIL_IF_NOT_READY } = orderer.SeekInfo.SeekBehavior
const { BLOCK, HEADER_WITH_SIG } = orderer.SeekInfo.SeekContentType

type Position = 'oldest' | 'newest' | 'next' | number | undefined

interface SeekOptions {
  readonly behavior?: orderer.SeekInfo.SeekBehaviorMap[keyof orderer.SeekInfo.SeekBehaviorMap]
  readonly content?: orderer.SeekInfo.SeekContentTypeMap[keyof orderer.SeekInfo.SeekContentTypeMap]
  readonly sentAt?: Date
  readonly channel?: string
}

let test: TestChannel
beforeAll(async () => {
  test = await TestChannel.start({ chaincode: { collections: [SECRET] } })
  const contract = await test.contract()
  for (const key of ['a', 'b', 'c']) await contract.submitTransaction('put', key, '1')
})
afterAll(() => test[Symbol.asyncDispose]())

describe('a deliver stream', () => {
  it.each([
    ['from the oldest to the newest block', 'oldest', 'newest', [0, 1, 2, 3, 'SUCCESS']],
    ['the newest block alone', 'newest', 'newest', [3, 'SUCCESS']],
    ['the oldest block alone', 'oldest', 'oldest', [0, 'SUCCESS']],
    ['a range by numbers', 1, 2, [1, 2, 'SUCCESS']],
    ['nothing for a stop before the start', 2, 1, ['BAD_REQUEST']],
    ['nothing without a start', undefined, 2, ['BAD_REQUEST']],
    ['nothing far beyond the end', 99, 100, ['NOT_FOUND']],
  ] as const)('gives %s', async (_name, from, to, expected) => {
    await using stream = await DeliverStream.open()

    stream.seek(from, to)

    expect(await stream.take(expected.length)).toEqual(expected)
  })

  it('waits for a block that is to come', async () => {
    await using stream = await DeliverStream.open()
    const next = test.channel.height

    stream.seek(next, next)
    await (await test.contract()).submitTransaction('put', 'later', '1')

    expect(await stream.take(2)).toEqual([next, 'SUCCESS'])
  })

  it('says NOT_FOUND at the end when it is not to wait', async () => {
    await using stream = await DeliverStream.open()
    const newest = test.channel.height - 1

    stream.seek(newest, newest + 5, { behavior: FAIL_IF_NOT_READY })

    expect(await stream.take(2)).toEqual([newest, 'NOT_FOUND'])
  })

  it('takes the next request after one that succeeded', async () => {
    await using stream = await DeliverStream.open()

    stream.seek(0, 0)
    stream.seek(1, 1)

    expect(await stream.take(4)).toEqual([0, 'SUCCESS', 1, 'SUCCESS'])
  })

  it('gives headers and signatures without data, and the configuration whole', async () => {
    await using stream = await DeliverStream.open()

    stream.seek(0, 1, { content: HEADER_WITH_SIG })
    await stream.take(3)

    expect(stream.blocks.map((block) => block.getData()?.getDataList().length ?? 0)).toEqual([1, 0])
    expect(stream.blocks[1]?.getMetadata()?.getMetadataList().length).toBeGreaterThan(0)
  })

  it.each([
    ['a request of an hour ago', { sentAt: new Date(Date.now() - 60 * 60 * 1000) }, 'BAD_REQUEST'],
    ['a request for another channel', { channel: 'elsewhere' }, 'NOT_FOUND'],
  ])('refuses %s', async (_name, options, expected) => {
    await using stream = await DeliverStream.open()

    stream.seek('oldest', 'newest', options)

    expect(await stream.take(1)).toEqual([expected])
  })

  it('refuses a request signed by somebody else', async () => {
    const other = createSigner('Org1MSP', await issueClient(await materialOf('Org1MSP'), { name: 'Other' }))
    await using stream = await DeliverStream.open('Deliver', 'Org1MSP', (signer) => ({
      ...other,
      serialized: signer.serialized,
    }))

    stream.seek('oldest', 'newest')

    expect(await stream.take(1)).toEqual(['FORBIDDEN'])
  })
})

describe('private data', () => {
  it('is delivered by a member’s peer to members’ clients only', async () => {
    const contract = await test.contract()
    const transaction = await contract
      .newProposal('privatePut', { arguments: ['secret', 'k'], transientData: { value: 'hidden' } })
      .endorse()
    const { blockNumber } = await (await transaction.submit()).getStatus()
    await using member = await DeliverStream.open('DeliverWithPrivateData', 'Org2MSP')
    await using other = await DeliverStream.open('DeliverWithPrivateData', 'Org3MSP')

    for (const stream of [member, other]) {
      stream.seek(Number(blockNumber), Number(blockNumber))
      await stream.take(2)
    }

    expect(member.privateTransactions).toBe(1)
    expect(other.privateTransactions).toBe(0)
  })
})

/** One stream of `protos.Deliver` at Org1's peer. */
class DeliverStream implements AsyncDisposable {
  readonly blocks: common.Block[] = []
  privateTransactions = 0
  readonly #client: grpc.Client
  readonly #signer: Signer
  readonly #stream: grpc.ClientDuplexStream<common.Envelope, peer.DeliverResponse>
  readonly #answers: AsyncIterator<peer.DeliverResponse>

  constructor(client: grpc.Client, signer: Signer, method: string) {
    this.#client = client
    this.#signer = signer
    this.#stream = client.makeBidiStreamRequest(
      `/protos.Deliver/${method}`,
      (envelope: common.Envelope) => Buffer.from(envelope.serializeBinary()),
      (bytes) => peer.DeliverResponse.deserializeBinary(bytes),
    )
    this.#answers = this.#stream[Symbol.asyncIterator]() as AsyncIterator<peer.DeliverResponse>
  }

  static async open(
    method = 'Deliver',
    mspId = 'Org1MSP',
    disguise: (signer: Signer) => Signer = (signer) => signer,
  ): Promise<DeliverStream> {
    const signer = createSigner(mspId, await issueClient(await materialOf(mspId), { name: 'User1' }))
    const { endpoint, tlsRootCertificate } = test.channel.organization('Org1MSP')
    const client = new grpc.Client(endpoint, grpc.credentials.createSsl(Buffer.from(tlsRootCertificate)))
    return new DeliverStream(client, disguise(signer), method)
  }

  seek(from: Position, to: Position, options: SeekOptions = {}): void {
    const info = new orderer.SeekInfo()
    const [start, stop] = [positionOf(from), positionOf(to)]
    if (start) info.setStart(start)
    if (stop) info.setStop(stop)
    info.setBehavior(options.behavior ?? BLOCK_UNTIL_READY)
    info.setContentType(options.content ?? BLOCK)
    this.#stream.write(seekEnvelope(info, this.#signer, options))
  }

  /** The next answers: block numbers and names of statuses. */
  async take(count: number): Promise<(number | string)[]> {
    const taken: (number | string)[] = []
    while (taken.length < count) {
      const next = await this.#answers.next()
      if (next.done === true) break
      taken.push(this.#read(next.value))
    }
    return taken
  }

  #read(answer: peer.DeliverResponse): number | string {
    const both = answer.getBlockAndPrivateData()
    this.privateTransactions += both?.getPrivateDataMapMap().getLength() ?? 0
    const block = answer.getBlock() ?? both?.getBlock()
    if (block !== undefined) {
      this.blocks.push(block)
      return block.getHeader()?.getNumber() ?? -1
    }
    return Object.entries(Status).find(([, code]) => code === answer.getStatus())?.[0] ?? ''
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stream.on('error', () => undefined)
    this.#stream.cancel()
    this.#client.close()
    return Promise.resolve()
  }
}

function positionOf(position: Position): orderer.SeekPosition | undefined {
  if (position === undefined) return undefined
  const message = new orderer.SeekPosition()
  if (position === 'oldest') message.setOldest(new orderer.SeekOldest())
  else if (position === 'newest') message.setNewest(new orderer.SeekNewest())
  else if (position === 'next') message.setNextCommit(new orderer.SeekNextCommit())
  else {
    const specified = new orderer.SeekSpecified()
    specified.setNumber(position)
    message.setSpecified(specified)
  }
  return message
}

function seekEnvelope(info: orderer.SeekInfo, signer: Signer, options: SeekOptions): common.Envelope {
  const timestamp = new Timestamp()
  timestamp.fromDate(options.sentAt ?? new Date())
  const channelHeader = new common.ChannelHeader()
  channelHeader.setType(common.HeaderType.DELIVER_SEEK_INFO)
  channelHeader.setChannelId(options.channel ?? CHANNEL)
  channelHeader.setTimestamp(timestamp)
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setCreator(signer.serialized)
  const header = new common.Header()
  header.setChannelHeader(channelHeader.serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())
  const payload = new common.Payload()
  payload.setHeader(header)
  payload.setData(info.serializeBinary())
  const envelope = new common.Envelope()
  envelope.setPayload(payload.serializeBinary())
  envelope.setSignature(signer.sign(payload.serializeBinary()))
  return envelope
}

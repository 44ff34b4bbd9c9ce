import { gateway } from '@hyperledger/fabric-protos'
import type { orderer } from '@hyperledger/fabric-protos'
import { PATHS, RawConnection } from '../raw/connection'
import { commit, prepare, propose, seen, signerOf } from '../raw/play'
import type { Intent } from '../raw/play'
import { positionOf } from '../raw/seek'
import { spoiled } from '../raw/signature'
import { resigned } from '../raw/transaction'
import { describeRawError, RawRefusal } from '../refusal'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'

interface EventsParts {
  readonly signer?: Awaited<ReturnType<ScenarioRun['signer']>>
  readonly sign?: (message: Uint8Array) => Uint8Array
  readonly channel?: string
  readonly chaincode?: string
  readonly start?: orderer.SeekPosition
  readonly after?: string
}

/** Reads so many events of this scenario, or the error. */
export async function events(run: ScenarioRun, count: number, parts: EventsParts): Promise<Json> {
  const signer = parts.signer ?? (await run.signer('Org1MSP'))
  const request = new gateway.ChaincodeEventsRequest()
  request.setChannelId(parts.channel ?? run.channelId)
  request.setChaincodeId(parts.chaincode ?? 'any')
  request.setIdentity(signer.serialized)
  request.setStartPosition(parts.start)
  request.setAfterTransactionId(parts.after ?? '')
  return requested(run, request.serializeBinary(), parts.sign ?? ((message) => signer.sign(message)), count)
}

async function requested(
  run: ScenarioRun,
  bytes: Uint8Array,
  sign: (message: Uint8Array) => Uint8Array,
  count: number,
): Promise<Json> {
  const signed = new gateway.SignedChaincodeEventsRequest()
  signed.setRequest(bytes)
  signed.setSignature(sign(bytes))
  const connection = new RawConnection(run.organization('Org1MSP'))
  const own = (messages: readonly Uint8Array[]): Json[] => messages.flatMap((message) => ownEvents(run, message))
  try {
    const { messages, end } = await connection.stream(
      PATHS.chaincodeEvents,
      [signed.serializeBinary()],
      (received) => own(received).length >= count,
      { halfClose: true },
    )
    if (typeof end === 'object') throw new RawRefusal(end)
    return own(messages)
  } finally {
    connection.close()
  }
}

function ownEvents(run: ScenarioRun, message: Uint8Array): Json[] {
  const list = gateway.ChaincodeEventsResponse.deserializeBinary(message).getEventsList()
  return list
    .filter((event) => run.isOwn(event.getTxId()))
    .map((event) => [
      event.getTxId(),
      event.getChaincodeId(),
      event.getEventName(),
      Buffer.from(event.getPayload_asU8()).toString(),
    ])
}

async function committed(
  run: ScenarioRun,
  name: string,
  intent: Intent = {},
): Promise<{ txId: string; block: number }> {
  const proposal = await propose(run, name, { args: ['event', name, `payload of ${name}`], ...intent })
  await commit(run, proposal.txId, resigned(await prepare(run, proposal), await run.signer('Org1MSP')))
  return { txId: proposal.txId, block: (await run.stage.observe(proposal.txId)).block }
}

function refused(id: string, title: string, parts: (run: ScenarioRun) => Promise<EventsParts>): Scenario {
  return {
    id: `streams/${id}`,
    title,
    steps: [act('listen', async (run) => seen(async () => events(run, 1, await parts(run))))],
  }
}

/** Chaincode events over the Gateway's own stream. */
export const STREAMS: readonly Scenario[] = [
  {
    id: 'streams/from-block',
    title: 'events come from a block on, in their order',
    steps: [
      act('listen', async (run) => {
        const first = await committed(run, 'one')
        await committed(run, 'two')
        await committed(run, 'elsewhere', { chaincode: 'other' })
        await committed(run, 'three')
        return seen(() => events(run, 3, { start: positionOf(first.block) }))
      }),
    ],
  },
  {
    id: 'streams/after-transaction',
    title: 'events come after a transaction, in its block and those that follow',
    steps: [
      act('listen', async (run) => {
        const first = await committed(run, 'one')
        await committed(run, 'two')
        return {
          after: await seen(() => events(run, 1, { start: positionOf(0), after: first.txId })),
          elsewhere: await seen(() => events(run, 1, { after: first.txId, start: positionOf(first.block + 100) })),
        }
      }),
    ],
  },
  {
    id: 'streams/after-unknown-transaction',
    title: 'after a transaction that nobody knows nothing comes',
    steps: [
      act('listen for a while', async (run) => {
        const { block } = await committed(run, 'one')
        await committed(run, 'two')
        const signer = await run.signer('Org1MSP')
        const request = new gateway.ChaincodeEventsRequest()
        request.setChannelId(run.channelId)
        request.setChaincodeId('any')
        request.setIdentity(signer.serialized)
        request.setStartPosition(positionOf(block))
        request.setAfterTransactionId('unknown')
        const bytes = request.serializeBinary()
        const signed = new gateway.SignedChaincodeEventsRequest()
        signed.setRequest(bytes)
        signed.setSignature(signer.sign(bytes))
        const connection = new RawConnection(run.organization('Org1MSP'))
        const { messages, end } = await connection.stream(
          PATHS.chaincodeEvents,
          [signed.serializeBinary()],
          () => false,
          {
            halfClose: true,
            deadlineMs: 500,
          },
        )
        connection.close()
        // When its time is up, the client's own end of the stream and the server's word of it race.
        const code = typeof end === 'object' ? (describeRawError(end)['code'] ?? '') : end
        return { messages: messages.length, end: code === 'CANCELLED' ? 'DEADLINE_EXCEEDED' : code }
      }),
    ],
  },
  {
    id: 'streams/next',
    title: 'without a start events come from the next block on',
    alone: true,
    steps: [
      act('listen and commit', async (run) => {
        await committed(run, 'before')
        const listening = seen(() => events(run, 1, {}))
        // Whether the request has arrived shows only when an event comes: until then another one is made.
        const heard = { it: false }
        const noting = listening.then(() => {
          heard.it = true
        })
        const more = async (): Promise<unknown> => (heard.it ? undefined : committed(run, 'after').then(more))
        await Promise.all([noting, more()])
        return listening
      }),
    ],
  },
  refused('oldest', 'the oldest block is no start for events', async () =>
    Promise.resolve({ start: positionOf('oldest') }),
  ),
  refused('newest', 'nor is the newest one', async () => Promise.resolve({ start: positionOf('newest') })),
  refused('another-channel', 'events of another channel are refused', async () =>
    Promise.resolve({ channel: 'elsewhere' }),
  ),
  refused('no-channel', 'events of no channel are refused', async () => Promise.resolve({ channel: '' })),
  refused('wrong-signature', 'a wrong signature is refused', async (run) => {
    const signer = await run.signer('Org1MSP')
    return { sign: (message) => spoiled(signer.sign(message)) }
  }),
  refused('other-authority', 'a certificate of another authority is refused', async (run) => ({
    signer: await signerOf(run, 'Org1MSP', 'other authority'),
  })),
  {
    id: 'streams/expired',
    title: 'the end of a certificate is not looked at',
    steps: [
      act('listen', async (run) => {
        const { block } = await committed(run, 'one')
        const signer = await signerOf(run, 'Org1MSP', 'expired')
        return seen(() => events(run, 1, { signer, start: positionOf(block) }))
      }),
    ],
  },
  {
    id: 'streams/garbled',
    title: 'what is no request is refused',
    steps: [
      act('listen', async (run) => ({
        nothing: await seen(() => requested(run, new Uint8Array(), () => new Uint8Array(), 1)),
        garbage: await seen(() => requested(run, Buffer.from('\xff\xff', 'latin1'), () => new Uint8Array(), 1)),
      })),
    ],
  },
]

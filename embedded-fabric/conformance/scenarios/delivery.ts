import { common, ledger, peer } from '@hyperledger/fabric-protos'
import { ask, told } from '../raw/blocks'
import type { Seek } from '../raw/blocks'
import { commit, prepare, propose } from '../raw/play'
import type { Intent } from '../raw/play'
import { nameOf } from '../raw/seek'
import { resigned } from '../raw/transaction'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'

/** Commits a transaction, and the number of its block. */
async function committed(
  run: ScenarioRun,
  name: string,
  intent: Intent = {},
): Promise<{ txId: string; block: number }> {
  const proposal = await propose(run, name, intent)
  await commit(run, proposal.txId, resigned(await prepare(run, proposal), await run.signer('Org1MSP')))
  return { txId: proposal.txId, block: (await run.stage.observe(proposal.txId)).block }
}

function seeking(id: string, title: string, seek: (block: number) => Seek | Promise<Seek>): Scenario {
  return {
    id: `delivery/${id}`,
    title,
    steps: [
      act('seek', async (run) => {
        const { block } = await committed(run, 'here')
        const { start, ...rest } = await seek(block)
        const from = typeof start === 'number' ? start : 0
        return told(await ask(run, [{ ...(start !== undefined && { start }), ...rest }]), from)
      }),
    ],
  }
}

/** The transaction in a filtered block, with what is left out of it. */
function filtered(message: Uint8Array | undefined, txId: string): Json {
  const block = peer.DeliverResponse.deserializeBinary(message ?? new Uint8Array()).getFilteredBlock()
  const transaction = block?.getFilteredTransactionsList().find((candidate) => candidate.getTxid() === txId)
  if (block === undefined || transaction === undefined) return 'not there'
  const actions = transaction.getTransactionActions()?.getChaincodeActionsList() ?? []
  return {
    channel: block.getChannelId(),
    type: nameOf(common.HeaderType, transaction.getType()),
    code: nameOf(peer.TxValidationCode, transaction.getTxValidationCode()),
    events: actions.map((action) => {
      const event = action.getChaincodeEvent()
      return [event?.getChaincodeId() ?? '', event?.getEventName() ?? '', event?.getPayload_asU8().length ?? 0]
    }),
  }
}

/** Whether a block holds a transaction, the lengths of its hashes, and which metadata it has. */
function contentsOf(message: Uint8Array | undefined, txId: string): Json {
  const block = peer.DeliverResponse.deserializeBinary(message ?? new Uint8Array()).getBlock() ?? new common.Block()
  const header = block.getHeader() ?? new common.BlockHeader()
  return {
    holdsIt: Buffer.from(block.serializeBinary()).includes(txId),
    hashes: [header.getDataHash_asU8().length, header.getPreviousHash_asU8().length],
    metadata: (block.getMetadata()?.getMetadataList_asU8() ?? []).map((entry) => entry.length > 0),
  }
}

/** Namespace, collection and values of the private data that come with a block for a transaction. */
async function privateOf(run: ScenarioRun, txId: string, seek: Seek): Promise<Json> {
  const { block, index } = await run.stage.observe(txId)
  const stream = await ask(run, [{ ...seek, kind: 'deliverWithPrivateData', start: block, stop: block }])
  const message = peer.DeliverResponse.deserializeBinary(stream.messages[0] ?? new Uint8Array())
  const set = message.getBlockAndPrivateData()?.getPrivateDataMapMap().get(index)
  if (set === undefined) return 'nothing'
  return set.getNsPvtRwsetList().flatMap((namespace) =>
    namespace.getCollectionPvtRwsetList().map((collection) => {
      const writes = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(collection.getRwset_asU8()).getWritesList()
      return [
        namespace.getNamespace(),
        collection.getCollectionName(),
        ...writes.map((write) => Buffer.from(write.getValue_asU8()).toString()),
      ]
    }),
  )
}

/** Blocks, filtered blocks and private data, and to whom they come. */
export const DELIVERY: readonly Scenario[] = [
  seeking('one', 'one block', (block) => ({ start: block, stop: block })),
  seeking('range', 'blocks up to one', (block) => ({ start: block - 2, stop: block })),
  seeking('oldest', 'the first block', () => ({ start: 'oldest', stop: 'oldest' })),
  seeking('stop-before-start', 'a range that ends before it begins is a bad request', (block) => ({
    start: block,
    stop: block - 1,
  })),
  seeking('start-beyond', 'a start behind the next block is not found', (block) => ({
    start: block + 1000,
    stop: block + 1001,
  })),
  seeking('beyond-fails', 'a block that is not there yet is not found, if it shall not be waited for', (block) => ({
    start: block + 1000,
    stop: block + 1000,
    failIfNotReady: true,
  })),
  seeking('stop-oldest', 'an end at the oldest block is the start', (block) => ({ start: block, stop: 'oldest' })),
  seeking('no-start', 'a request without a start is a bad one', () => ({ stop: 0 })),
  seeking('no-stop', 'a request without an end is a bad one', () => ({ start: 0 })),
  seeking('garbled', 'a request that is no position is a bad one', () => ({
    start: 0,
    stop: 0,
    data: Buffer.from('\xff\xff', 'latin1'),
  })),
  seeking('headers-only', 'headers may be asked for', (block) => ({ start: block, stop: block, headersOnly: true })),
  {
    id: 'delivery/newest',
    title: 'the newest block, once',
    alone: true,
    steps: [
      act('seek', async (run) => {
        const { block } = await committed(run, 'here')
        return {
          newest: told(await ask(run, [{ start: 'newest', stop: 'newest' }]), block),
          toNewest: told(await ask(run, [{ start: block - 1, stop: 'newest' }]), block),
          untilNotReady: told(await ask(run, [{ start: block, stop: block + 3, failIfNotReady: true }]), block),
        }
      }),
    ],
  },
  {
    id: 'delivery/next',
    title: 'a block that is still to come is waited for',
    alone: true,
    steps: [
      act('seek and commit', async (run) => {
        const { block } = await committed(run, 'here')
        const seeks: readonly Seek[] = [
          { start: block, stop: block + 1 },
          { start: block, stop: 'next' },
          { start: 'newest', stop: block + 1, kind: 'deliverFiltered' },
        ]
        // The block that is there already says that the request has arrived.
        const arrived = seeks.map(() => Promise.withResolvers<undefined>())
        const waiting = seeks.map((seek, index) =>
          ask(run, [seek], seek.stop === 'next' ? 2 : 50, () => arrived[index]?.resolve(undefined)),
        )
        await Promise.all(arrived.map(({ promise }) => promise))
        await committed(run, 'next')
        return (await Promise.all(waiting)).map((stream) => told(stream, block))
      }),
    ],
  },
  {
    id: 'delivery/two-requests',
    title: 'a stream answers one request after the other, and ends after one that fails',
    steps: [
      act('seek twice', async (run) => {
        const bad: Seek = { start: 1, stop: 0 }
        const good: Seek = { start: 'oldest', stop: 'oldest' }
        return { good: told(await ask(run, [good, good])), bad: told(await ask(run, [good, bad, good])) }
      }),
    ],
  },
  {
    id: 'delivery/contents',
    title: 'headers come without transactions, blocks with them',
    steps: [
      act('seek', async (run) => {
        const { block, txId } = await committed(run, 'here')
        const [whole, headers] = await Promise.all([
          ask(run, [{ start: block, stop: block }]),
          ask(run, [{ start: block, stop: block, headersOnly: true }]),
        ])
        return { blocks: contentsOf(whole.messages[0], txId), headers: contentsOf(headers.messages[0], txId) }
      }),
    ],
  },
  {
    id: 'delivery/filtered',
    title: 'a filtered block tells ids, codes and the names of events',
    steps: [
      act('seek', async (run) => {
        const valid = await committed(run, 'valid', { args: ['event', 'named', 'payload'] })
        const invalid = await committed(run, 'invalid', { chaincode: 'third', args: ['event', 'named', 'payload'] })
        const found: Record<string, Json> = {}
        for (const { txId, block } of [valid, invalid]) {
          const stream = await ask(run, [{ kind: 'deliverFiltered', start: block, stop: block }])
          found[txId] = filtered(stream.messages[0], txId)
        }
        return found
      }),
    ],
  },
  {
    id: 'delivery/private-data',
    title: 'private data comes to members, from their own peer',
    steps: [
      act('seek', async (run) => {
        const { txId } = await committed(run, 'private', { args: ['privatePut', 'pair', '~a', 'secret'] })
        const open = await committed(run, 'open', { args: ['privatePut', 'open', '~a', 'secret'] })
        return {
          member: await privateOf(run, txId, {}),
          otherMember: await privateOf(run, txId, { as: 'Org2MSP', at: 'Org2MSP' }),
          memberElsewhere: await privateOf(run, txId, { as: 'Org1MSP', at: 'Org3MSP' }),
          stranger: await privateOf(run, txId, { as: 'Org3MSP', at: 'Org1MSP' }),
          openToStranger: await privateOf(run, open.txId, { as: 'Org3MSP', at: 'Org1MSP' }),
        }
      }),
    ],
  },
]

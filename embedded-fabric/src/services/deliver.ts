import { common, ledger, orderer, peer } from '@hyperledger/fabric-protos'
import type { CollectionDefinition } from '../chaincode/definition'
import type { Identity } from '../identity/identity'
import type { CommittedBlock } from '../ledger/ledger'
import { collectionOf } from '../ledger/collections'
import { satisfies } from '../policy/evaluate'
import { filteredBlock } from '../wire/events'
import { lengthDelimited } from '../wire/frame'
import { sameBytes } from '../wire/hashing'
import { decodePrivateSets, encodePrivateSets } from '../wire/rwset'
import { readEnvelope } from '../wire/transaction'
import type { SignedEnvelope } from '../wire/transaction'
import { AccessError } from './access'
import type { AccessRules } from './access'
import type { BlockFeed } from './block-feed'

export type DeliverKind = 'blocks' | 'filtered' | 'private'

export interface DeliverContext {
  readonly channelId: string
  readonly mspId: string
  readonly feed: BlockFeed
  readonly access: AccessRules
  /** SHA-256 of the client's TLS certificate; undefined when the endpoint asks for none. */
  readonly tlsCertificateHash: Uint8Array | undefined
}

const TIME_WINDOW_MS = 15 * 60_000
const BLOCK_FIELD = 2

interface Seek {
  readonly start: number
  /** The block after which the request is done; none: it goes on for ever. */
  readonly stop: number | undefined
  readonly failIfNotReady: boolean
  readonly headersOnly: boolean
  readonly client: Identity
}

/** A seek request that is answered by a status only. */
class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number

  constructor(status: number) {
    super(`refused with status ${status}`)
    this.status = status
  }
}

/**
 * Answers seek requests one after the other: `protos.DeliverResponse`s, serialised, the last of each request with its status.
 * Ends after the first status that is no success.
 */
export async function* deliver(
  requests: AsyncIterable<common.Envelope>,
  kind: DeliverKind,
  context: DeliverContext,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, undefined> {
  for await (const request of requests) {
    const status = yield* answer(request.serializeBinary(), kind, context, signal)
    if (status === undefined) return undefined
    yield statusResponse(status)
    if (status !== common.Status.SUCCESS) return undefined
  }
  return undefined
}

/** Yields the blocks asked for and returns the final status; undefined when the signal aborted before it. */
async function* answer(
  request: Uint8Array,
  kind: DeliverKind,
  context: DeliverContext,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, number | undefined> {
  let seek: Seek
  try {
    seek = readSeek(request, context)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.status
  }
  const { ledger } = context.feed
  if (seek.failIfNotReady && seek.start >= ledger.height) return common.Status.NOT_FOUND
  for await (const block of context.feed.from(seek.start, signal)) {
    if (seek.client.notAfter.getTime() < Date.now()) return common.Status.FORBIDDEN
    yield blockResponse(block, kind, seek, context)
    if (block.number === seek.stop) return common.Status.SUCCESS
    if (seek.failIfNotReady && block.number + 1 >= ledger.height) return common.Status.NOT_FOUND
  }
  return undefined
}

function readSeek(request: Uint8Array, context: DeliverContext): Seek {
  const envelope = readable(() => readEnvelope(request))
  checkHeader(envelope, context)
  const info = readable(() => orderer.SeekInfo.deserializeBinary(envelope.data))
  const client = reader(envelope, context)
  return {
    client,
    ...range(info, context.feed.ledger.height),
    failIfNotReady: info.getBehavior() === orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY,
    headersOnly: info.getContentType() === orderer.SeekInfo.SeekContentType.HEADER_WITH_SIG,
  }
}

function readable<T>(read: () => T): T {
  try {
    return read()
  } catch {
    throw new Refused(common.Status.BAD_REQUEST)
  }
}

function checkHeader({ header }: SignedEnvelope, context: DeliverContext): void {
  const sentAt = header.timestamp === undefined ? NaN : header.timestamp.seconds * 1000
  const inTime = Math.abs(Date.now() - sentAt) <= TIME_WINDOW_MS
  const { tlsCertificateHash: expected } = context
  const bound = expected === undefined || sameBytes(expected, header.tlsCertificateHash)
  if (!inTime || !bound) throw new Refused(common.Status.BAD_REQUEST)
  if (header.channelId !== context.channelId) throw new Refused(common.Status.NOT_FOUND)
}

function reader({ header, payload, signature }: SignedEnvelope, { access }: DeliverContext): Identity {
  try {
    const client = access.reader(header.creator, payload, signature)
    if (client.notAfter.getTime() >= Date.now()) return client
  } catch (error) {
    if (!(error instanceof AccessError)) throw error
  }
  throw new Refused(common.Status.FORBIDDEN)
}

/** From which block to which, as Fabric reads positions: a stop before the start is refused only where both are numbers. */
function range(info: orderer.SeekInfo, height: number): Pick<Seek, 'start' | 'stop'> {
  const [from, to] = [info.getStart(), info.getStop()]
  if (from === undefined || to === undefined) throw new Refused(common.Status.BAD_REQUEST)
  const start = positionOf(from, height)
  if (start === undefined || start > height) throw new Refused(common.Status.NOT_FOUND)
  const stop = to.hasOldest() ? start : to.hasNextCommit() ? undefined : positionOf(to, height)
  if (to.hasSpecified() && stop !== undefined && stop < start) throw new Refused(common.Status.BAD_REQUEST)
  return { start, stop }
}

function positionOf(position: orderer.SeekPosition, height: number): number | undefined {
  if (position.hasOldest()) return 0
  if (position.hasNewest()) return height - 1
  if (position.hasNextCommit()) return height
  return position.getSpecified()?.getNumber()
}

function blockResponse(
  block: CommittedBlock,
  kind: DeliverKind,
  { headersOnly, client }: Seek,
  context: DeliverContext,
): Uint8Array {
  if (kind === 'blocks' && !headersOnly) return lengthDelimited(BLOCK_FIELD, block.bytes)
  const response = new peer.DeliverResponse()
  if (kind === 'filtered') {
    response.setFilteredBlock(filteredBlock(block, context.channelId))
    return response.serializeBinary()
  }
  const message = common.Block.deserializeBinary(block.bytes)
  if (headersOnly && block.number > 0) message.clearData()
  if (kind === 'blocks') {
    response.setBlock(message)
    return response.serializeBinary()
  }
  const both = new peer.BlockAndPrivateData()
  both.setBlock(message)
  for (const [index, sets] of readablePrivateData(block, client, context)) {
    both.getPrivateDataMapMap().set(index, ledger.rwset.TxPvtReadWriteSet.deserializeBinary(sets))
  }
  response.setBlockAndPrivateData(both)
  return response.serializeBinary()
}

/** What the peer holds of the block's private data that the client may receive, collection by collection. */
function readablePrivateData(
  block: CommittedBlock,
  client: Identity,
  { feed, mspId }: DeliverContext,
): readonly (readonly [number, Uint8Array])[] {
  const held = [...feed.ledger.privateDataOfBlock(block.number, mspId)]
  return held.flatMap(([index, bytes]) => {
    const sets = decodePrivateSets(bytes).filter(({ namespace, collection: name }) => {
      const collection = collectionOf(feed.ledger.definition(namespace), name)
      return collection !== undefined && mayReceive(collection, client)
    })
    return sets.length === 0 ? [] : [[index, encodePrivateSets(sets)] as const]
  })
}

/** Whoever reads the channel gets what is not kept from those who are no members. */
function mayReceive({ memberOnlyRead, memberPolicy }: CollectionDefinition, client: Identity): boolean {
  return !memberOnlyRead || satisfies(memberPolicy, [client])
}

function statusResponse(code: number): Uint8Array {
  const response = new peer.DeliverResponse()
  response.setStatus(code as common.StatusMap[keyof common.StatusMap])
  return response.serializeBinary()
}

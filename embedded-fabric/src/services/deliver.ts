import { common, ledger, orderer, peer } from '@hyperledger/fabric-protos'
import type { CommittedBlock } from '../ledger/ledger'
import { filteredBlock } from '../wire/events'
import { lengthDelimited } from '../wire/frame'
import { sameBytes } from '../wire/hashing'
import { readEnvelope } from '../wire/transaction'
import type { SignedEnvelope } from '../wire/transaction'
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
  readonly stop: number
  readonly failIfNotReady: boolean
}

/** Answers one seek request: `protos.DeliverResponse`s, serialised, the last of which is a status. */
export async function* deliver(
  request: Uint8Array,
  kind: DeliverKind,
  context: DeliverContext,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, undefined> {
  const seek = readSeek(request, context)
  if (typeof seek === 'number') {
    yield statusResponse(seek)
    return undefined
  }
  if (seek.failIfNotReady && seek.start >= context.feed.ledger.height) {
    yield statusResponse(common.Status.NOT_FOUND)
    return undefined
  }
  for await (const block of context.feed.from(seek.start, signal)) {
    yield blockResponse(block, kind, context)
    if (block.number >= seek.stop) {
      yield statusResponse(common.Status.SUCCESS)
      return undefined
    }
    if (seek.failIfNotReady && block.number + 1 >= context.feed.ledger.height) {
      yield statusResponse(common.Status.NOT_FOUND)
      return undefined
    }
  }
  return undefined
}

/** What is asked for, or the status that refuses it. */
function readSeek(request: Uint8Array, context: DeliverContext): Seek | number {
  let envelope: SignedEnvelope
  let info: orderer.SeekInfo
  try {
    envelope = readEnvelope(request)
    info = orderer.SeekInfo.deserializeBinary(envelope.data)
  } catch {
    return common.Status.BAD_REQUEST
  }
  const refusal = refusalOf(envelope, context)
  if (refusal !== undefined) return refusal
  const { height } = context.feed.ledger
  const start = positionOf(info.getStart(), height)
  const stop = positionOf(info.getStop(), height)
  if (start === undefined || stop === undefined || start > stop) return common.Status.BAD_REQUEST
  return { start, stop, failIfNotReady: info.getBehavior() === orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY }
}

function refusalOf({ header, payload, signature }: SignedEnvelope, context: DeliverContext): number | undefined {
  const sentAt = header.timestamp === undefined ? undefined : header.timestamp.seconds * 1000
  if (sentAt === undefined || Math.abs(Date.now() - sentAt) > TIME_WINDOW_MS) return common.Status.BAD_REQUEST
  const expected = context.tlsCertificateHash
  if (expected !== undefined && !sameBytes(expected, header.tlsCertificateHash)) return common.Status.BAD_REQUEST
  if (header.channelId !== context.channelId) return common.Status.NOT_FOUND
  try {
    context.access.reader(header.creator, payload, signature)
    return undefined
  } catch {
    return common.Status.FORBIDDEN
  }
}

function positionOf(position: orderer.SeekPosition | undefined, height: number): number | undefined {
  if (position === undefined) return undefined
  if (position.hasOldest()) return 0
  if (position.hasNewest()) return height - 1
  if (position.hasNextCommit()) return height
  return position.getSpecified()?.getNumber()
}

function blockResponse(block: CommittedBlock, kind: DeliverKind, context: DeliverContext): Uint8Array {
  if (kind === 'blocks') return lengthDelimited(BLOCK_FIELD, block.bytes)
  const response = new peer.DeliverResponse()
  if (kind === 'filtered') {
    response.setFilteredBlock(filteredBlock(block, context.channelId))
    return response.serializeBinary()
  }
  const both = new peer.BlockAndPrivateData()
  both.setBlock(common.Block.deserializeBinary(block.bytes))
  const privateData = context.feed.ledger.privateDataOfBlock(block.number, context.mspId)
  for (const [index, bytes] of privateData) {
    both.getPrivateDataMapMap().set(index, ledger.rwset.TxPvtReadWriteSet.deserializeBinary(bytes))
  }
  response.setBlockAndPrivateData(both)
  return response.serializeBinary()
}

function statusResponse(code: number): Uint8Array {
  const response = new peer.DeliverResponse()
  response.setStatus(code as common.StatusMap[keyof common.StatusMap])
  return response.serializeBinary()
}

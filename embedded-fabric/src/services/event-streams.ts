import { status } from '@grpc/grpc-js'
import type { gateway, orderer, peer } from '@hyperledger/fabric-protos'
import { eventsOfBlock } from '../wire/events'
import type { BlockFeed } from './block-feed'
import { RpcError } from './rpc-error'

/** The matching events of each block from the requested position on, until the signal aborts. */
export async function* chaincodeEvents(
  request: gateway.ChaincodeEventsRequest,
  feed: BlockFeed,
  signal: AbortSignal,
): AsyncGenerator<{ readonly events: readonly peer.ChaincodeEvent[]; readonly blockNumber: number }, undefined> {
  const after = request.getAfterTransactionId()
  let passed = after === ''
  for await (const block of feed.from(startBlock(request, feed), signal)) {
    const events: peer.ChaincodeEvent[] = []
    for (const event of eventsOfBlock(block)) {
      if (passed && event.getChaincodeId() === request.getChaincodeId()) events.push(event)
      if (event.getTxId() === after) passed = true
    }
    if (events.length > 0) yield { events, blockNumber: block.number }
  }
  return undefined
}

function startBlock(request: gateway.ChaincodeEventsRequest, feed: BlockFeed): number {
  const after = request.getAfterTransactionId()
  const transaction = after === '' ? undefined : feed.ledger.transaction(after)
  return transaction?.blockNumber ?? startPosition(request.getStartPosition(), feed)
}

function startPosition(position: orderer.SeekPosition | undefined, feed: BlockFeed): number {
  const specified = position?.getSpecified()
  if (specified !== undefined) return specified.getNumber()
  if (position === undefined || position.hasNextCommit() || !(position.hasNewest() || position.hasOldest())) {
    return feed.ledger.height
  }
  const type = position.hasNewest() ? 'SeekPosition_Newest' : 'SeekPosition_Oldest'
  throw new RpcError(status.INVALID_ARGUMENT, `invalid start position type: *orderer.${type}`)
}

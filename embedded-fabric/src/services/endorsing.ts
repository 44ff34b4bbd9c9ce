import { status } from '@grpc/grpc-js'
import { sameBytes } from '../wire/hashing'
import type { Proposal } from '../wire/proposal'
import type { Endorsement } from '../wire/transaction'
import { ProposalRefused } from './peer'
import type { Peer, ProposalResult } from './peer'
import { RpcError } from './rpc-error'
import type { NodeError } from './rpc-error'

/** What enough peers have endorsed, each with its own signature. */
export interface Endorsed {
  readonly payload: Uint8Array
  readonly endorsements: readonly Endorsement[]
}

/** One peer's result; undefined when it failed, or differs from the others. */
export interface PeerResult {
  readonly peer: Peer
  readonly result: ProposalResult | undefined
}

/** Asks all peers at once and keeps the results that equal the first one, given or got; what went wrong goes to the details. */
export async function collectResults(
  proposal: Proposal,
  peers: readonly Peer[],
  atBlock: number,
  first: ProposalResult | undefined,
  details: NodeError[],
): Promise<readonly PeerResult[]> {
  const tried = await Promise.all(
    peers.map(async (peer) => ({ peer, result: await tryPeer(peer, proposal, atBlock, details) })),
  )
  const model = first ?? tried.find(({ result }) => result?.endorsement !== undefined)?.result
  return tried.map(({ peer, result }) => ({ peer, result: accepted(peer, result, model, details) }))
}

function accepted(
  peer: Peer,
  result: ProposalResult | undefined,
  model: ProposalResult | undefined,
  details: NodeError[],
): ProposalResult | undefined {
  if (result === undefined) return undefined
  if (result.endorsement === undefined) {
    details.push(detail(peer, chaincodeResponse(result)))
    return undefined
  }
  if (model !== undefined && !sameBytes(result.payload, model.payload)) {
    details.push(detail(peer, 'ProposalResponsePayloads do not match'))
    return undefined
  }
  return result
}

/**
 * One peer's result, or undefined when it has none; the reason goes to the details.
 * @param clientFault with it, a proposal that no peer would take ends the call with this message.
 */
export async function tryPeer(
  peer: Peer,
  proposal: Proposal,
  atBlock: number,
  details: NodeError[],
  clientFault?: string,
): Promise<ProposalResult | undefined> {
  try {
    return await peer.process(proposal, atBlock)
  } catch (error) {
    if (!(error instanceof ProposalRefused)) throw error
    details.push(detail(peer, error.message))
    if (clientFault !== undefined && error.fault === 'client') {
      throw new RpcError(status.FAILED_PRECONDITION, `${clientFault}${error.message}`, details)
    }
    return undefined
  }
}

/** What one node said, as Fabric attaches it to an error. */
export function detail(peer: Peer, message: string): NodeError {
  return { address: peer.address, mspId: peer.mspId, message }
}

/** A contract's refusal in Fabric's words. */
export function chaincodeResponse({ answer }: ProposalResult): string {
  return `chaincode response ${answer.status}, ${answer.message}`
}

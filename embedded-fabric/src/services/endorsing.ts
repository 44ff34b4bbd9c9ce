import { status } from '@grpc/grpc-js'
import type { ChaincodeAnswer } from '../chaincode/link'
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
  readonly privateResults: Uint8Array | undefined
}

/** A proposal on its way to peers: all of them simulate on the state after the same block. */
export interface Round {
  readonly proposal: Proposal
  readonly atBlock: number
  /** The gateway's own peer; it reaches the others over the network. */
  readonly local: Peer
  /** How long it waits for each of them. */
  readonly timeoutMs: number
}

/** A peer's refusal as the gateway reads it. */
export class PeerFailure {
  readonly code: status
  readonly detail: NodeError
  /** True when another peer may still succeed. */
  readonly retry: boolean

  constructor(peer: Peer, code: status, message: string) {
    this.code = code
    this.detail = { address: peer.address, mspId: peer.mspId, message }
    this.retry = code === status.ABORTED || code === status.UNAVAILABLE
  }
}

/** Lets one peer process a proposal; a contract's refusal is a failure too. */
export function tryPeer(peer: Peer, round: Round): Promise<ProposalResult | PeerFailure> {
  return attempt(peer, round, peer.process(round.proposal, round.atBlock))
}

async function attempt<Result extends { readonly answer: ChaincodeAnswer }>(
  peer: Peer,
  round: Round,
  processing: Promise<Result>,
): Promise<Result | PeerFailure> {
  try {
    const result = peer === round.local ? await processing : await inTime(processing, round.timeoutMs)
    const { answer } = result
    if (answer.status >= 200 && answer.status < 400) return result
    return new PeerFailure(peer, status.UNKNOWN, `chaincode response ${answer.status}, ${answer.message}`)
  } catch (error) {
    if (!(error instanceof ProposalRefused)) throw error
    return failureOf(error, peer, peer === round.local)
  }
}

async function inTime<Result>(processing: Promise<Result>, ms: number): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new ProposalRefused('timeout', 'context deadline exceeded'))
  }, ms)
  try {
    return await Promise.race([processing, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** What a peer answers with an error comes over the network as an error without an answer, which counts as unreachable. */
function failureOf({ fault, message }: ProposalRefused, peer: Peer, local: boolean): PeerFailure {
  if (fault === 'simulation') return new PeerFailure(peer, status.ABORTED, message)
  if (!local) {
    const code = fault === 'timeout' ? 'DeadlineExceeded' : 'Unknown'
    return new PeerFailure(peer, status.UNAVAILABLE, `rpc error: code = ${code} desc = ${message}`)
  }
  return new PeerFailure(peer, fault === 'proposal' ? status.FAILED_PRECONDITION : status.UNAVAILABLE, message)
}

/** Evaluates at the first of these peers that can. */
export async function evaluateAt(peers: readonly Peer[], round: Round): Promise<{ readonly answer: ChaincodeAnswer }> {
  const failures: PeerFailure[] = []
  for (const peer of peers) {
    const result = await attempt(peer, round, peer.evaluate(round.proposal, round.atBlock))
    if (!(result instanceof PeerFailure)) return result
    failures.push(result)
    if (!result.retry) {
      const message = `evaluate call to endorser returned error: ${result.detail.message}`
      throw new RpcError(result.code, message, details(failures))
    }
  }
  const code = failures.at(-1)?.code ?? status.UNAVAILABLE
  throw new RpcError(code, 'failed to evaluate transaction, see attached details for more info', details(failures))
}

/** The first result, by which the other endorsers are chosen. */
export async function endorseFirst(round: Round, peer: Peer): Promise<ProposalResult> {
  const result = await tryPeer(peer, round)
  if (!(result instanceof PeerFailure)) return result
  throw new RpcError(status.ABORTED, 'failed to endorse transaction, see attached details for more info', [
    result.detail,
  ])
}

/**
 * Collects the endorsements of a set of peers that will do; when some of them fail, of the next set. Each is asked once, and
 * results that differ from the first one count as failed.
 * @param next the next set of peers, without those that have failed; undefined when there is none.
 * @param got results that are there already.
 */
export async function collectEndorsements(
  round: Round,
  next: (failed: ReadonlySet<Peer>) => readonly Peer[] | undefined,
  got = new Map<Peer, ProposalResult>(),
): Promise<Endorsed> {
  const failures: PeerFailure[] = []
  const failed = new Set<Peer>()
  for (let peers = next(failed); peers !== undefined; peers = next(failed)) {
    const missing = peers.filter((peer) => !got.has(peer))
    const results = await Promise.all(missing.map((peer) => tryPeer(peer, round)))
    for (const [index, peer] of missing.entries()) {
      const result = compared(peer, results[index], got)
      if (result instanceof PeerFailure) {
        failed.add(peer)
        failures.push(result)
      } else if (result !== undefined) got.set(peer, result)
    }
    if (!peers.some((peer) => failed.has(peer))) return endorsed(peers.flatMap((peer) => got.get(peer) ?? []))
  }
  throw new RpcError(
    status.ABORTED,
    'failed to collect enough transaction endorsements, see attached details for more info',
    details(failures),
  )
}

function compared(
  peer: Peer,
  result: ProposalResult | PeerFailure | undefined,
  got: ReadonlyMap<Peer, ProposalResult>,
): ProposalResult | PeerFailure | undefined {
  const [first] = got.values()
  if (result === undefined || result instanceof PeerFailure || first === undefined) return result
  if (sameBytes(result.payload, first.payload)) return result
  return new PeerFailure(peer, status.ABORTED, 'ProposalResponsePayloads do not match')
}

function endorsed(results: readonly ProposalResult[]): Endorsed {
  return {
    payload: results[0]?.payload ?? new Uint8Array(),
    endorsements: results.flatMap(({ endorsement }) => endorsement ?? []),
    privateResults: results[0]?.privateResults,
  }
}

function details(failures: readonly PeerFailure[]): readonly NodeError[] {
  return failures.map(({ detail }) => detail)
}

import { status } from '@grpc/grpc-js'
import { gateway } from '@hyperledger/fabric-protos'
import type { peer } from '@hyperledger/fabric-protos'
import { prepareTransaction, readProposal, responseMessage } from '../wire/proposal'
import type { Proposal } from '../wire/proposal'
import { UnreadableError, WIRE_FORMAT } from '../wire/unmarshal'
import { AccessError } from './access'
import type { BlockFeed } from './block-feed'
import { collectEndorsements, endorseFirst, evaluateAt } from './endorsing'
import type { Endorsed, Round } from './endorsing'
import { broadcast } from './broadcast'
import type { BroadcastContext } from './broadcast'
import type { PeerLimits } from './limits'
import type { Peer } from './peer'
import { noSuchChaincode, planEndorsements } from './plan'
import type { PlanContext } from './plan'
import { RpcError } from './rpc-error'
import { isSystemChaincode } from './system-chaincode'

export interface ChannelParts extends BroadcastContext {
  readonly feed: BlockFeed
  readonly limits: PeerLimits
  /** Every organisation's peer, observers' too. */
  readonly peers: ReadonlyMap<string, Peer>
  readonly observers: ReadonlySet<string>
  /** Brings private data to the members of its collections. */
  readonly distribute: (txId: string, privateResults: Uint8Array) => void
}

/** The Gateway service as one organisation's peer offers it; each method answers like Fabric's, or throws an RpcError. */
export class GatewayService {
  readonly #parts: ChannelParts
  readonly #local: Peer

  constructor(parts: ChannelParts, local: Peer) {
    this.#parts = parts
    this.#local = local
  }

  async evaluate(request: gateway.EvaluateRequest): Promise<gateway.EvaluateResponse> {
    const proposal = this.#evaluated(request.getProposedTransaction())
    const peers = this.#evaluators(proposal, request.getTargetOrganizationsList())
    const { answer } = await evaluateAt(peers, this.#round(proposal))
    const response = new gateway.EvaluateResponse()
    response.setResult(responseMessage(answer))
    return response
  }

  async endorse(request: gateway.EndorseRequest): Promise<gateway.EndorseResponse> {
    const signed = request.getProposedTransaction()
    if (signed === undefined || signed.getProposalBytes_asU8().length === 0) {
      throw new RpcError(status.INVALID_ARGUMENT, 'the proposed transaction must contain a signed proposal')
    }
    const proposal = this.#endorsed(signed)
    const organizations = request.getEndorsingOrganizationsList()
    const { payload, endorsements, privateResults } =
      organizations.length > 0
        ? await this.#endorseBy(proposal, new Set(organizations))
        : await this.#endorseByPlan(proposal)
    if (privateResults !== undefined) this.#parts.distribute(proposal.header.txId, privateResults)
    const response = new gateway.EndorseResponse()
    response.setPreparedTransaction(prepareTransaction(proposal, payload, endorsements))
    return response
  }

  submit(request: gateway.SubmitRequest): gateway.SubmitResponse {
    const envelope = request.getPreparedTransaction()
    if (envelope === undefined) throw new RpcError(status.INVALID_ARGUMENT, 'a prepared transaction is required')
    if (envelope.getSignature_asU8().length === 0) {
      throw new RpcError(status.INVALID_ARGUMENT, 'prepared transaction must be signed')
    }
    const { channelId } = this.#parts
    if (request.getChannelId() !== channelId) {
      throw new RpcError(status.FAILED_PRECONDITION, noSuchChannel(request.getChannelId()))
    }
    broadcast(envelope, this.#parts)
    return new gateway.SubmitResponse()
  }

  async commitStatus(
    signed: gateway.SignedCommitStatusRequest,
    signal: AbortSignal,
  ): Promise<gateway.CommitStatusResponse> {
    if (signed.getRequest_asU8().length === 0) {
      throw new RpcError(status.INVALID_ARGUMENT, 'a commit status request is required')
    }
    const request = readRequest('status', () => gateway.CommitStatusRequest.deserializeBinary(signed.getRequest_asU8()))
    if (request.getIdentity_asU8().length === 0) throw new RpcError(status.INVALID_ARGUMENT, 'no identity provided')
    if (request.getChannelId() === '') throw new RpcError(status.INVALID_ARGUMENT, 'no channel ID provided')
    if (request.getTransactionId() === '') {
      throw new RpcError(status.INVALID_ARGUMENT, 'transaction ID should not be empty')
    }
    this.#checkReader(request.getChannelId(), request.getIdentity_asU8(), signed)
    const transaction = await this.#parts.feed.transaction(request.getTransactionId(), signal)
    const response = new gateway.CommitStatusResponse()
    response.setResult(transaction.code as peer.TxValidationCodeMap[keyof peer.TxValidationCodeMap])
    response.setBlockNumber(transaction.blockNumber)
    return response
  }

  /** Throws unless the signed request comes from a reader of this channel. */
  checkEventsRequest(signed: gateway.SignedChaincodeEventsRequest): gateway.ChaincodeEventsRequest {
    if (signed.getRequest_asU8().length === 0) {
      throw new RpcError(status.INVALID_ARGUMENT, 'a chaincode events request is required')
    }
    const request = readRequest('chaincode events', () =>
      gateway.ChaincodeEventsRequest.deserializeBinary(signed.getRequest_asU8()),
    )
    this.#checkReader(request.getChannelId(), request.getIdentity_asU8(), signed)
    return request
  }

  #evaluated(signed: peer.SignedProposal | undefined): Proposal {
    const refuse = (reason: string): never => {
      throw new RpcError(status.INVALID_ARGUMENT, `failed to unpack transaction proposal: ${reason}`)
    }
    if (signed === undefined || signed.getProposalBytes_asU8().length === 0)
      return refuse('a signed proposal is required')
    try {
      const proposal = readProposal(signed)
      return proposal.incomplete === undefined ? proposal : refuse(proposal.incomplete)
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error
      return refuse(error.message)
    }
  }

  #endorsed(signed: peer.SignedProposal): Proposal {
    try {
      return readProposal(signed)
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error
      throw new RpcError(status.INVALID_ARGUMENT, error.message)
    }
  }

  #checkReader(
    channelId: string,
    identity: Uint8Array,
    signed: { getRequest_asU8(): Uint8Array; getSignature_asU8(): Uint8Array },
  ): void {
    if (channelId === '') {
      const reason = 'Invalid channel ID name during check policy on signed data. Name must be different from nil.'
      throw new RpcError(status.PERMISSION_DENIED, reason)
    }
    if (channelId !== this.#parts.channelId) {
      throw new RpcError(status.PERMISSION_DENIED, `Failed to get policy manager for channel [${channelId}]`)
    }
    try {
      this.#parts.access.reader(identity, signed.getRequest_asU8(), signed.getSignature_asU8())
    } catch (error) {
      if (!(error instanceof AccessError)) throw error
      throw new RpcError(
        status.PERMISSION_DENIED,
        `Failed evaluating policy on signed data during check policy on channel [${channelId}] with policy [/Channel/Application/Readers]: [${error.message}]`,
      )
    }
  }

  #isDefined({ chaincode, header }: Proposal): boolean {
    if (header.channelId !== this.#parts.channelId) return false
    return isSystemChaincode(chaincode) || this.#parts.feed.ledger.definition(chaincode) !== undefined
  }

  /** Every peer simulates on the state after the newest block that the gateway's peer knows. */
  #round(proposal: Proposal): Round {
    const { feed, limits } = this.#parts
    return {
      proposal,
      atBlock: feed.ledger.height - 1,
      local: this.#local,
      timeoutMs: limits.endorsementTimeoutMs,
    }
  }

  #evaluators(proposal: Proposal, targets: readonly string[]): readonly Peer[] {
    const { chaincode, header, hasTransientData } = proposal
    const { channelId } = header
    if (channelId !== this.#parts.channelId) {
      throw new RpcError(status.UNAVAILABLE, noSuchChannel(channelId))
    }
    const protect = hasTransientData && targets.length === 0
    const named = new Set(protect ? [this.#local.mspId] : targets)
    const running = this.#isDefined(proposal) ? this.#having(chaincode) : []
    const peers = named.size === 0 ? running : running.filter(({ mspId }) => named.has(mspId))
    if (peers.length > 0) return peers
    const reason = `no peers available to evaluate chaincode ${chaincode} in channel ${channelId}`
    const advice =
      "no endorsers found in the gateway's organization; retry specifying target organization(s) to protect transient data: "
    throw new RpcError(status.FAILED_PRECONDITION, protect ? `${advice}${reason}` : reason)
  }

  /** The peers that run and have the chaincode: observers, which endorse nothing, have none but the peer's own. */
  #having(chaincode: string): readonly Peer[] {
    const { observers } = this.#parts
    return this.#running().filter(({ mspId }) => isSystemChaincode(chaincode) || !observers.has(mspId))
  }

  /** All peers that run, the gateway's own first. */
  #running(): readonly Peer[] {
    const running = [...this.#parts.peers.values()].filter((peer) => peer.running && peer !== this.#local)
    return [this.#local, ...running]
  }

  async #endorseByPlan(proposal: Proposal): Promise<Endorsed> {
    const { chaincode, header, hasTransientData } = proposal
    // So says Fabric, with no word.
    if (header.channelId === '') throw new RpcError(status.FAILED_PRECONDITION, '')
    if (!this.#isDefined(proposal)) throw noSuchChaincode(chaincode, header.channelId)
    const { peers, feed } = this.#parts
    const having = this.#having(chaincode)
    const context = {
      channelId: header.channelId,
      policies: feed.ledger.policies,
      chaincode,
      definition: (name: string) => feed.ledger.definition(name),
      available: having.map(({ mspId }) => mspId),
      others: [...this.#parts.observers],
    }
    const round = this.#round(proposal)
    const begin = this.#firstEndorser(proposal, having, context)
    const first = await endorseFirst(round, begin)
    const plan = planEndorsements(first.interest, hasTransientData, context)
    const next = (failed: ReadonlySet<Peer>): readonly Peer[] | undefined =>
      plan(new Set([...failed].map(({ mspId }) => mspId)))?.flatMap((mspId) => peers.get(mspId) ?? [])
    return collectEndorsements(round, next, new Map([[begin, first]]))
  }

  /** The gateway's own peer; where that has no chaincode, one that its policy asks for. */
  #firstEndorser({ hasTransientData }: Proposal, having: readonly Peer[], context: PlanContext): Peer {
    if (having.includes(this.#local)) return this.#local
    if (hasTransientData) {
      const reason =
        "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to protect transient data"
      throw new RpcError(status.FAILED_PRECONDITION, reason)
    }
    const planned = planEndorsements(NOTHING_TOUCHED, false, context)(new Set())
    return having.find(({ mspId }) => planned?.includes(mspId)) ?? this.#local
  }

  /** The client names the organisations, and answers for it that they satisfy the policy. */
  #endorseBy(proposal: Proposal, organizations: ReadonlySet<string>): Promise<Endorsed> {
    const running = this.#isDefined(proposal) ? this.#having(proposal.chaincode) : []
    const missing = [...organizations].filter((mspId) => !running.some((peer) => peer.mspId === mspId))
    if (missing.length > 0) {
      const reason = `failed to find any endorsing peers for org(s): ${missing.join(', ')}`
      throw new RpcError(status.UNAVAILABLE, reason)
    }
    const peers = running.filter(({ mspId }) => organizations.has(mspId))
    return collectEndorsements(this.#round(proposal), (failed) => (failed.size === 0 ? peers : undefined))
  }
}

const NOTHING_TOUCHED = { calls: [] }

function noSuchChannel(channelId: string): string {
  return `failed to get config for channel [${channelId}]: could not get last config for channel ${channelId}`
}

function readRequest<Request>(name: string, read: () => Request): Request {
  try {
    return read()
  } catch {
    throw new RpcError(status.INVALID_ARGUMENT, `invalid ${name} request: ${WIRE_FORMAT}`)
  }
}

/** `gateway.ChaincodeEventsResponse`. */
export function eventsResponse(
  events: readonly peer.ChaincodeEvent[],
  blockNumber: number,
): gateway.ChaincodeEventsResponse {
  const response = new gateway.ChaincodeEventsResponse()
  response.setEventsList([...events])
  response.setBlockNumber(blockNumber)
  return response
}

import { status } from '@grpc/grpc-js'
import { gateway } from '@hyperledger/fabric-protos'
import type { peer } from '@hyperledger/fabric-protos'
import type { Interest } from '../ledger/simulator'
import { prepareTransaction, readProposal, responseMessage } from '../wire/proposal'
import type { Proposal } from '../wire/proposal'
import { readEnvelope } from '../wire/transaction'
import type { AccessRules } from './access'
import type { BlockFeed } from './block-feed'
import type { Ordering } from './orderer'
import { chaincodeResponse, collectResults, detail, tryPeer } from './endorsing'
import type { Endorsed } from './endorsing'
import type { Peer, ProposalResult } from './peer'
import { planEndorsements } from './plan'
import { RpcError } from './rpc-error'
import type { NodeError } from './rpc-error'

export interface ChannelParts {
  readonly channelId: string
  readonly feed: BlockFeed
  readonly access: AccessRules
  readonly ordering: Ordering
  /** Every organisation's peer, observers' too. */
  readonly peers: ReadonlyMap<string, Peer>
  readonly observers: ReadonlySet<string>
  /** Brings private data to the members of its collections. */
  readonly distribute: (txId: string, privateResults: Uint8Array) => void
}

const COLLECT = 'failed to collect enough transaction endorsements, see attached details for more info'

/** The Gateway service as one organisation's peer offers it; each method answers like Fabric's, or throws an RpcError. */
export class GatewayService {
  readonly #parts: ChannelParts
  readonly #local: Peer

  constructor(parts: ChannelParts, local: Peer) {
    this.#parts = parts
    this.#local = local
  }

  async evaluate(request: gateway.EvaluateRequest): Promise<gateway.EvaluateResponse> {
    const proposal = this.#proposal(request.getProposedTransaction(), 'failed to unpack transaction proposal: ')
    this.#checkChaincode(proposal)
    const targets = request.getTargetOrganizationsList()
    const peers = this.#evaluators(targets, proposal.hasTransientData)
    const details: NodeError[] = []
    const atBlock = this.#newestBlock()
    for (const peer of peers) {
      const result = await tryPeer(peer, proposal, atBlock, details, 'evaluate call to endorser returned error: ')
      if (result === undefined) continue
      if (result.answer.status < 200 || result.answer.status >= 400) {
        const message = chaincodeResponse(result)
        throw new RpcError(status.UNKNOWN, `evaluate call to endorser returned error: ${message}`, [
          detail(peer, message),
        ])
      }
      const response = new gateway.EvaluateResponse()
      response.setResult(responseMessage(result.answer))
      return response
    }
    throw new RpcError(status.ABORTED, 'failed to evaluate transaction, see attached details for more info', details)
  }

  async endorse(request: gateway.EndorseRequest): Promise<gateway.EndorseResponse> {
    const signed = request.getProposedTransaction()
    if (signed === undefined) {
      throw new RpcError(status.INVALID_ARGUMENT, 'the proposed transaction must contain a signed proposal')
    }
    const proposal = this.#proposal(signed, '')
    const organizations = request.getEndorsingOrganizationsList()
    const { payload, endorsements } =
      organizations.length > 0
        ? await this.#endorseBy(proposal, this.#peersOf(organizations), this.#newestBlock())
        : await this.#endorseByPlan(proposal)
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
    const bytes = envelope.serializeBinary()
    this.#checkOrdering(bytes)
    this.#parts.ordering.submit(bytes)
    return new gateway.SubmitResponse()
  }

  async commitStatus(
    signed: gateway.SignedCommitStatusRequest,
    signal: AbortSignal,
  ): Promise<gateway.CommitStatusResponse> {
    const request = gateway.CommitStatusRequest.deserializeBinary(signed.getRequest_asU8())
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
    const request = gateway.ChaincodeEventsRequest.deserializeBinary(signed.getRequest_asU8())
    this.#checkReader(request.getChannelId(), request.getIdentity_asU8(), signed)
    return request
  }

  #proposal(signed: peer.SignedProposal | undefined, prefix: string): Proposal {
    try {
      return readProposal(signed)
    } catch (error) {
      throw new RpcError(status.INVALID_ARGUMENT, `${prefix}${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #checkReader(
    channelId: string,
    identity: Uint8Array,
    signed: { getRequest_asU8(): Uint8Array; getSignature_asU8(): Uint8Array },
  ): void {
    if (channelId !== this.#parts.channelId) throw new RpcError(status.NOT_FOUND, `channel ${channelId} not found`)
    try {
      this.#parts.access.reader(identity, signed.getRequest_asU8(), signed.getSignature_asU8())
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new RpcError(
        status.PERMISSION_DENIED,
        `failed evaluating policy on signed data during check policy [/Channel/Application/Readers]: [${reason}]`,
      )
    }
  }

  #checkChaincode(proposal: Proposal): void {
    const { channelId, chaincode } = { channelId: proposal.header.channelId, chaincode: proposal.chaincode }
    const known = channelId === this.#parts.channelId && this.#isDefined(chaincode)
    if (known) return
    throw new RpcError(
      status.FAILED_PRECONDITION,
      `no peers available to evaluate chaincode ${chaincode} in channel ${channelId}`,
    )
  }

  #isDefined(chaincode: string): boolean {
    const system = ['qscc', 'cscc', 'lscc', '_lifecycle'].includes(chaincode)
    return system || this.#parts.feed.ledger.definition(chaincode) !== undefined
  }

  #evaluators(targets: readonly string[], hasTransientData: boolean): readonly Peer[] {
    if (targets.length > 0) return this.#peersOf(targets, status.FAILED_PRECONDITION)
    if (hasTransientData) return [this.#local]
    const others = [...this.#parts.peers.values()].filter((peer) => peer !== this.#local && peer.running)
    return [this.#local, ...others]
  }

  #peersOf(organizations: readonly string[], code = status.UNAVAILABLE): readonly Peer[] {
    const missing = organizations.filter((mspId) => this.#parts.peers.get(mspId)?.running !== true)
    if (missing.length > 0) {
      throw new RpcError(code, `failed to find any endorsing peers for org(s): ${missing.join(', ')}`)
    }
    return organizations.flatMap((mspId) => this.#parts.peers.get(mspId) ?? [])
  }

  async #endorseByPlan(proposal: Proposal): Promise<Endorsed> {
    this.#checkEndorsable(proposal)
    const atBlock = this.#newestBlock()
    const details: NodeError[] = []
    const first = await tryPeer(this.#local, proposal, atBlock, details)
    const failed = first === undefined || first.endorsement === undefined
    if (failed) {
      if (first !== undefined) details.push(detail(this.#local, chaincodeResponse(first)))
      throw new RpcError(status.ABORTED, 'failed to endorse transaction, see attached details for more info', details)
    }
    const { ledger } = this.#parts.feed
    const layouts = planEndorsements(interestOf(first, proposal), proposal.hasTransientData, {
      definition: (name) => ledger.definition(name),
      available: this.#endorsingOrganizations(),
    })
    const failedPeers = new Set<string>()
    for (const layout of layouts) {
      if (layout.some((mspId) => failedPeers.has(mspId))) continue
      const others = layout.filter((mspId) => mspId !== this.#local.mspId)
      const results = await collectResults(proposal, this.#peersOf(others), atBlock, first, details)
      for (const { peer, result } of results) if (result === undefined) failedPeers.add(peer.mspId)
      if (results.some(({ result }) => result === undefined)) continue
      const all = [...(layout.includes(this.#local.mspId) ? [first] : []), ...results.map(({ result }) => result)]
      this.#distribute(proposal, first)
      return { payload: first.payload, endorsements: all.flatMap((result) => result?.endorsement ?? []) }
    }
    throw new RpcError(status.ABORTED, COLLECT, details)
  }

  async #endorseBy(proposal: Proposal, peers: readonly Peer[], atBlock: number): Promise<Endorsed> {
    this.#checkEndorsable(proposal)
    const details: NodeError[] = []
    const results = await collectResults(proposal, peers, atBlock, undefined, details)
    const good = results.flatMap(({ result }) => result ?? [])
    const [first] = good
    if (first === undefined || good.length < peers.length) throw new RpcError(status.ABORTED, COLLECT, details)
    this.#distribute(proposal, first)
    return { payload: first.payload, endorsements: good.flatMap((result) => result.endorsement ?? []) }
  }

  #checkEndorsable({ chaincode, header }: Proposal): void {
    if (header.channelId === this.#parts.channelId && this.#isDefined(chaincode)) return
    throw new RpcError(
      status.FAILED_PRECONDITION,
      `no combination of peers can be derived which satisfy the endorsement policy: no peers of chaincode ${chaincode} in channel ${header.channelId}`,
    )
  }

  #endorsingOrganizations(): readonly string[] {
    const { peers, observers } = this.#parts
    const running = [...peers.values()].filter(({ mspId, running }) => running && !observers.has(mspId))
    const own = running.filter((peer) => peer === this.#local)
    return [...own, ...running.filter((peer) => peer !== this.#local)].map(({ mspId }) => mspId)
  }

  #distribute(proposal: Proposal, result: ProposalResult): void {
    if (result.privateResults !== undefined) this.#parts.distribute(proposal.header.txId, result.privateResults)
  }

  #checkOrdering(bytes: Uint8Array): void {
    try {
      const { header, payload, signature } = readEnvelope(bytes)
      if (header.channelId !== this.#parts.channelId) throw new Error(`channel ${header.channelId} not found`)
      this.#parts.access.writer(header.creator, payload, signature)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new RpcError(
        status.UNAVAILABLE,
        'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
        [
          {
            address: this.#local.address,
            mspId: this.#local.mspId,
            message: `received unsuccessful response from orderer: status=FORBIDDEN, info=${reason}`,
          },
        ],
      )
    }
  }

  #newestBlock(): number {
    return this.#parts.feed.ledger.height - 1
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

/** What a transaction without reads and writes touches is its chaincode alone. */
function interestOf({ interest }: ProposalResult, { chaincode }: Proposal): Interest {
  if (interest.calls.length > 0) return interest
  const call = {
    chaincode,
    collections: [],
    keyPolicies: [],
    disregardNamespacePolicy: false,
    noPrivateReads: true,
    noPublicWrites: true,
  }
  return { calls: [call] }
}

import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js'
import { gateway, google, peer, type common } from '@hyperledger/fabric-protos'
import { createSigner, type Signer } from 'embedded-fabric'
import type { MemberIdentities } from './identities'
import { HOST, serverName, type MemberPlan } from './plan'
import { propose, signEnvelope, type Invocation, type Proposal } from './proposal'
import { messageOf, until } from './wait'

const CALL_MS = 30_000
const OPTIONS = {
  'grpc.max_receive_message_length': 100 * 1024 * 1024,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1000,
}

type Call<Response> = (
  metadata: Metadata,
  options: { deadline: number },
  done: (error: ServiceError | null, response?: Response) => void,
) => unknown

/** A refusal of a peer, in its words. */
export class PeerError extends Error {
  override readonly name = 'PeerError'
}

/** What a launcher asks of one member's peer, as the member's administrator. */
export class PeerConnection {
  readonly member: MemberPlan
  readonly #signer: Signer
  readonly #endorser: peer.EndorserClient
  readonly #gateway: gateway.GatewayClient

  constructor(member: MemberPlan, { material, adminTls }: MemberIdentities) {
    this.member = member
    this.#signer = createSigner(member.mspId, material.admin)
    const secure = credentials.createSsl(
      Buffer.from(material.tlsCa.certificate),
      Buffer.from(adminTls.privateKey),
      Buffer.from(adminTls.certificate),
    )
    const address = `${HOST}:${member.ports.peer}`
    // An address is no server name in TLS.
    const options = { ...OPTIONS, 'grpc.ssl_target_name_override': serverName(member) }
    this.#endorser = new peer.EndorserClient(address, secure, options)
    this.#gateway = new gateway.GatewayClient(address, secure, { channelOverride: this.#endorser.getChannel() })
  }

  get signer(): Signer {
    return this.#signer
  }

  /** Asks the peer to execute; the answer's payload, or its refusal. */
  async query(invocation: Invocation): Promise<Uint8Array> {
    const response = await this.endorse(propose(invocation, this.#signer))
    return response.getResponse()?.getPayload_asU8() ?? new Uint8Array()
  }

  /** Asks this one peer for its endorsement. */
  async endorse(proposal: Proposal): Promise<peer.ProposalResponse> {
    const response = await this.#call<peer.ProposalResponse>((...call) =>
      this.#endorser.processProposal(proposal.signed, ...call),
    )
    const answer = response.getResponse()
    if (answer === undefined || answer.getStatus() < 200 || answer.getStatus() >= 400) {
      throw new PeerError(`${this.member.mspId}: ${answer?.getMessage() ?? 'an empty answer'}`)
    }
    return response
  }

  /** Asks the gateway of this peer to collect the endorsements that the policy wants; the transaction is not signed yet. */
  async endorseAsGateway(channelId: string, proposal: Proposal): Promise<common.Envelope> {
    const request = new gateway.EndorseRequest()
    request.setTransactionId(proposal.transactionId)
    request.setChannelId(channelId)
    request.setProposedTransaction(proposal.signed)
    const response = await this.#call<gateway.EndorseResponse>((...call) => this.#gateway.endorse(request, ...call))
    const prepared = response.getPreparedTransaction()
    if (prepared === undefined) throw new PeerError(`${this.member.mspId}: no transaction`)
    return signEnvelope(prepared.getPayload_asU8(), this.#signer)
  }

  /** Asks the gateway of this peer for an answer, which may come from another member's peer. */
  async evaluateAsGateway(channelId: string, proposal: Proposal): Promise<Uint8Array> {
    const request = new gateway.EvaluateRequest()
    request.setTransactionId(proposal.transactionId)
    request.setChannelId(channelId)
    request.setProposedTransaction(proposal.signed)
    const response = await this.#call<gateway.EvaluateResponse>((...call) => this.#gateway.evaluate(request, ...call))
    return response.getResult()?.getPayload_asU8() ?? new Uint8Array()
  }

  /** Hands a transaction to the orderers. */
  async submit(channelId: string, transactionId: string, transaction: common.Envelope): Promise<void> {
    const request = new gateway.SubmitRequest()
    request.setTransactionId(transactionId)
    request.setChannelId(channelId)
    request.setPreparedTransaction(transaction)
    await this.#call<gateway.SubmitResponse>((...call) => this.#gateway.submit(request, ...call))
  }

  /** Waits until the transaction is in this peer's ledger; the number of its block. Fails if it is not valid. */
  async committed(channelId: string, transactionId: string): Promise<number> {
    const request = new gateway.CommitStatusRequest()
    request.setTransactionId(transactionId)
    request.setChannelId(channelId)
    request.setIdentity(this.#signer.serialized)
    const bytes = request.serializeBinary()
    const signed = new gateway.SignedCommitStatusRequest()
    signed.setRequest(bytes)
    signed.setSignature(this.#signer.sign(bytes))
    const status = await this.#call<gateway.CommitStatusResponse>((...call) =>
      this.#gateway.commitStatus(signed, ...call),
    )
    if (status.getResult() !== peer.TxValidationCode.VALID) {
      const [code = status.getResult()] =
        Object.entries(peer.TxValidationCode).find(([, value]) => value === status.getResult()) ?? []
      throw new PeerError(`${this.member.mspId}: transaction ${transactionId} is not valid: ${code}`)
    }
    return status.getBlockNumber()
  }

  close(): void {
    this.#gateway.close()
    this.#endorser.close()
  }

  #call<Response>(call: Call<Response>): Promise<Response> {
    return new Promise((resolve, reject) => {
      call(new Metadata(), { deadline: Date.now() + CALL_MS }, (error, response) => {
        if (error !== null) reject(new PeerError(`${this.member.mspId}: ${error.details}${details(error)}`))
        else if (response === undefined) reject(new PeerError(`${this.member.mspId}: no answer`))
        else resolve(response)
      })
    })
  }
}

/**
 * Hands a transaction to the orderers through this peer, again while too few of them take it: the same transaction
 * twice is ordered once, and who has ordered it already says so.
 */
export async function order(
  connection: PeerConnection,
  channelId: string,
  transactionId: string,
  transaction: common.Envelope,
): Promise<void> {
  await until(
    'the orderers to take a transaction',
    () =>
      connection.submit(channelId, transactionId, transaction).catch((error: unknown) => {
        if (!messageOf(error).includes('already processed')) throw error
      }),
    { timeoutMs: CALL_MS },
  )
}

/** What the gateway passes on of the words of other members' nodes. */
function details(error: ServiceError): string {
  const [bytes] = error.metadata.get('grpc-status-details-bin')
  if (!(bytes instanceof Buffer)) return ''
  const texts = google.rpc.Status.deserializeBinary(bytes)
    .getDetailsList()
    .map((any) => gateway.ErrorDetail.deserializeBinary(any.getValue_asU8()))
    .map((detail) => `${detail.getMspId()}: ${detail.getMessage()}`)
  return texts.length === 0 ? '' : ` (${texts.join('; ')})`
}

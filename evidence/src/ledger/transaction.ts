import { common, peer } from '@hyperledger/fabric-protos'
import { hex, sha256Hex } from './header'
import { readWriteSet } from './write-set'
import type { NamespaceSet } from './write-set'

/** One place of a block: what stands there, and what the peer that delivered it made of it. */
export interface PlacedTransaction {
  readonly index: number
  /** Fabric's validation code: 0 is valid. It is the word of the peer that delivered the block, nobody signs it. */
  readonly code: number
  readonly transaction: LedgerTransaction
}

/** Whether the peer that delivered it counts it as valid. */
export function counts({ code }: PlacedTransaction): boolean {
  return code === peer.TxValidationCode.VALID
}

/** A block has no time of its own: that of the last of its transactions that can be read stands for it. */
export function lastTime(transactions: readonly PlacedTransaction[]): string | undefined {
  return transactions.flatMap(({ transaction }) => (transaction.kind === 'unreadable' ? [] : [transaction.time])).at(-1)
}

/** What an envelope holds. */
export type LedgerTransaction = EndorsedTransaction | ConfigTransaction | UnreadableTransaction

/** Who sent an envelope, when by its own clock, and its signature. */
export interface Signed {
  readonly transactionId: string
  readonly channel: string
  /** ISO 8601 in UTC with milliseconds, as the contract sees it. */
  readonly time: string
  /** Serialised identity (`msp.SerializedIdentity`). */
  readonly creator: Uint8Array
  readonly nonce: Uint8Array
  /** What the signature is over. */
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

/** A call of a chaincode, with what its endorsers signed. */
export interface EndorsedTransaction extends Signed {
  readonly kind: 'endorsed'
  readonly chaincode: string
  readonly version: string
  /** The name of the called function and its arguments, as text. */
  readonly args: readonly string[]
  /** False if the endorsers signed the answer to another proposal than the one that stands here. */
  readonly proposalMatches: boolean
  /** What the endorsers signed, each together with its own identity. */
  readonly responsePayload: Uint8Array
  readonly endorsements: readonly Endorsement[]
  readonly answer: { readonly status: number; readonly text: string }
  readonly event: { readonly name: string; readonly payload: string } | undefined
  readonly sets: readonly NamespaceSet[]
}

/** One endorser's signature. */
export interface Endorsement {
  /** Serialised identity. */
  readonly endorser: Uint8Array
  readonly signature: Uint8Array
}

/** A change of the channel's configuration; the configuration that follows from it stands in it whole. */
export interface ConfigTransaction extends Signed {
  readonly kind: 'config'
  /** `common.ConfigEnvelope`. */
  readonly envelope: Uint8Array
}

/** What cannot be read as either. */
export interface UnreadableTransaction {
  readonly kind: 'unreadable'
  readonly problem: string
}

/** Reads `common.Envelope`; what cannot be read says so, since it stands in the block all the same. */
export function readTransaction(bytes: Uint8Array): LedgerTransaction {
  try {
    return readEnvelope(bytes)
  } catch (error) {
    return { kind: 'unreadable', problem: error instanceof Error ? error.message : String(error) }
  }
}

function readEnvelope(bytes: Uint8Array): LedgerTransaction {
  const envelope = common.Envelope.deserializeBinary(bytes)
  const payloadBytes = envelope.getPayload_asU8()
  const payload = common.Payload.deserializeBinary(payloadBytes)
  const headers = payload.getHeader()
  const channelHeader = headers?.getChannelHeader_asU8() ?? new Uint8Array()
  const channel = common.ChannelHeader.deserializeBinary(channelHeader)
  const signature = common.SignatureHeader.deserializeBinary(headers?.getSignatureHeader_asU8() ?? new Uint8Array())
  const time = channel.getTimestamp()
  if (time === undefined) throw new Error('it has no time')
  const signed: Signed = {
    transactionId: channel.getTxId(),
    channel: channel.getChannelId(),
    time: time.toDate().toISOString(),
    creator: signature.getCreator_asU8(),
    nonce: signature.getNonce_asU8(),
    payload: payloadBytes,
    signature: envelope.getSignature_asU8(),
  }
  const type = channel.getType()
  if (type === common.HeaderType.CONFIG) return { ...signed, kind: 'config', envelope: payload.getData_asU8() }
  if (type !== common.HeaderType.ENDORSER_TRANSACTION) throw new Error(`it is of the unknown type ${type}`)
  return { ...signed, kind: 'endorsed', ...readAction(payload.getData_asU8(), channelHeader) }
}

function readAction(data: Uint8Array, channelHeader: Uint8Array): Omit<EndorsedTransaction, keyof Signed | 'kind'> {
  const [action, ...more] = peer.Transaction.deserializeBinary(data).getActionsList()
  if (action === undefined || more.length > 0) throw new Error('it is not exactly one call')
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const endorsed = payload.getAction()
  if (endorsed === undefined) throw new Error('nobody endorsed it')
  const proposal = payload.getChaincodeProposalPayload_asU8()
  const responsePayload = endorsed.getProposalResponsePayload_asU8()
  const response = peer.ProposalResponsePayload.deserializeBinary(responsePayload)
  const proposalHash = sha256Hex(channelHeader, action.getHeader_asU8(), proposal)
  return {
    args: argumentsOf(proposal),
    proposalMatches: proposalHash === hex(response.getProposalHash_asU8()),
    responsePayload,
    endorsements: endorsed.getEndorsementsList().map((endorsement) => ({
      endorser: endorsement.getEndorser_asU8(),
      signature: endorsement.getSignature_asU8(),
    })),
    ...readResult(response.getExtension_asU8()),
  }
}

type Result = Pick<EndorsedTransaction, 'chaincode' | 'version' | 'answer' | 'event' | 'sets'>

function readResult(bytes: Uint8Array): Result {
  const result = peer.ChaincodeAction.deserializeBinary(bytes)
  const response = result.getResponse()
  return {
    chaincode: result.getChaincodeId()?.getName() ?? '',
    version: result.getChaincodeId()?.getVersion() ?? '',
    answer: {
      status: response?.getStatus() ?? 0,
      text: Buffer.from(response?.getPayload_asU8() ?? []).toString('utf8'),
    },
    event: eventOf(result.getEvents_asU8()),
    sets: readWriteSet(result.getResults_asU8()),
  }
}

function argumentsOf(proposal: Uint8Array): readonly string[] {
  const input = peer.ChaincodeProposalPayload.deserializeBinary(proposal).getInput_asU8()
  const args = peer.ChaincodeInvocationSpec.deserializeBinary(input).getChaincodeSpec()?.getInput()?.getArgsList_asU8()
  return (args ?? []).map((bytes) => Buffer.from(bytes).toString('utf8'))
}

function eventOf(bytes: Uint8Array): EndorsedTransaction['event'] {
  if (bytes.length === 0) return undefined
  const event = peer.ChaincodeEvent.deserializeBinary(bytes)
  return { name: event.getEventName(), payload: Buffer.from(event.getPayload_asU8()).toString('utf8') }
}

import { common, peer } from '@hyperledger/fabric-protos'
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb'
import type { Signer } from '../identity/identity'
import { proposalHash } from '../wire/transaction'

export const CHANNEL = 'mychannel'

/** What a test changes of an otherwise good transaction; each part is taken as it is. */
export interface TransactionOptions {
  readonly chaincode?: string
  readonly version?: string
  readonly creator?: Signer
  readonly endorsers?: readonly Signer[]
  readonly atBlock?: number
  readonly nonce?: Uint8Array
  readonly txId?: string
  readonly channelId?: string
  readonly type?: number
  readonly epoch?: number
  readonly headerChaincode?: string
  readonly eventChaincode?: string
  readonly results?: Uint8Array
  readonly proposalHash?: Uint8Array
  readonly actions?: number
  readonly alterEndorsements?: (endorsements: peer.Endorsement[]) => peer.Endorsement[]
  readonly alterSignature?: (signature: Uint8Array) => Uint8Array
}

export type TransactionParts = TransactionOptions & {
  readonly creator: Signer
  readonly endorsers: readonly Signer[]
  readonly nonce: Uint8Array
  readonly txId: string
  readonly results: Uint8Array
}

/** Signs a transaction as its endorsers and its creator would. */
export function sealTransaction(parts: TransactionParts): Uint8Array {
  const channelHeader = channelHeaderBytes(parts)
  const signatureHeader = signatureHeaderBytes(parts.creator.serialized, parts.nonce)
  const proposal = new peer.ChaincodeProposalPayload()
  proposal.setInput(Buffer.from('input'))
  const proposalBytes = proposal.serializeBinary()
  const response = new peer.ProposalResponsePayload()
  response.setProposalHash(parts.proposalHash ?? proposalHash(channelHeader, signatureHeader, proposalBytes))
  response.setExtension$(actionBytes(parts))
  const responseBytes = response.serializeBinary()
  const endorsed = new peer.ChaincodeEndorsedAction()
  endorsed.setProposalResponsePayload(responseBytes)
  endorsed.setEndorsementsList(endorsements(parts, responseBytes))
  const actionPayload = new peer.ChaincodeActionPayload()
  actionPayload.setChaincodeProposalPayload(proposalBytes)
  actionPayload.setAction(endorsed)
  const action = new peer.TransactionAction()
  action.setHeader(signatureHeader)
  action.setPayload(actionPayload.serializeBinary())
  const transaction = new peer.Transaction()
  transaction.setActionsList(Array.from({ length: parts.actions ?? 1 }, () => action))
  return signedEnvelope(channelHeader, signatureHeader, transaction.serializeBinary(), parts)
}

function signedEnvelope(
  channelHeader: Uint8Array,
  signatureHeader: Uint8Array,
  data: Uint8Array,
  { creator, alterSignature = (signature) => signature }: Pick<TransactionParts, 'creator' | 'alterSignature'>,
): Uint8Array {
  const header = new common.Header()
  header.setChannelHeader(channelHeader)
  header.setSignatureHeader(signatureHeader)
  const payload = new common.Payload()
  payload.setHeader(header)
  payload.setData(data)
  const payloadBytes = payload.serializeBinary()
  const envelope = new common.Envelope()
  envelope.setPayload(payloadBytes)
  envelope.setSignature(alterSignature(creator.sign(payloadBytes)))
  return envelope.serializeBinary()
}

function channelHeaderBytes(parts: TransactionParts): Uint8Array {
  const id = new peer.ChaincodeID()
  id.setName(parts.headerChaincode ?? parts.chaincode ?? 'basic')
  const extension = new peer.ChaincodeHeaderExtension()
  extension.setChaincodeId(id)
  const timestamp = new Timestamp()
  timestamp.setSeconds(1_700_000_000)
  timestamp.setNanos(5)
  const header = new common.ChannelHeader()
  header.setType(parts.type ?? common.HeaderType.ENDORSER_TRANSACTION)
  header.setChannelId(parts.channelId ?? CHANNEL)
  header.setTxId(parts.txId)
  header.setEpoch(parts.epoch ?? 0)
  header.setTimestamp(timestamp)
  header.setExtension$(extension.serializeBinary())
  return header.serializeBinary()
}

function signatureHeaderBytes(creator: Uint8Array, nonce: Uint8Array): Uint8Array {
  const header = new common.SignatureHeader()
  header.setCreator(creator)
  header.setNonce(nonce)
  return header.serializeBinary()
}

function actionBytes(parts: TransactionParts): Uint8Array {
  const id = new peer.ChaincodeID()
  id.setName(parts.chaincode ?? 'basic')
  id.setVersion(parts.version ?? '1.0')
  const response = new peer.Response()
  response.setStatus(200)
  const action = new peer.ChaincodeAction()
  action.setChaincodeId(id)
  action.setResponse(response)
  action.setResults(parts.results)
  if (parts.eventChaincode !== undefined) {
    const event = new peer.ChaincodeEvent()
    event.setChaincodeId(parts.eventChaincode)
    event.setTxId(parts.txId)
    event.setEventName('changed')
    action.setEvents(event.serializeBinary())
  }
  return action.serializeBinary()
}

function endorsements(parts: TransactionParts, responseBytes: Uint8Array): peer.Endorsement[] {
  const good = parts.endorsers.map((endorser) => endorsementOf(endorser, responseBytes))
  return parts.alterEndorsements?.(good) ?? good
}

/** An endorsement of these bytes. */
export function endorsementOf(endorser: Signer, responseBytes: Uint8Array): peer.Endorsement {
  const endorsement = new peer.Endorsement()
  endorsement.setEndorser(endorser.serialized)
  endorsement.setSignature(endorser.sign(Buffer.concat([responseBytes, endorser.serialized])))
  return endorsement
}

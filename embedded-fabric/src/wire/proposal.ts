import { common, peer } from '@hyperledger/fabric-protos'
import type { Identity } from '../identity/identity'
import type { ChaincodeAnswer, ChaincodeEvent } from '../chaincode/link'
import { proposalHash, readHeader } from './transaction'
import type { Endorsement, Header } from './transaction'

/** A proposal as a peer sees it. */
export interface Proposal {
  readonly header: Header
  /** `protos.SignedProposal`, serialised: what the chaincode gets. */
  readonly signedProposal: Uint8Array
  readonly proposalBytes: Uint8Array
  readonly signature: Uint8Array
  readonly chaincode: string
  /** The same as the header names it, which is the one that peers invoke; undefined when it names none. */
  readonly invoked: string | undefined
  readonly args: readonly Uint8Array[]
  readonly hasTransientData: boolean
  /** `protos.ChaincodeProposalPayload` as it stands in a transaction: without transient data. */
  readonly publicPayload: Uint8Array
}

/** Reads a signed proposal; throws an Error that says what is missing. */
export function readProposal(message: peer.SignedProposal | undefined): Proposal {
  const proposalBytes = message?.getProposalBytes_asU8() ?? new Uint8Array()
  if (message === undefined || proposalBytes.length === 0) throw new Error('a signed proposal is required')
  const proposal = peer.Proposal.deserializeBinary(proposalBytes)
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8())
  const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8())
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8()).getChaincodeSpec()
  const read = readHeader(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8())
  const hasTransientData = payload.getTransientmapMap().getLength() > 0
  return {
    ...readTarget(read.channelId, spec),
    header: read,
    invoked: peer.ChaincodeHeaderExtension.deserializeBinary(read.extension).getChaincodeId()?.getName(),
    signedProposal: message.serializeBinary(),
    proposalBytes,
    signature: message.getSignature_asU8(),
    hasTransientData,
    publicPayload: hasTransientData ? withoutTransientData(payload) : proposal.getPayload_asU8(),
  }
}

function readTarget(
  channelId: string,
  spec: peer.ChaincodeSpec | undefined,
): { readonly chaincode: string; readonly args: readonly Uint8Array[] } {
  if (channelId === '') throw new Error('no channel id provided')
  if (spec === undefined) throw new Error(`no chaincode spec is provided, channel id [${channelId}]`)
  const id = spec.getChaincodeId()
  if (id === undefined) throw new Error(`no chaincode id is provided, channel id [${channelId}]`)
  if (id.getName() === '') throw new Error(`no chaincode name is provided, channel id [${channelId}]`)
  return { chaincode: id.getName(), args: spec.getInput()?.getArgsList_asU8() ?? [] }
}

function withoutTransientData(payload: peer.ChaincodeProposalPayload): Uint8Array {
  const without = new peer.ChaincodeProposalPayload()
  without.setInput(payload.getInput_asU8())
  return without.serializeBinary()
}

/** `protos.ProposalResponsePayload`: what endorsers sign, and must agree on byte for byte. */
export function responsePayload(
  proposal: Pick<Proposal, 'header' | 'publicPayload'>,
  chaincode: { readonly name: string; readonly version: string },
  answer: ChaincodeAnswer,
  results: Uint8Array,
): Uint8Array {
  const id = new peer.ChaincodeID()
  id.setName(chaincode.name)
  id.setVersion(chaincode.version)
  const action = new peer.ChaincodeAction()
  action.setResults(results)
  action.setResponse(responseMessage(answer))
  action.setChaincodeId(id)
  if (answer.event !== undefined) action.setEvents(eventBytes(answer.event, chaincode.name, proposal.header))
  const payload = new peer.ProposalResponsePayload()
  const { channelHeader, signatureHeader } = proposal.header
  payload.setProposalHash(proposalHash(channelHeader, signatureHeader, proposal.publicPayload))
  payload.setExtension$(action.serializeBinary())
  return payload.serializeBinary()
}

/** `protos.Response`. */
export function responseMessage(answer: Pick<ChaincodeAnswer, 'status' | 'message' | 'payload'>): peer.Response {
  const response = new peer.Response()
  response.setStatus(answer.status)
  response.setMessage(answer.message)
  response.setPayload(answer.payload)
  return response
}

function eventBytes(event: ChaincodeEvent, chaincode: string, header: Header): Uint8Array {
  const message = new peer.ChaincodeEvent()
  message.setChaincodeId(chaincode)
  message.setTxId(header.txId)
  message.setEventName(event.name)
  message.setPayload(event.payload)
  return message.serializeBinary()
}

/** The transaction that the client signs: the proposal's own header bytes, its payload without transient data, the endorsements. */
export function prepareTransaction(
  proposal: Proposal,
  endorsed: Uint8Array,
  endorsements: readonly Endorsement[],
): common.Envelope {
  const endorsedAction = new peer.ChaincodeEndorsedAction()
  endorsedAction.setProposalResponsePayload(endorsed)
  endorsedAction.setEndorsementsList(
    endorsements.map(({ endorser, signature }) => {
      const message = new peer.Endorsement()
      message.setEndorser(endorser)
      message.setSignature(signature)
      return message
    }),
  )
  const actionPayload = new peer.ChaincodeActionPayload()
  actionPayload.setChaincodeProposalPayload(proposal.publicPayload)
  actionPayload.setAction(endorsedAction)
  const action = new peer.TransactionAction()
  action.setHeader(proposal.header.signatureHeader)
  action.setPayload(actionPayload.serializeBinary())
  const transaction = new peer.Transaction()
  transaction.setActionsList([action])
  const header = new common.Header()
  header.setChannelHeader(proposal.header.channelHeader)
  header.setSignatureHeader(proposal.header.signatureHeader)
  const payload = new common.Payload()
  payload.setHeader(header)
  payload.setData(transaction.serializeBinary())
  const envelope = new common.Envelope()
  envelope.setPayload(payload.serializeBinary())
  return envelope
}

/** What an endorser signs beside the payload: its own serialised identity. */
export function endorsementMessage(payload: Uint8Array, endorser: Identity['serialized']): Uint8Array {
  return Buffer.concat([payload, endorser])
}

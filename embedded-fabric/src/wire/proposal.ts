import { common, peer } from '@hyperledger/fabric-protos'
import type { Identity } from '../identity/identity'
import type { ChaincodeAnswer, ChaincodeEvent } from '../chaincode/link'
import { proposalHash, readHeader } from './transaction'
import { problemOf, unmarshal } from './unmarshal'
import type { Endorsement, Header } from './transaction'

/** A proposal as far as a gateway must read it. */
export interface Proposal {
  readonly header: Header
  /** `protos.SignedProposal`, serialised: what the chaincode gets. */
  readonly signedProposal: Uint8Array
  readonly proposalBytes: Uint8Array
  readonly signature: Uint8Array
  /** By the contract's input, which is what gateways look at; empty when it names none. */
  readonly chaincode: string
  /** The same as the header names it, which is the one that peers invoke; undefined when it names none. */
  readonly invoked: string | undefined
  readonly args: readonly Uint8Array[]
  readonly hasTransientData: boolean
  /** `protos.ChaincodeProposalPayload` as it stands in a transaction: without transient data. */
  readonly publicPayload: Uint8Array
  /** Why Evaluate does not take it, in Fabric's words. */
  readonly incomplete: string | undefined
  /** Why peers, which read more than gateways, cannot read its signature header. */
  readonly unreadableSignatureHeader: string | undefined
  /** Why they cannot read the rest. */
  readonly unreadable: string | undefined
}

/**
 * Reads a signed proposal.
 * @param failing what to say before the words for a header that cannot be read.
 * @throws UnreadableError in Fabric's words.
 */
export function readProposal(message: peer.SignedProposal, failing: (part: string) => string = () => ''): Proposal {
  const proposalBytes = message.getProposalBytes_asU8()
  const proposal = unmarshal('Proposal', () => peer.Proposal.deserializeBinary(proposalBytes), failing('proposal'))
  const parts = unmarshal('Header', () => common.Header.deserializeBinary(proposal.getHeader_asU8()), failing('header'))
  const signatureHeader = parts.getSignatureHeader_asU8()
  const problem = problemOf('SignatureHeader', () => common.SignatureHeader.deserializeBinary(signatureHeader))
  const header = unmarshal(
    'ChannelHeader',
    () => readHeader(parts.getChannelHeader_asU8(), problem === undefined ? signatureHeader : NOTHING),
    failing('channel header'),
  )
  const { spec, ...payload } = readPayload(proposal.getPayload_asU8())
  const id = spec?.getChaincodeId()
  return {
    ...payload,
    ...readExtension(header.extension, spec),
    header,
    signedProposal: message.serializeBinary(),
    proposalBytes,
    signature: message.getSignature_asU8(),
    unreadableSignatureHeader: problem,
    incomplete: incompleteness(header.channelId, spec),
    chaincode: id?.getName() ?? '',
    args: spec?.getInput()?.getArgsList_asU8() ?? [],
  }
}

const NOTHING = new Uint8Array()

function readPayload(
  bytes: Uint8Array,
): Pick<Proposal, 'hasTransientData' | 'publicPayload'> & { readonly spec: peer.ChaincodeSpec | undefined } {
  const payload = unmarshal('ChaincodeProposalPayload', () => peer.ChaincodeProposalPayload.deserializeBinary(bytes))
  const spec = unmarshal('ChaincodeInvocationSpec', () =>
    peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8()),
  ).getChaincodeSpec()
  const hasTransientData = payload.getTransientmapMap().getLength() > 0
  return { spec, hasTransientData, publicPayload: hasTransientData ? withoutTransientData(payload) : bytes }
}

/** In the order in which a peer looks. */
function readExtension(
  extension: Uint8Array,
  spec: peer.ChaincodeSpec | undefined,
): Pick<Proposal, 'invoked' | 'unreadable'> {
  let invoked: string | undefined
  const unreadable = problemOf('ChaincodeHeaderExtension', () => {
    invoked = peer.ChaincodeHeaderExtension.deserializeBinary(extension).getChaincodeId()?.getName()
  })
  if (unreadable !== undefined) return { invoked, unreadable }
  if (invoked === undefined) return { invoked, unreadable: 'ChaincodeHeaderExtension.ChaincodeId is nil' }
  if (invoked === '') return { invoked, unreadable: 'ChaincodeHeaderExtension.ChaincodeId.Name is empty' }
  if (spec === undefined) return { invoked, unreadable: 'chaincode invocation spec did not contain chaincode spec' }
  if (!spec.hasInput()) return { invoked, unreadable: 'chaincode input did not contain any input' }
  return { invoked, unreadable }
}

function incompleteness(channelId: string, spec: peer.ChaincodeSpec | undefined): string | undefined {
  if (channelId === '') return 'no channel id provided'
  const on = `channel id [${channelId}]`
  if (spec === undefined) return `no chaincode spec is provided, ${on}`
  const id = spec.getChaincodeId()
  if (id === undefined) return `no chaincode id is provided, ${on}`
  return id.getName() === '' ? `no chaincode name is provided, ${on}` : undefined
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

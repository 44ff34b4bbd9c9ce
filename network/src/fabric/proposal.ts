import { createHash, randomBytes } from 'node:crypto'
import { common, peer } from '@hyperledger/fabric-protos'
import type { Signer } from 'embedded-fabric'
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb'

export interface Invocation {
  /** Empty: the peer itself is asked, not a channel. */
  readonly channelId: string
  readonly chaincode: string
  readonly args: readonly (string | Uint8Array)[]
}

/** A proposal that was signed, and what is needed to make a transaction of it. */
export interface Proposal {
  readonly transactionId: string
  readonly signed: peer.SignedProposal
  readonly header: common.Header
  readonly payload: Uint8Array
}

/** Signs what a peer shall execute. */
export function propose(invocation: Invocation, signer: Signer): Proposal {
  const nonce = randomBytes(24)
  const transactionId = createHash('sha256').update(nonce).update(signer.serialized).digest('hex')
  const header = new common.Header()
  header.setChannelHeader(channelHeader(invocation, transactionId).serializeBinary())
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setCreator(signer.serialized)
  signatureHeader.setNonce(nonce)
  header.setSignatureHeader(signatureHeader.serializeBinary())
  const payload = proposalPayload(invocation)
  const proposal = new peer.Proposal()
  proposal.setHeader(header.serializeBinary())
  proposal.setPayload(payload)
  const bytes = proposal.serializeBinary()
  const signed = new peer.SignedProposal()
  signed.setProposalBytes(bytes)
  signed.setSignature(signer.sign(bytes))
  return { transactionId, signed, header, payload }
}

/** The transaction that these endorsements make of the proposal, signed by whoever proposed it. */
export function transactionOf(
  proposal: Proposal,
  endorsed: readonly peer.ProposalResponse[],
  signer: Signer,
): common.Envelope {
  const [first, ...others] = endorsed
  if (first === undefined) throw new Error('No endorsement')
  const result = first.getPayload_asU8()
  if (others.some((other) => Buffer.compare(other.getPayload_asU8(), result) !== 0)) {
    throw new Error('The peers do not agree on the result')
  }
  const action = new peer.ChaincodeEndorsedAction()
  action.setProposalResponsePayload(result)
  action.setEndorsementsList(endorsed.map((response) => response.getEndorsement() ?? new peer.Endorsement()))
  const actionPayload = new peer.ChaincodeActionPayload()
  actionPayload.setChaincodeProposalPayload(proposal.payload)
  actionPayload.setAction(action)
  const transactionAction = new peer.TransactionAction()
  transactionAction.setHeader(proposal.header.getSignatureHeader_asU8())
  transactionAction.setPayload(actionPayload.serializeBinary())
  const transaction = new peer.Transaction()
  transaction.setActionsList([transactionAction])
  const payload = new common.Payload()
  payload.setHeader(proposal.header)
  payload.setData(transaction.serializeBinary())
  return signEnvelope(payload.serializeBinary(), signer)
}

export function signEnvelope(payload: Uint8Array, signer: Signer): common.Envelope {
  const envelope = new common.Envelope()
  envelope.setPayload(payload)
  envelope.setSignature(signer.sign(payload))
  return envelope
}

function channelHeader({ channelId, chaincode }: Invocation, transactionId: string): common.ChannelHeader {
  const extension = new peer.ChaincodeHeaderExtension()
  extension.setChaincodeId(chaincodeId(chaincode))
  const header = new common.ChannelHeader()
  header.setType(common.HeaderType.ENDORSER_TRANSACTION)
  header.setChannelId(channelId)
  header.setTxId(transactionId)
  header.setTimestamp(Timestamp.fromDate(new Date()))
  header.setExtension$(extension.serializeBinary())
  return header
}

function proposalPayload({ chaincode, args }: Invocation): Uint8Array {
  const input = new peer.ChaincodeInput()
  input.setArgsList(args.map((arg) => Buffer.from(arg)))
  const spec = new peer.ChaincodeSpec()
  spec.setType(peer.ChaincodeSpec.Type.GOLANG)
  spec.setChaincodeId(chaincodeId(chaincode))
  spec.setInput(input)
  const invocation = new peer.ChaincodeInvocationSpec()
  invocation.setChaincodeSpec(spec)
  const payload = new peer.ChaincodeProposalPayload()
  payload.setInput(invocation.serializeBinary())
  return payload.serializeBinary()
}

function chaincodeId(name: string): peer.ChaincodeID {
  const id = new peer.ChaincodeID()
  id.setName(name)
  return id
}

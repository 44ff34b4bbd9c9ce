import { randomBytes, createHash } from 'node:crypto'
import { common, peer } from '@hyperledger/fabric-protos'
import type { Signer } from 'embedded-fabric'
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb'

/** What a proposal asks for, and every part of it that may be wrong. */
export interface ProposalParts {
  readonly channelId: string
  readonly chaincode: string
  readonly args: readonly string[]
  readonly transient?: Readonly<Record<string, string>>
  /** Who it claims to be of, and who signs it, unless `creator` or `sign` say otherwise. */
  readonly signer: Signer
  readonly creator?: Uint8Array
  readonly sign?: (message: Uint8Array) => Uint8Array
  readonly nonce?: Uint8Array
  readonly changeChannelHeader?: (header: common.ChannelHeader) => void
  readonly changeSignatureHeader?: (header: common.SignatureHeader) => void
  readonly changeSpec?: (spec: peer.ChaincodeSpec) => void
  readonly changeProposal?: (proposal: peer.Proposal) => void
}

export interface RawProposal {
  readonly txId: string
  readonly header: common.Header
  /** `protos.ChaincodeProposalPayload` without transient data. */
  readonly publicPayload: Uint8Array
  readonly proposalBytes: Uint8Array
  readonly signed: peer.SignedProposal
}

/** Builds a proposal by hand and signs it. */
export function buildProposal(parts: ProposalParts): RawProposal {
  const { channelId, chaincode, signer, creator = signer.serialized, nonce = randomBytes(24) } = parts
  const txId = createHash('sha256').update(nonce).update(creator).digest('hex')
  const channelHeader = channelHeaderOf({ channelId, chaincode, txId })
  parts.changeChannelHeader?.(channelHeader)
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setCreator(creator)
  signatureHeader.setNonce(nonce)
  parts.changeSignatureHeader?.(signatureHeader)
  const header = new common.Header()
  header.setChannelHeader(channelHeader.serializeBinary())
  header.setSignatureHeader(signatureHeader.serializeBinary())

  const payload = payloadOf(parts)
  const publicPayload = payload.serializeBinary()
  for (const [name, value] of Object.entries(parts.transient ?? {})) {
    payload.getTransientmapMap().set(name, Buffer.from(value))
  }
  const proposal = new peer.Proposal()
  proposal.setHeader(header.serializeBinary())
  proposal.setPayload(payload.serializeBinary())
  parts.changeProposal?.(proposal)
  const proposalBytes = proposal.serializeBinary()
  const signed = new peer.SignedProposal()
  signed.setProposalBytes(proposalBytes)
  signed.setSignature((parts.sign ?? ((message) => signer.sign(message)))(proposalBytes))
  return { txId, header, publicPayload, proposalBytes, signed }
}

function channelHeaderOf(target: {
  readonly channelId: string
  readonly chaincode: string
  readonly txId: string
}): common.ChannelHeader {
  const id = new peer.ChaincodeID()
  id.setName(target.chaincode)
  const extension = new peer.ChaincodeHeaderExtension()
  extension.setChaincodeId(id)
  const header = new common.ChannelHeader()
  header.setType(common.HeaderType.ENDORSER_TRANSACTION)
  header.setTimestamp(now())
  header.setChannelId(target.channelId)
  header.setTxId(target.txId)
  header.setExtension$(extension.serializeBinary())
  return header
}

function payloadOf({ chaincode, args, changeSpec }: ProposalParts): peer.ChaincodeProposalPayload {
  const id = new peer.ChaincodeID()
  id.setName(chaincode)
  const input = new peer.ChaincodeInput()
  input.setArgsList(args.map((arg) => Buffer.from(arg)))
  const spec = new peer.ChaincodeSpec()
  spec.setType(peer.ChaincodeSpec.Type.NODE)
  spec.setChaincodeId(id)
  spec.setInput(input)
  changeSpec?.(spec)
  const invocation = new peer.ChaincodeInvocationSpec()
  invocation.setChaincodeSpec(spec)
  const payload = new peer.ChaincodeProposalPayload()
  payload.setInput(invocation.serializeBinary())
  return payload
}

/** The time as protobuf writes it, or some seconds from it. */
export function now(offsetSeconds = 0): Timestamp {
  const time = new Timestamp()
  time.fromDate(new Date(Date.now() + offsetSeconds * 1000))
  return time
}

import { common, peer } from '@hyperledger/fabric-protos'
import type { Signer } from 'embedded-fabric'
import type { RawProposal } from './proposal'

/** What endorsers answered to one proposal: the bytes that they signed, and their signatures. */
export interface Endorsed {
  readonly payload: Uint8Array
  readonly endorsements: readonly peer.Endorsement[]
}

/** Puts a transaction together by hand; nothing of it has to fit. */
export function buildTransaction(
  proposal: Pick<RawProposal, 'header' | 'publicPayload'>,
  endorsed: Endorsed,
): Uint8Array {
  const action = new peer.ChaincodeEndorsedAction()
  action.setProposalResponsePayload(endorsed.payload)
  action.setEndorsementsList([...endorsed.endorsements])
  const actionPayload = new peer.ChaincodeActionPayload()
  actionPayload.setChaincodeProposalPayload(proposal.publicPayload)
  actionPayload.setAction(action)
  const transactionAction = new peer.TransactionAction()
  transactionAction.setHeader(proposal.header.getSignatureHeader_asU8())
  transactionAction.setPayload(actionPayload.serializeBinary())
  const transaction = new peer.Transaction()
  transaction.setActionsList([transactionAction])
  return transaction.serializeBinary()
}

/** `common.Envelope` around a header and its data, signed. */
export function buildEnvelope(
  header: common.Header | undefined,
  data: Uint8Array,
  sign: (message: Uint8Array) => Uint8Array,
): common.Envelope {
  const payload = new common.Payload()
  payload.setHeader(header)
  payload.setData(data)
  const envelope = new common.Envelope()
  const bytes = payload.serializeBinary()
  envelope.setPayload(bytes)
  envelope.setSignature(sign(bytes))
  return envelope
}

/** An endorsement of a payload by any identity that one has the key of. */
export function endorse(signer: Signer, payload: Uint8Array, endorser = signer.serialized): peer.Endorsement {
  const endorsement = new peer.Endorsement()
  endorsement.setEndorser(endorser)
  endorsement.setSignature(signer.sign(Buffer.concat([payload, endorser])))
  return endorsement
}

/** The action in a proposal response payload, changed. */
export function changeAction(payload: Uint8Array, change: (action: peer.ChaincodeAction) => void): Uint8Array {
  const response = peer.ProposalResponsePayload.deserializeBinary(payload)
  const action = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8())
  change(action)
  response.setExtension$(action.serializeBinary())
  return response.serializeBinary()
}

/** The same envelope, signed by this identity. */
export function resigned(envelope: common.Envelope, signer: Signer): common.Envelope {
  const copy = envelope.cloneMessage()
  copy.setSignature(signer.sign(copy.getPayload_asU8()))
  return copy
}

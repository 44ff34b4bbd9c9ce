import { status } from '@grpc/grpc-js'
import { peer } from '@hyperledger/fabric-protos'
import type { ChaincodeAnswer } from '../chaincode/link'
import { readProposal, responseMessage } from '../wire/proposal'
import type { Proposal } from '../wire/proposal'
import type { ChannelParts } from './gateway-service'
import { ProposalRefused } from './peer'
import type { Peer } from './peer'
import { RpcError } from './rpc-error'

/** The Endorser service as one organisation's peer offers it to clients that plan for themselves. */
export async function processProposal(
  signed: peer.SignedProposal,
  { channelId, feed, distribute, observers }: Pick<ChannelParts, 'channelId' | 'feed' | 'distribute' | 'observers'>,
  local: Peer,
): Promise<peer.ProposalResponse> {
  const proposal = read(signed)
  const { header } = proposal
  try {
    const { answer, payload, endorsement, privateResults } = await local.process(proposal, feed.ledger.height - 1)
    const definition = feed.ledger.definition(proposal.chaincode)
    if (definition !== undefined && observers.has(local.mspId)) {
      const { name, sequence } = definition
      const reason = `chaincode definition for '${name}' at sequence ${sequence} on channel '${channelId}' has not yet been approved by this org`
      const advice = `make sure the chaincode ${name} has been successfully defined on channel ${channelId} and try again`
      return response(failure(`${advice}: ${reason}`))
    }
    const message = response(answer)
    if (answer.status < 400 || answer.status >= 500) message.setPayload(payload)
    if (endorsement === undefined) return message
    if (privateResults !== undefined) distribute(header.txId, privateResults)
    const endorsed = new peer.Endorsement()
    endorsed.setEndorser(endorsement.endorser)
    endorsed.setSignature(endorsement.signature)
    message.setEndorsement(endorsed)
    message.setVersion(1)
    return message
  } catch (error) {
    if (!(error instanceof ProposalRefused)) throw error
    // What the peer could not simulate is an answer; what it does not accept is an error.
    if (error.fault === 'simulation') return response(failure(error.message))
    throw new RpcError(status.UNKNOWN, error.message)
  }
}

function read(signed: peer.SignedProposal): Proposal {
  try {
    return readProposal(signed, (part) => `failed parsing ${part}: `)
  } catch (error) {
    throw new RpcError(status.UNKNOWN, error instanceof Error ? error.message : String(error))
  }
}

function response(answer: Pick<ChaincodeAnswer, 'status' | 'message' | 'payload'>): peer.ProposalResponse {
  const message = new peer.ProposalResponse()
  message.setResponse(responseMessage(answer))
  return message
}

function failure(message: string): Pick<ChaincodeAnswer, 'status' | 'message' | 'payload'> {
  return { status: 500, message, payload: new Uint8Array() }
}

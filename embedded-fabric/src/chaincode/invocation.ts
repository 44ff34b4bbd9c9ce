import { peer } from '@hyperledger/fabric-protos'

import type { ChaincodeAnswer, ChaincodeCall } from './link'
import { encodeMessage, MessageType } from './message'

/** A contract's call of another chaincode, within its own transaction. */
export interface NestedCall {
  readonly chaincode: string
  readonly channelId: string
  readonly args: readonly Uint8Array[]
  readonly parent: ChaincodeCall
}

/** The payload of a TRANSACTION message: `protos.ChaincodeInput`. */
export function encodeInput(args: readonly Uint8Array[]): Uint8Array {
  const input = new peer.ChaincodeInput()
  input.setArgsList([...args])
  return input.serializeBinary()
}

/** What a COMPLETED message says. */
export function decodeAnswer(message: peer.ChaincodeMessage): ChaincodeAnswer {
  const response = peer.Response.deserializeBinary(message.getPayload_asU8())
  const event = message.getChaincodeEvent()
  return {
    status: response.getStatus(),
    message: response.getMessage(),
    payload: response.getPayload_asU8(),
    ...(event && { event: { name: event.getEventName(), payload: event.getPayload_asU8() } }),
  }
}

/**
 * Reads an INVOKE_CHAINCODE request; its target is `name`, `name:version` or `name/channel`, and the version is ignored, as in Fabric.
 * @throws Error when it is on another channel: a peer of an embedded channel knows none but this.
 */
export function parseNestedCall(payload: Uint8Array, parent: ChaincodeCall): NestedCall {
  const spec = peer.ChaincodeSpec.deserializeBinary(payload)
  const target = spec.getChaincodeId()?.getName() ?? ''
  const slash = target.indexOf('/')
  const channelId = slash < 0 ? parent.channelId : target.slice(slash + 1)
  const [chaincode = ''] = (slash < 0 ? target : target.slice(0, slash)).split(':', 1)
  if (channelId !== '' && channelId !== parent.channelId) {
    throw new Error(`Failed to get policy manager for channel [${channelId}]`)
  }
  return { chaincode, channelId: parent.channelId, args: spec.getInput()?.getArgsList_asU8() ?? [], parent }
}

/** The payload of the RESPONSE to INVOKE_CHAINCODE: a whole COMPLETED message. A nested contract's event is dropped, as in Fabric. */
export function encodeNestedAnswer(answer: ChaincodeAnswer, { txId, channelId }: ChaincodeCall): Uint8Array {
  const response = new peer.Response()
  response.setStatus(answer.status)
  response.setMessage(answer.message)
  response.setPayload(answer.payload)
  return encodeMessage({ type: MessageType.COMPLETED, txId, channelId, payload: response.serializeBinary() })
}

import { peer } from '@hyperledger/fabric-protos'
import { BinaryWriter } from 'google-protobuf'

export const MessageType = peer.ChaincodeMessage.Type

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(MessageType).map(([name, type]) => [type, name]))

/** The name of a `protos.ChaincodeMessage` type, as Fabric's errors spell it. */
export function messageTypeName(type: number): string {
  return NAMES.get(type) ?? String(type)
}

/** What the peer sends to the chaincode. `proposal` is a serialised `protos.SignedProposal`. */
export interface OutgoingMessage {
  readonly type: number
  readonly txId?: string
  readonly channelId?: string
  readonly payload?: Uint8Array
  readonly proposal?: Uint8Array
}

/**
 * Serialises a `protos.ChaincodeMessage`. Written field by field because the signed proposal is passed on as it arrived:
 * the generated class would parse and serialise it again for every endorser.
 */
export function encodeMessage(message: OutgoingMessage): Uint8Array {
  const writer = new BinaryWriter()
  writer.writeEnum(1, message.type)
  if (message.payload !== undefined && message.payload.length > 0) writer.writeBytes(3, message.payload)
  if (message.txId !== undefined) writer.writeString(4, message.txId)
  if (message.proposal !== undefined) writer.writeBytes(5, message.proposal)
  if (message.channelId !== undefined) writer.writeString(7, message.channelId)
  return writer.getResultBuffer()
}

/** Reads what the chaincode sent. */
export function decodeMessage(bytes: Uint8Array): peer.ChaincodeMessage {
  return peer.ChaincodeMessage.deserializeBinary(bytes)
}

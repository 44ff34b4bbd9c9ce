import { status } from '@grpc/grpc-js'
import type { ServiceDefinition } from '@grpc/grpc-js'
import { WIRE_FORMAT } from '../wire/unmarshal'
import { RpcError } from './rpc-error'

/** A class of messages. */
export interface MessageClass<Message> {
  deserializeBinary(bytes: Uint8Array): Message
}

/** The largest message that a peer takes or sends, in bytes. */
export const MESSAGE_LIMIT = 100 << 20

/** The request in these bytes; throws what gRPC's server in Go answers when there is none, or too much of it. */
export function readMessage<Message>(type: MessageClass<Message>, bytes: Uint8Array): Message {
  if (bytes.length > MESSAGE_LIMIT) {
    const reason = `grpc: received message larger than max (${bytes.length} vs. ${MESSAGE_LIMIT})`
    throw new RpcError(status.RESOURCE_EXHAUSTED, reason)
  }
  try {
    return type.deserializeBinary(bytes)
  } catch {
    throw new RpcError(status.INTERNAL, `grpc: error unmarshalling request: ${WIRE_FORMAT}`)
  }
}

/** The service with requests as bytes, so that its handlers say in their own words what they cannot read. */
export function withRawRequests(service: object): ServiceDefinition {
  return mapMethods(service, (method) => ({ ...method, requestDeserialize: raw }))
}

/** The service with answers that are serialised already. */
export function withRawAnswers(service: object): ServiceDefinition {
  return mapMethods(service, (method) => ({ ...method, responseSerialize: raw }))
}

type Method = ServiceDefinition[string]

function mapMethods(service: object, change: (method: Method) => Method): ServiceDefinition {
  return Object.fromEntries(Object.entries(service).map(([name, method]) => [name, change(method as Method)]))
}

function raw(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

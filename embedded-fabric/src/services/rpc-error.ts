import { Metadata, status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { gateway, google } from '@hyperledger/fabric-protos'
import { Any } from 'google-protobuf/google/protobuf/any_pb'

/** What one endorsing or ordering node said, as Fabric attaches it to an error. */
export interface NodeError {
  readonly address: string
  readonly mspId: string
  readonly message: string
}

/** An error with Fabric's gRPC code and message, and what each node said in the details. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: status
  readonly details: readonly NodeError[]

  constructor(code: status, message: string, details: readonly NodeError[] = []) {
    super(message)
    this.code = code
    this.details = details
  }
}

/** The error as grpc-js sends it. */
export function toServiceError(error: unknown): Partial<ServiceError> {
  if (!(error instanceof RpcError)) {
    return { code: status.INTERNAL, details: error instanceof Error ? error.message : String(error) }
  }
  const metadata = new Metadata()
  if (error.details.length > 0) metadata.set('grpc-status-details-bin', Buffer.from(statusBytes(error)))
  return { code: error.code, details: error.message, metadata }
}

function statusBytes(error: RpcError): Uint8Array {
  const message = new google.rpc.Status()
  message.setCode(error.code)
  message.setMessage(error.message)
  message.setDetailsList(
    error.details.map((node) => {
      const detail = new gateway.ErrorDetail()
      detail.setAddress(node.address)
      detail.setMspId(node.mspId)
      detail.setMessage(node.message)
      const any = new Any()
      any.pack(detail.serializeBinary(), 'gateway.ErrorDetail')
      return any
    }),
  )
  return message.serializeBinary()
}

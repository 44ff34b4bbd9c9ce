import * as grpc from '@grpc/grpc-js'
import { gateway, google, peer } from '@hyperledger/fabric-protos'
import type { Credentials } from 'embedded-fabric'

/** Where an organisation's peer is reached. */
export interface RawEndpoint {
  /** `host:port`. */
  readonly endpoint: string
  /** The name in its TLS certificate, when it is not the host of the endpoint. */
  readonly serverName?: string
  /** PEM. */
  readonly tlsRootCertificate: string
}

/** A call's answer: the bytes of its message, or the error that came instead. */
export type RawAnswer = { readonly bytes: Uint8Array } | { readonly error: RawError }

export interface RawError {
  readonly code: number
  readonly message: string
  readonly details: readonly { readonly address: string; readonly mspId: string; readonly message: string }[]
}

/** A stream's messages, and how it ended: `open` when the reader had enough. */
export interface RawStream {
  readonly messages: readonly Uint8Array[]
  readonly end: RawError | 'end' | 'open'
}

const MESSAGE_LIMIT = 200 << 20
const DEADLINE_MS = 90_000

/** Calls a peer's services with whatever bytes one likes. */
export class RawConnection {
  readonly #client: grpc.Client

  /** @param tls a client certificate and key, PEM. */
  constructor({ endpoint, serverName, tlsRootCertificate }: RawEndpoint, tls?: Credentials) {
    const secure = grpc.credentials.createSsl(
      Buffer.from(tlsRootCertificate),
      tls && Buffer.from(tls.privateKey),
      tls && Buffer.from(tls.certificate),
    )
    this.#client = new grpc.Client(endpoint, secure, {
      'grpc.max_receive_message_length': MESSAGE_LIMIT,
      'grpc.max_send_message_length': MESSAGE_LIMIT,
      ...(serverName !== undefined && { 'grpc.ssl_target_name_override': serverName }),
    })
  }

  /** Calls a unary method, such as `/gateway.Gateway/Endorse`. */
  call(path: string, request: Uint8Array, deadlineMs = DEADLINE_MS): Promise<RawAnswer> {
    return new Promise((resolve) => {
      const options = { deadline: Date.now() + deadlineMs }
      this.#client.makeUnaryRequest(path, asIs, asIs, request, options, (error, value) => {
        if (error !== null) resolve({ error: errorOf(error) })
        else resolve({ bytes: value ?? new Uint8Array() })
      })
    })
  }

  /**
   * Sends requests on a stream and reads what comes back, until it ends or the reader has enough.
   * @param enough asked after each message and, once the requests are sent, before the first.
   */
  stream(
    path: string,
    requests: readonly Uint8Array[],
    enough: (messages: readonly Uint8Array[]) => boolean,
    options: { readonly halfClose?: boolean; readonly deadlineMs?: number } = {},
  ): Promise<RawStream> {
    const { halfClose = false, deadlineMs = DEADLINE_MS } = options
    return new Promise((resolve) => {
      const messages: Uint8Array[] = []
      const call = this.#client.makeBidiStreamRequest(path, asIs, asIs, { deadline: Date.now() + deadlineMs })
      const finish = (end: RawStream['end']): void => {
        call.cancel()
        resolve({ messages, end })
      }
      call.on('data', (message: Uint8Array) => {
        messages.push(message)
        if (enough(messages)) finish('open')
      })
      call.on('end', () => {
        finish('end')
      })
      call.on('error', (error: grpc.ServiceError) => {
        finish(errorOf(error))
      })
      for (const request of requests) call.write(request)
      if (halfClose) call.end()
    })
  }

  close(): void {
    this.#client.close()
  }
}

function asIs(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Code, message and what each node said. */
export function errorOf({ code, details, metadata }: grpc.ServiceError): RawError {
  const [status] = metadata.get('grpc-status-details-bin')
  return { code, message: details, details: status === undefined ? [] : nodeErrors(Buffer.from(status)) }
}

function nodeErrors(status: Uint8Array): RawError['details'] {
  const list = google.rpc.Status.deserializeBinary(status).getDetailsList()
  return list.map((detail) => {
    const node = gateway.ErrorDetail.deserializeBinary(detail.getValue_asU8())
    return { address: node.getAddress(), mspId: node.getMspId(), message: node.getMessage() }
  })
}

/** `/gateway.Gateway/…`, `/protos.Endorser/…` and `/protos.Deliver/…`. */
export const PATHS = {
  evaluate: gateway.GatewayService.evaluate.path,
  endorse: gateway.GatewayService.endorse.path,
  submit: gateway.GatewayService.submit.path,
  commitStatus: gateway.GatewayService.commitStatus.path,
  chaincodeEvents: gateway.GatewayService.chaincodeEvents.path,
  processProposal: peer.EndorserService.processProposal.path,
  deliver: peer.DeliverService.deliver.path,
  deliverFiltered: peer.DeliverService.deliverFiltered.path,
  deliverWithPrivateData: peer.DeliverService.deliverWithPrivateData.path,
} as const

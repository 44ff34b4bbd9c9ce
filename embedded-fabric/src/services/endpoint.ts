import { createHash } from 'node:crypto'
import { on, once } from 'node:events'
import * as grpc from '@grpc/grpc-js'
import { common, gateway, peer } from '@hyperledger/fabric-protos'
import type { OrganizationMaterial } from '../identity/identity'
import type { BlockFeed } from './block-feed'
import { deliver } from './deliver'
import type { DeliverKind } from './deliver'
import { processProposal } from './endorser-service'
import { chaincodeEvents } from './event-streams'
import { GatewayService, eventsResponse } from './gateway-service'
import type { ChannelParts } from './gateway-service'
import type { Peer } from './peer'
import { toServiceError } from './rpc-error'

/** As Fabric's peers. */
const MESSAGE_LIMIT = 100 << 20

export interface EndpointOptions {
  readonly parts: ChannelParts
  readonly peer: Peer
  readonly material: OrganizationMaterial
  readonly requireClientCertificates: boolean
  /** The organisations' TLS root certificates, by which clients are checked. */
  readonly tlsRootCertificates: readonly string[]
}

/** One organisation's TLS endpoint with Fabric's Gateway and Deliver services, on loopback only. */
export class Endpoint {
  readonly #options: EndpointOptions
  #server: grpc.Server | undefined
  #stopping = new AbortController()

  constructor(options: EndpointOptions) {
    this.#options = options
  }

  /** Listens on the port, or on a free one; returns it. */
  async listen(port: number): Promise<number> {
    const server = new grpc.Server({
      'grpc.max_receive_message_length': MESSAGE_LIMIT,
      'grpc.max_send_message_length': MESSAGE_LIMIT,
    })
    this.#server = server
    this.#stopping = new AbortController()
    this.#addServices(server)
    return new Promise((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${port}`, this.#credentials(), (error, bound) => {
        if (error === null) resolve(bound)
        else reject(error)
      })
    })
  }

  /** Ends all calls and frees the port. */
  stop(): void {
    this.#stopping.abort()
    this.#server?.forceShutdown()
    this.#server = undefined
  }

  #credentials(): grpc.ServerCredentials {
    const { material, requireClientCertificates, tlsRootCertificates } = this.#options
    const roots = Buffer.from(tlsRootCertificates.join(''))
    const pair = {
      private_key: Buffer.from(material.peerTls.privateKey),
      cert_chain: Buffer.from(material.peerTls.certificate),
    }
    return grpc.ServerCredentials.createSsl(requireClientCertificates ? roots : null, [pair], requireClientCertificates)
  }

  #addServices(server: grpc.Server): void {
    const { parts, peer: local } = this.#options
    const service = new GatewayService(parts, local)
    server.addService(gateway.GatewayService, {
      evaluate: unary((request: gateway.EvaluateRequest) => service.evaluate(request)),
      endorse: unary((request: gateway.EndorseRequest) => service.endorse(request)),
      submit: unary((request: gateway.SubmitRequest) => service.submit(request)),
      commitStatus: waiting((request: gateway.SignedCommitStatusRequest, signal) =>
        service.commitStatus(request, signal),
      ),
      chaincodeEvents: (call: EventsCall) => {
        void this.#stream(call, (signal) => eventMessages(service, call.request, parts.feed, signal))
      },
    })
    server.addService(peer.EndorserService, {
      processProposal: unary((request: peer.SignedProposal) => processProposal(request, parts, local)),
    })
    server.addService(rawDeliverService(), {
      deliver: (call: DeliverCall) => {
        this.#deliver(call, 'blocks')
      },
      deliverFiltered: (call: DeliverCall) => {
        this.#deliver(call, 'filtered')
      },
      deliverWithPrivateData: (call: DeliverCall) => {
        this.#deliver(call, 'private')
      },
    })
  }

  #deliver(call: DeliverCall, kind: DeliverKind): void {
    const { parts, peer: local, requireClientCertificates } = this.#options
    const certificate = call.getAuthContext().sslPeerCertificate?.raw
    const context = {
      ...parts,
      mspId: local.mspId,
      tlsCertificateHash:
        requireClientCertificates && certificate !== undefined
          ? createHash('sha256').update(certificate).digest()
          : undefined,
    }
    void this.#stream(call, (signal) => deliver(requestsOf(call, signal), kind, context, signal))
    call.on('error', () => undefined)
  }

  /** Writes messages as fast as the client takes them, until they end, the client leaves or the peer stops. */
  async #stream(call: WritableCall, messages: (signal: AbortSignal) => AsyncIterable<unknown>): Promise<void> {
    const gone = new AbortController()
    const signal = AbortSignal.any([gone.signal, this.#stopping.signal])
    call.once('cancelled', () => {
      gone.abort(GONE)
    })
    try {
      for await (const message of messages(signal)) {
        if (signal.aborted) break
        if (!call.write(message as never)) await once(call, 'drain', { signal })
      }
      call.end()
    } catch (error) {
      if (!gone.signal.aborted) call.emit('error', toServiceError(error))
    }
  }
}

type EventsCall = grpc.ServerWritableStream<gateway.SignedChaincodeEventsRequest, gateway.ChaincodeEventsResponse>
type DeliverCall = grpc.ServerDuplexStream<common.Envelope, Uint8Array>
interface WritableCall extends NodeJS.EventEmitter {
  write(message: never): boolean
  end(): unknown
}

/** What a client sends on a stream, until it ends its half or is gone. */
async function* requestsOf(call: DeliverCall, signal: AbortSignal): AsyncGenerator<common.Envelope, undefined> {
  for await (const [request] of on(call, 'data', { signal, close: ['end'] })) yield request as common.Envelope
  return undefined
}

async function* eventMessages(
  service: GatewayService,
  signed: gateway.SignedChaincodeEventsRequest,
  feed: BlockFeed,
  signal: AbortSignal,
): AsyncGenerator<gateway.ChaincodeEventsResponse, undefined> {
  const request = service.checkEventsRequest(signed)
  for await (const { events, blockNumber } of chaincodeEvents(request, feed, signal)) {
    yield eventsResponse(events, blockNumber)
  }
  return undefined
}

/** Made once: an `abort` without a reason makes an exception with a stack for every call that ends. */
const GONE = new Error('the client is gone')

function unary<Request, Response>(
  answer: (request: Request) => Promise<Response> | Response,
): grpc.handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    void reply(callback, () => answer(request))
  }
}

/** A call that may wait long: it is given up when the client is gone. */
function waiting<Request, Response>(
  answer: (request: Request, signal: AbortSignal) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const gone = new AbortController()
    call.once('cancelled', () => {
      gone.abort(GONE)
    })
    void reply(callback, () => answer(call.request, gone.signal))
  }
}

async function reply<Response>(
  callback: grpc.sendUnaryData<Response>,
  answer: () => Promise<Response> | Response,
): Promise<void> {
  let response: Response
  try {
    response = await answer()
  } catch (error) {
    callback(toServiceError(error))
    return
  }
  callback(null, response)
}

/** Deliver with answers that are serialised already. */
function rawDeliverService(): grpc.ServiceDefinition {
  const raw = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { deliver: blocks, deliverFiltered, deliverWithPrivateData } = peer.DeliverService
  return {
    deliver: { ...blocks, responseSerialize: raw },
    deliverFiltered: { ...deliverFiltered, responseSerialize: raw },
    deliverWithPrivateData: { ...deliverWithPrivateData, responseSerialize: raw },
  }
}

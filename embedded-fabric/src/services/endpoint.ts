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
import { CallPlaces } from './limits'
import { MESSAGE_LIMIT, readMessage, withRawAnswers, withRawRequests } from './messages'
import type { MessageClass } from './messages'
import type { Peer } from './peer'
import { toServiceError } from './rpc-error'

/** A message that is a little too large is read, and then refused in Fabric's words. */
const READ_LIMIT = MESSAGE_LIMIT + (1 << 20)

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
      'grpc.max_receive_message_length': READ_LIMIT,
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
    const { gatewayCalls, endorserCalls, deliverStreams } = parts.limits
    const service = new GatewayService(parts, local)
    const places = new CallPlaces('gateway.Gateway', gatewayCalls)
    server.addService(withRawRequests(gateway.GatewayService), {
      evaluate: unary(places, gateway.EvaluateRequest, (request) => service.evaluate(request)),
      endorse: unary(places, gateway.EndorseRequest, (request) => service.endorse(request)),
      submit: unary(places, gateway.SubmitRequest, (request) => service.submit(request)),
      commitStatus: waiting(places, gateway.SignedCommitStatusRequest, (request, signal) =>
        service.commitStatus(request, signal),
      ),
      chaincodeEvents: (call: EventsCall) => {
        void this.#stream(places, call, (signal) => eventMessages(service, call.request, parts.feed, signal))
      },
    })
    server.addService(withRawRequests(peer.EndorserService), {
      processProposal: unary(new CallPlaces('protos.Endorser', endorserCalls), peer.SignedProposal, (request) =>
        processProposal(request, parts, local),
      ),
    })
    const streams = new CallPlaces('protos.Deliver', deliverStreams)
    server.addService(withRawAnswers(withRawRequests(peer.DeliverService)), {
      deliver: (call: DeliverCall) => {
        this.#deliver(streams, call, 'blocks')
      },
      deliverFiltered: (call: DeliverCall) => {
        this.#deliver(streams, call, 'filtered')
      },
      deliverWithPrivateData: (call: DeliverCall) => {
        this.#deliver(streams, call, 'private')
      },
    })
  }

  #deliver(places: CallPlaces, call: DeliverCall, kind: DeliverKind): void {
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
    void this.#stream(places, call, (signal) => deliver(requestsOf(call, signal), kind, context, signal))
    call.on('error', () => undefined)
  }

  /** Writes messages as fast as the client takes them, until they end, the client leaves or the peer stops. */
  async #stream(
    places: CallPlaces,
    call: WritableCall,
    messages: (signal: AbortSignal) => AsyncIterable<unknown>,
  ): Promise<void> {
    const gone = new AbortController()
    const signal = AbortSignal.any([gone.signal, this.#stopping.signal])
    call.once('cancelled', () => {
      gone.abort(GONE)
    })
    let release: (() => void) | undefined
    try {
      release = places.take()
      for await (const message of messages(signal)) {
        if (signal.aborted) break
        if (!call.write(message as never)) await once(call, 'drain', { signal })
      }
      call.end()
    } catch (error) {
      if (!gone.signal.aborted) call.emit('error', toServiceError(error))
    } finally {
      release?.()
    }
  }
}

type EventsCall = grpc.ServerWritableStream<Uint8Array, gateway.ChaincodeEventsResponse>
type DeliverCall = grpc.ServerDuplexStream<Uint8Array, Uint8Array>
interface WritableCall extends NodeJS.EventEmitter {
  write(message: never): boolean
  end(): unknown
}

/** What a client sends on a stream, until it ends its half or is gone. */
async function* requestsOf(call: DeliverCall, signal: AbortSignal): AsyncGenerator<common.Envelope, undefined> {
  for await (const [bytes] of on(call, 'data', { signal, close: ['end'] })) {
    yield readMessage(common.Envelope, bytes as Uint8Array)
  }
  return undefined
}

async function* eventMessages(
  service: GatewayService,
  bytes: Uint8Array,
  feed: BlockFeed,
  signal: AbortSignal,
): AsyncGenerator<gateway.ChaincodeEventsResponse, undefined> {
  const request = service.checkEventsRequest(readMessage(gateway.SignedChaincodeEventsRequest, bytes))
  for await (const { events, blockNumber } of chaincodeEvents(request, feed, signal)) {
    yield eventsResponse(events, blockNumber)
  }
  return undefined
}

/** Made once: an `abort` without a reason makes an exception with a stack for every call that ends. */
const GONE = new Error('the client is gone')

function unary<Request, Response>(
  places: CallPlaces,
  type: MessageClass<Request>,
  answer: (request: Request) => Promise<Response> | Response,
): grpc.handleUnaryCall<Uint8Array, Response> {
  return ({ request }, callback) => {
    void reply(places, callback, () => answer(readMessage(type, request)))
  }
}

/** A call that may wait long: it is given up when the client is gone. */
function waiting<Request, Response>(
  places: CallPlaces,
  type: MessageClass<Request>,
  answer: (request: Request, signal: AbortSignal) => Promise<Response>,
): grpc.handleUnaryCall<Uint8Array, Response> {
  return (call, callback) => {
    const gone = new AbortController()
    call.once('cancelled', () => {
      gone.abort(GONE)
    })
    void reply(places, callback, () => answer(readMessage(type, call.request), gone.signal))
  }
}

async function reply<Response>(
  places: CallPlaces,
  callback: grpc.sendUnaryData<Response>,
  answer: () => Promise<Response> | Response,
): Promise<void> {
  let release: (() => void) | undefined
  let response: Response
  try {
    release = places.take()
    response = await answer()
  } catch (error) {
    callback(toServiceError(error))
    return
  } finally {
    release?.()
  }
  callback(null, response)
}

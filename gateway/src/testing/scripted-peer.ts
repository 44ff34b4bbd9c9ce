import * as grpc from '@grpc/grpc-js'
import { connect, hash } from '@hyperledger/fabric-gateway'
import type { Gateway } from '@hyperledger/fabric-gateway'
import { gateway as wire } from '@hyperledger/fabric-protos'
import type { common } from '@hyperledger/fabric-protos'

/** What the peer answers to one call: a status code is an error, with `detail` as an endorser's words. */
export type Reply = 'ok' | { readonly code: grpc.status; readonly detail?: string }

/** A gRPC server that speaks a peer's gateway service and answers as a test tells it, in turn; the last answer stays. */
export class ScriptedPeer {
  readonly endorse: Reply[] = ['ok']
  readonly submit: Reply[] = ['ok']
  /** Validation codes, or errors. */
  readonly commitStatus: (number | Exclude<Reply, 'ok'>)[] = [0]
  /** How often each call came. */
  readonly calls = { endorse: 0, submit: 0, commitStatus: 0 }
  readonly #server = new grpc.Server()
  readonly #envelope: common.Envelope
  #client: grpc.Client | undefined

  /** Every endorsement gives this prepared transaction. */
  constructor(envelope: common.Envelope) {
    this.#envelope = envelope
  }

  /** Starts it, and connects a client to it. */
  async open(): Promise<Gateway> {
    const unary = <T>(
      path: string,
      requestStream: { deserializeBinary(bytes: Uint8Array): T },
    ): grpc.MethodDefinition<T, Message> => ({
      path: `/gateway.Gateway/${path}`,
      requestStream: false,
      responseStream: false,
      requestSerialize: () => Buffer.alloc(0),
      requestDeserialize: (bytes) => requestStream.deserializeBinary(bytes),
      responseSerialize: (message) => Buffer.from(message.serializeBinary()),
      responseDeserialize: () => new wire.SubmitResponse(),
    })
    const service = {
      endorse: unary('Endorse', wire.EndorseRequest),
      submit: unary('Submit', wire.SubmitRequest),
      commitStatus: unary('CommitStatus', wire.SignedCommitStatusRequest),
    }
    this.#server.addService(service, {
      endorse: handler(() => this.#endorse()),
      submit: handler(() => this.#answer('submit', this.submit, new wire.SubmitResponse())),
      commitStatus: handler(() => this.#status()),
    })
    const port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      )
    })
    this.#client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure())
    return connect({
      client: this.#client,
      identity: { mspId: 'AUMSP', credentials: Buffer.from('certificate') },
      signer: () => Promise.resolve(Buffer.from('signature')),
      hash: hash.none,
    })
  }

  close(): void {
    this.#client?.close()
    this.#server.forceShutdown()
  }

  #endorse(): Message {
    const response = new wire.EndorseResponse()
    response.setPreparedTransaction(this.#envelope)
    return this.#answer('endorse', this.endorse, response)
  }

  #status(): Message {
    this.calls.commitStatus++
    const reply = next(this.commitStatus)
    if (typeof reply !== 'number') throw serviceError(reply)
    const response = new wire.CommitStatusResponse()
    response.setResult(reply as Parameters<typeof response.setResult>[0])
    response.setBlockNumber(7)
    return response
  }

  #answer(name: 'endorse' | 'submit', replies: Reply[], message: Message): Message {
    this.calls[name]++
    const reply = next(replies)
    if (reply !== 'ok') throw serviceError(reply)
    return message
  }
}

interface Message {
  serializeBinary(): Uint8Array
}

function next<T>(replies: T[]): T {
  const [reply] = replies.length > 1 ? replies.splice(0, 1) : replies
  if (reply === undefined) throw new Error('the script is empty')
  return reply
}

function handler<T>(answer: (request: T) => Message): grpc.handleUnaryCall<T, Message> {
  return (call, callback) => {
    try {
      callback(null, answer(call.request))
    } catch (error) {
      callback(error as grpc.ServiceError)
    }
  }
}

/** An error as peers send it: the endorsers' words stand in `grpc-status-details-bin`. */
function serviceError({ code, detail }: Exclude<Reply, 'ok'>): grpc.ServiceError {
  const metadata = new grpc.Metadata()
  if (detail !== undefined) metadata.set('grpc-status-details-bin', statusDetails(code, detail))
  return Object.assign(new Error('scripted'), { code, details: 'see attached details', metadata })
}

/** google.rpc.Status with one gateway.ErrorDetail, written out field by field. */
function statusDetails(code: number, message: string): Buffer {
  const detail = new wire.ErrorDetail()
  detail.setAddress('peer:7051')
  detail.setMspId('AUMSP')
  detail.setMessage(message)
  const any = Buffer.concat([
    field(1, Buffer.from('type.googleapis.com/gateway.ErrorDetail')),
    field(2, Buffer.from(detail.serializeBinary())),
  ])
  return Buffer.concat([Buffer.from([0x08, code]), field(2, Buffer.from('message')), field(3, any)])
}

function field(number: number, bytes: Buffer): Buffer {
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7]
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes])
}

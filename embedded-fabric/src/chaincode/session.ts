import { peer } from '@hyperledger/fabric-protos'

import { ChaincodeError, EXECUTION_TIMEOUT, STREAM_TERMINATED } from './chaincode-error'
import type { MessageStream } from './dial'
import type { ChaincodeAnswer, ChaincodeCall } from './link'
import { decodeMessage, encodeMessage, messageTypeName, MessageType } from './message'
import { decodeAnswer, encodeInput, encodeNestedAnswer, parseNestedCall, type NestedCall } from './invocation'
import { OpenQueries } from './queries'
import { answerRequest, type Execution } from './requests'

interface Running extends Execution {
  readonly call: ChaincodeCall
  /** True while a nested invocation is under way: like Fabric, one request at a time. */
  busy: boolean
  settle(outcome: ChaincodeAnswer | ChaincodeError): void
}

export interface SessionOptions {
  readonly name: string
  readonly invokeChaincode: (call: NestedCall) => Promise<ChaincodeAnswer>
}

/** One registered stream to a chaincode: many invocations at a time, told apart by channel and transaction id. */
export class Session {
  /** Fulfilled once the chaincode has registered and invocations may begin; rejected when the stream ends before. */
  readonly registered: Promise<void>

  readonly #options: SessionOptions
  readonly #stream: MessageStream
  readonly #running = new Map<string, Running>()
  readonly #registration = Promise.withResolvers<undefined>()
  #registeredAs = ''
  #ended = false

  constructor(stream: MessageStream, options: SessionOptions) {
    this.#options = options
    this.#stream = stream
    this.registered = this.#registration.promise
    stream.start({
      message: (bytes) => this.#receive(bytes),
      end: (reason) => this.#end(reason),
    })
  }

  get ended(): boolean {
    return this.#ended
  }

  invoke(call: ChaincodeCall): Promise<ChaincodeAnswer> {
    if (this.#ended) return Promise.reject(ChaincodeError.interrupted(call.txId, STREAM_TERMINATED))
    const key = contextKey(call.channelId, call.txId)
    if (this.#running.has(key)) {
      const reason = `txid: ${call.txId}(${call.channelId}) exists`
      return Promise.reject(ChaincodeError.interrupted(call.txId, reason))
    }
    return new Promise((resolve, reject) => {
      const queries = new OpenQueries()
      const timer = setTimeout(
        () => running.settle(ChaincodeError.interrupted(call.txId, EXECUTION_TIMEOUT)),
        call.timeoutMs,
      )
      const running: Running = {
        call,
        namespace: this.#options.name,
        simulator: call.simulator,
        queries,
        busy: false,
        settle: (outcome) => {
          clearTimeout(timer)
          this.#running.delete(key)
          queries.closeAll()
          if (outcome instanceof ChaincodeError) reject(outcome)
          else resolve(outcome)
        },
      }
      this.#running.set(key, running)
      this.#stream.send(
        encodeMessage({
          type: MessageType.TRANSACTION,
          txId: call.txId,
          channelId: call.channelId,
          payload: encodeInput(call.args),
          proposal: call.signedProposal,
        }),
      )
    })
  }

  /** Fulfilled when nothing of the connection is left. */
  get closed(): Promise<unknown> {
    return this.#stream.closed
  }

  /** Ends the stream; what is still running fails. */
  close(reason: string): void {
    this.#stream.end()
    this.#end(reason)
  }

  #receive(bytes: Uint8Array): void {
    if (this.#ended) return
    try {
      const message = decodeMessage(bytes)
      if (this.#registeredAs === '') this.#register(message)
      else this.#dispatch(message)
    } catch (error) {
      this.close(`error handling message, ending stream: ${messageOf(error)}`)
    }
  }

  /** REGISTERED and READY are two messages: the shim drops what else arrives between them. */
  #register(message: peer.ChaincodeMessage): void {
    const type = message.getType()
    if (type !== MessageType.REGISTER) {
      throw new Error(`Fabric side handler cannot handle message (${messageTypeName(type)}) while in created state`)
    }
    this.#registeredAs = peer.ChaincodeID.deserializeBinary(message.getPayload_asU8()).getName()
    if (this.#registeredAs === '') throw new Error('error in handling register chaincode, chaincodeID name is empty')
    this.#stream.send(encodeMessage({ type: MessageType.REGISTERED }))
    this.#stream.send(encodeMessage({ type: MessageType.READY }))
    this.#registration.resolve(undefined)
  }

  #dispatch(message: peer.ChaincodeMessage): void {
    const type = message.getType()
    if (type === MessageType.KEEPALIVE) return
    const running = this.#running.get(contextKey(message.getChannelId(), message.getTxid()))
    if (type === MessageType.COMPLETED) running?.settle(decodeAnswer(message))
    else if (type === MessageType.ERROR) running?.settle(ChaincodeError.failed(message.getPayload_asU8()))
    else if (running === undefined) this.#refuse(message, 'no ledger context')
    else if (!running.busy) this.#answer(message, running)
  }

  #answer(message: peer.ChaincodeMessage, running: Running): void {
    if (message.getType() === MessageType.INVOKE_CHAINCODE) {
      void this.#answerNested(message, running)
      return
    }
    let payload
    try {
      payload = answerRequest(message.getType(), running, message.getPayload_asU8())
    } catch (error) {
      this.#refuse(message, messageOf(error))
      return
    }
    this.#respond(message, payload)
  }

  async #answerNested(message: peer.ChaincodeMessage, running: Running): Promise<void> {
    running.busy = true
    try {
      const call = parseNestedCall(message.getPayload_asU8(), running.call)
      const answer = await this.#options.invokeChaincode(call)
      running.busy = false
      this.#respond(message, encodeNestedAnswer(answer, running.call))
    } catch (error) {
      running.busy = false
      this.#refuse(message, error instanceof ChaincodeError ? `execute failed: ${error.reason}` : messageOf(error))
    }
  }

  #respond(message: peer.ChaincodeMessage, payload: Uint8Array | undefined): void {
    this.#send(message, MessageType.RESPONSE, payload)
  }

  #refuse(message: peer.ChaincodeMessage, reason: string): void {
    const text = `${messageTypeName(message.getType())} failed: transaction ID: ${message.getTxid()}: ${reason}`
    this.#send(message, MessageType.ERROR, Buffer.from(text))
  }

  #send(request: peer.ChaincodeMessage, type: number, payload: Uint8Array | undefined): void {
    if (this.#ended) return
    const [txId, channelId] = [request.getTxid(), request.getChannelId()]
    this.#stream.send(encodeMessage({ type, txId, channelId, ...(payload && { payload }) }))
  }

  #end(reason: string): void {
    if (this.#ended) return
    this.#ended = true
    this.#registration.reject(new Error(reason))
    this.registered.catch(() => undefined)
    for (const running of this.#running.values()) {
      running.settle(ChaincodeError.interrupted(running.call.txId, STREAM_TERMINATED))
    }
  }
}

function contextKey(channelId: string, txId: string): string {
  return `${channelId}\0${txId}`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

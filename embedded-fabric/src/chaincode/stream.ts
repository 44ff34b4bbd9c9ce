import { ChaincodeError } from './chaincode-error'
import { dial, type ChaincodeTls } from './dial'
import type { DialPatience } from './dial-patience'
import type { NestedCall } from './invocation'
import type { ChaincodeAnswer, ChaincodeCall, ChaincodeLink } from './link'
import { Session } from './session'

export type { ChaincodeTls } from './dial'
export type { NestedCall } from './invocation'

export interface ChaincodeOptions {
  readonly name: string
  /** `host:port` of the chaincode server. */
  readonly address: string
  /** Runs a contract's call of another chaincode on the same channel, within the same transaction and simulator. */
  readonly invokeChaincode: (call: NestedCall) => Promise<ChaincodeAnswer>
  /** Absent: the chaincode server speaks without TLS. */
  readonly tls?: ChaincodeTls
  /** How long to wait for the server's port and for its registration, each. */
  readonly connectTimeoutMs?: number
  /** Shared by the links of several peers to the same server. */
  readonly patience?: DialPatience
}

const CONNECT_TIMEOUT_MS = 3_000

/** One organisation's link to a chaincode server; nothing is dialled before the first invocation. */
export function connectChaincode(options: ChaincodeOptions): ChaincodeLink {
  return new StreamLink(options)
}

class StreamLink implements ChaincodeLink {
  readonly name: string
  readonly #options: ChaincodeOptions
  readonly #closing = new AbortController()
  #session: Session | undefined
  #connecting: Promise<Session> | undefined

  constructor(options: ChaincodeOptions) {
    this.name = options.name
    this.#options = options
  }

  async invoke(call: ChaincodeCall): Promise<ChaincodeAnswer> {
    const current = this.#session
    if (current !== undefined && !current.ended) return current.invoke(call)
    let session
    try {
      session = await this.#connect()
    } catch (error) {
      throw ChaincodeError.notLaunched(this.name, call.txId, (error as Error).message)
    }
    return session.invoke(call)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#connecting?.catch(() => undefined)
    this.#session?.close('closed by the peer')
    await this.#session?.closed
  }

  #connect(): Promise<Session> {
    this.#connecting ??= this.#launch().finally(() => {
      this.#connecting = undefined
    })
    return this.#connecting
  }

  async #launch(): Promise<Session> {
    const { name, address, tls, patience, invokeChaincode } = this.#options
    const { connectTimeoutMs: timeoutMs = CONNECT_TIMEOUT_MS } = this.#options
    const shared = { ...(tls && { tls }), ...(patience && { patience }) }
    const stream = await dial({ address, timeoutMs, signal: this.#closing.signal, ...shared }).catch(
      (error: unknown) => {
        throw new Error(
          `connection to ${name} failed: error cannot create connection for ${name}: error creating grpc connection to ${address}: ${(error as Error).message}`,
          { cause: error },
        )
      },
    )
    const session = new Session(stream, { name, invokeChaincode })
    const timer = setTimeout(
      () => session.close(`timeout expired while starting chaincode ${name} for transaction`),
      timeoutMs,
    )
    try {
      await session.registered
    } finally {
      clearTimeout(timer)
    }
    this.#session = session
    return session
  }
}

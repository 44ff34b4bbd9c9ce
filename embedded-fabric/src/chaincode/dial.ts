import { once } from 'node:events'
import { connect, type ClientHttp2Session, type ClientHttp2Stream, type SecureClientSessionOptions } from 'node:http2'
import { setTimeout as delay } from 'node:timers/promises'

import type { DialPatience } from './dial-patience'
import { frame, FrameReader } from './frames'

/** How to speak TLS with a chaincode server; all PEM. */
export interface ChaincodeTls {
  readonly rootCertificates: string
  /** For a server that asks for a client certificate. */
  readonly certificate?: string
  readonly privateKey?: string
  /** The name in the server's certificate, when it is not the host of the address. */
  readonly serverName?: string
}

export interface DialOptions {
  readonly address: string
  readonly timeoutMs: number
  /** Gives up when aborted. */
  readonly signal: AbortSignal
  readonly tls?: ChaincodeTls
  /** Shared with others that dial the same addresses; default: nobody. */
  readonly patience?: DialPatience
}

/** A gRPC stream of serialised messages in both directions. */
export interface MessageStream {
  /** Fulfilled when nothing of the connection is left. */
  readonly closed: Promise<unknown>
  /** To be called once, before anything can arrive: `end` comes once, at last. */
  start(events: { message(bytes: Uint8Array): void; end(reason: string): void }): void
  send(message: Uint8Array): void
  /** Ends this side; the connection is broken off if the other side does not follow soon. */
  end(): void
}

const RETRY_MS = 20
const LINGER_MS = 500
const WINDOW_BYTES = 8 * 1024 * 1024

/**
 * Opens `protos.Chaincode/Connect` on a connection of its own, once the server's port can be reached.
 *
 * Speaks gRPC on HTTP/2 directly: `grpc-js` shares a failed connection between all that dial the same address and then
 * waits a second, and it costs a fifth more time for each invocation.
 */
export async function dial(options: DialOptions): Promise<MessageStream> {
  const session = await reach(options)
  return new Http2MessageStream(session)
}

async function reach(options: DialOptions): Promise<ClientHttp2Session> {
  const { address, timeoutMs, patience, signal } = options
  const began = performance.now()
  const deadline = began + (patience?.left(address, timeoutMs) ?? timeoutMs)
  const whole = AbortSignal.timeout(timeoutMs)
  let failure: Error | undefined
  do {
    const attempt = await attemptSession(options, AbortSignal.any([signal, whole]))
    if ('session' in attempt) {
      patience?.reached(address)
      return attempt.session
    }
    failure = telling(attempt.error, failure)
    await delay(RETRY_MS, undefined, { signal }).catch(() => undefined)
  } while (performance.now() < deadline && !signal.aborted)
  if (signal.aborted) throw new Error('failed to create new connection: context canceled')
  patience?.failed(address, began)
  throw new Error(`failed to create new connection: ${wordsOf(failure, address)}`)
}

/** What went wrong says more than that the last attempt ran out of time. */
function telling(error: Error, before: Error | undefined): Error {
  return error.name === 'AbortError' && before !== undefined ? before : error
}

async function attemptSession(
  options: DialOptions,
  signal: AbortSignal,
): Promise<{ readonly session: ClientHttp2Session } | { readonly error: Error }> {
  const session = openSession(options)
  try {
    await once(session, 'connect', { signal })
    return { session }
  } catch (error) {
    session.destroy()
    return { error: error as Error }
  }
}

/** As gRPC for Go says it, where it says it. */
function wordsOf(error: Error, address: string): string {
  if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') {
    return `connection error: desc = "transport: error while dialing: dial tcp ${address}: connect: connection refused"`
  }
  return error.name === 'AbortError' ? 'context deadline exceeded' : `context deadline exceeded: ${error.message}`
}

function openSession({ address, tls }: DialOptions): ClientHttp2Session {
  const settings = { enablePush: false, initialWindowSize: WINDOW_BYTES }
  const limits = { settings, maxSessionMemory: Number.MAX_SAFE_INTEGER }
  const session = connect(`${tls === undefined ? 'http' : 'https'}://${address}`, { ...limits, ...secure(tls) })
  // An error that nobody listens to would end the process; whoever waits learns it from the closing.
  session.on('error', () => undefined)
  return session
}

function secure(tls: ChaincodeTls | undefined): SecureClientSessionOptions {
  if (tls === undefined) return {}
  const { rootCertificates: ca, certificate: cert, privateKey: key, serverName: servername } = tls
  return {
    ca,
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(servername && { servername }),
  }
}

class Http2MessageStream implements MessageStream {
  readonly closed: Promise<unknown>
  readonly #session: ClientHttp2Session
  readonly #stream: ClientHttp2Stream
  #reason = 'EOF'

  constructor(session: ClientHttp2Session) {
    this.#session = session
    this.closed = new Promise((resolve) => session.once('close', resolve))
    session.setLocalWindowSize(WINDOW_BYTES)
    this.#stream = session.request(
      {
        ':method': 'POST',
        ':path': '/protos.Chaincode/Connect',
        'content-type': 'application/grpc',
        te: 'trailers',
        'user-agent': 'embedded-fabric',
      },
      { endStream: false },
    )
  }

  start(events: { message(bytes: Uint8Array): void; end(reason: string): void }): void {
    const frames = new FrameReader()
    const note = (headers: Readonly<Record<string, string | string[] | undefined>>): void => this.#note(headers)
    this.#stream.on('response', note)
    this.#stream.on('trailers', note)
    this.#stream.on('error', (error: Error) => {
      this.#reason = error.message
    })
    this.#stream.on('data', (chunk: Buffer) => {
      try {
        frames.push(chunk, (message) => events.message(message))
      } catch (error) {
        this.#stream.destroy(error as Error)
      }
    })
    this.#stream.once('close', () => {
      this.#session.destroy()
      events.end(this.#reason)
    })
  }

  send(message: Uint8Array): void {
    if (this.#stream.writable) this.#stream.write(frame(message))
  }

  end(): void {
    this.#stream.end()
    setTimeout(() => this.#session.destroy(), LINGER_MS).unref()
  }

  #note(headers: Readonly<Record<string, string | string[] | undefined>>): void {
    const status = headers['grpc-status']
    const text = headers['grpc-message']
    if (typeof status === 'string' && status !== '0') {
      this.#reason = `rpc error: code = ${status} desc = ${typeof text === 'string' ? decodeURIComponent(text) : ''}`
    } else if (headers[':status'] !== undefined && Number(headers[':status']) !== 200) {
      this.#reason = `unexpected HTTP status ${String(headers[':status'])}`
    }
  }
}

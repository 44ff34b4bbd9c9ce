import { status } from '@grpc/grpc-js'
import { RpcError } from './rpc-error'

/** What each organisation's peer takes at most. The defaults are those of Fabric's sample configuration. */
export interface PeerLimits {
  /** Gateway calls at the same time; a wait for a commit and an event stream are calls (`limits.concurrency.gatewayService`). */
  readonly gatewayCalls: number
  /** Endorser calls at the same time (`limits.concurrency.endorserService`). */
  readonly endorserCalls: number
  /** Streams of blocks at the same time (`limits.concurrency.deliverService`). */
  readonly deliverStreams: number
  /** How long a contract may take for one invocation (`chaincode.executetimeout`). */
  readonly executeTimeoutMs: number
  /** How long a gateway waits for another organisation's endorsement (`peer.gateway.endorsementTimeout`). */
  readonly endorsementTimeoutMs: number
  /** How long to wait for a chaincode server's port, and for its registration (`dial_timeout` of a connection). */
  readonly dialTimeoutMs: number
  /** How far a client's clock may be from the peer's (`peer.authentication.timewindow`). */
  readonly timeWindowMs: number
}

export const DEFAULT_LIMITS: PeerLimits = {
  gatewayCalls: 500,
  endorserCalls: 2500,
  deliverStreams: 2500,
  executeTimeoutMs: 30_000,
  endorsementTimeoutMs: 30_000,
  dialTimeoutMs: 3_000,
  timeWindowMs: 15 * 60_000,
}

/** The calls of one service that run at the same time at one endpoint. */
export class CallPlaces {
  readonly #service: string
  readonly #limit: number
  #taken = 0

  constructor(service: string, limit: number) {
    this.#service = service
    this.#limit = limit
  }

  /**
   * Takes a place until the returned function is called, which may happen more than once.
   * @throws RpcError UNKNOWN, in Fabric's words, when there is none.
   */
  take(): () => void {
    if (this.#taken >= this.#limit) {
      const message = `too many requests for /${this.#service}, exceeding concurrency limit (${this.#limit})`
      throw new RpcError(status.UNKNOWN, message)
    }
    this.#taken++
    let held = true
    return () => {
      if (held) this.#taken--
      held = false
    }
  }
}

/** A duration as Go prints it: `15m0s`, `1.5s`. */
export function goDuration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 60) return `${seconds}s`
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  return `${hours > 0 ? `${hours}h` : ''}${minutes}m${seconds % 60}s`
}

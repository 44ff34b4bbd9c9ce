import type { Simulator } from '../ledger/simulator'

/** One invocation of a chaincode on one organisation's peer. */
export interface ChaincodeCall {
  readonly channelId: string
  readonly txId: string
  readonly args: readonly Uint8Array[]
  /** `protos.SignedProposal`, serialised: where the contract finds creator, timestamp and transient data. */
  readonly signedProposal: Uint8Array
  readonly simulator: Simulator
  readonly timeoutMs: number
}

export interface ChaincodeEvent {
  readonly name: string
  readonly payload: Uint8Array
}

/** What the contract answered; `status` < 400 is a success. */
export interface ChaincodeAnswer {
  readonly status: number
  readonly message: string
  readonly payload: Uint8Array
  readonly event?: ChaincodeEvent
}

/**
 * One organisation's stream to one chaincode server. Connects on demand and again after the server was gone.
 * `invoke` rejects with an Error (Fabric's words) when the chaincode cannot be reached, ends its stream, or takes too long;
 * a contract that throws is an answer with status 500.
 */
export interface ChaincodeLink {
  readonly name: string
  invoke(call: ChaincodeCall): Promise<ChaincodeAnswer>
  close(): Promise<void>
}

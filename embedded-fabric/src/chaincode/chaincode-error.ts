/** Why an invocation has no answer. `reason` is what a calling chaincode is told, `message` what the client is told. */
export class ChaincodeError extends Error {
  override readonly name = 'ChaincodeError'
  readonly reason: string

  constructor(reason: string, message: string) {
    super(message)
    this.reason = reason
  }

  /** The chaincode's server cannot be reached, or does not register. */
  static notLaunched(chaincode: string, txId: string, cause: string): ChaincodeError {
    return ChaincodeError.#executing(txId, `could not launch chaincode ${chaincode}: ${cause}`)
  }

  /** The invocation was begun and did not come to an end. */
  static interrupted(txId: string, cause: string): ChaincodeError {
    return ChaincodeError.#executing(txId, `error sending: ${cause}`)
  }

  /** The chaincode's framework, not its contract, refused the invocation. */
  static failed(payload: Uint8Array): ChaincodeError {
    const text = Buffer.from(payload).toString()
    return new ChaincodeError(text, `transaction returned with failure: ${text}`)
  }

  static #executing(txId: string, reason: string): ChaincodeError {
    return new ChaincodeError(reason, `failed to execute transaction ${txId}: ${reason}`)
  }
}

export const EXECUTION_TIMEOUT = 'timeout expired while executing transaction'
export const STREAM_TERMINATED = 'chaincode stream terminated'

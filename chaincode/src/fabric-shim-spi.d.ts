declare module 'fabric-shim/lib/contract-spi/chaincodefromcontract' {
  import type { Contract } from 'fabric-contract-api'
  import type { ChaincodeInterface, ChaincodeResponse, ChaincodeStub } from 'fabric-shim'

  /** The bridge from contract classes to the chaincode interface; fabric-shim uses it but does not declare it. */
  class ChaincodeFromContract implements ChaincodeInterface {
    /** Adds a class of its own to the list that it is given. */
    constructor(
      contracts: (new () => Contract)[],
      serializers: { transaction: string; serializers: Record<string, unknown> },
      metadata?: object,
      title?: string,
      version?: string,
    )
    Init(stub: ChaincodeStub): Promise<ChaincodeResponse>
    Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse>
  }

  export = ChaincodeFromContract
}

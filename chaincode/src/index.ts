import './log-level'
import { JSONSerializer } from 'fabric-contract-api'
import type { ChaincodeInterface } from 'fabric-shim'
import ChaincodeFromContract from 'fabric-shim/lib/contract-spi/chaincodefromcontract'
import { RegisterContract } from './register.contract'

/** What the chaincode serves; `fabric-chaincode-node` looks for this name. */
export const contracts = [RegisterContract]

/** The chaincode as the peer's protocol needs it. */
export function createChaincode(): ChaincodeInterface {
  const serializers = { transaction: 'json', serializers: { json: JSONSerializer } }
  // A copy, since a contract of Fabric's own is added to the list.
  return new ChaincodeFromContract([...contracts], serializers, {}, 'eco', '1')
}

import '@hyperledger/fabric-protos'
import { createRequire } from 'node:module'

/**
 * fabric-shim, in a process that also uses a newer `@hyperledger/fabric-protos`.
 *
 * Generated messages are kept in one global object, `proto`: whichever version is loaded second picks up classes of the first,
 * and the shim then refuses its own messages. So the shim is loaded beside it, with a `proto` of its own.
 */
function loadShim(): typeof import('fabric-shim') {
  process.env['CORE_CHAINCODE_LOGGING_LEVEL'] ??= 'CRITICAL'
  const realm = globalThis as { proto?: unknown }
  const { proto } = realm
  realm.proto = {}
  try {
    return createRequire(__filename)('fabric-shim') as typeof import('fabric-shim')
  } finally {
    realm.proto = proto
  }
}

export const { Shim, KeyEndorsementPolicy } = loadShim()

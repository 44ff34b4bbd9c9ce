import { peer } from '@hyperledger/fabric-protos'

import type { Simulator } from '../ledger/simulator'
import { MessageType } from './message'
import type { OpenQueries } from './queries'

/** What a request of the contract works on. */
export interface Execution {
  readonly namespace: string
  readonly simulator: Simulator
  readonly queries: OpenQueries
}

type Request = (execution: Execution, payload: Uint8Array) => Uint8Array | undefined

/** Every request that a contract can make of its peer, but calls of other chaincodes, by message type. */
const REQUESTS: ReadonlyMap<number, Request> = new Map<number, Request>([
  [MessageType.GET_STATE, getState],
  [MessageType.PUT_STATE, putState],
  [MessageType.DEL_STATE, deleteState],
  [MessageType.GET_STATE_BY_RANGE, getStateByRange],
  [MessageType.GET_QUERY_RESULT, refuseRichQuery],
  [MessageType.GET_HISTORY_FOR_KEY, getHistoryForKey],
  [MessageType.QUERY_STATE_NEXT, queryNext],
  [MessageType.QUERY_STATE_CLOSE, queryClose],
  [MessageType.GET_STATE_METADATA, getStateMetadata],
  [MessageType.PUT_STATE_METADATA, putStateMetadata],
  [MessageType.GET_PRIVATE_DATA_HASH, getPrivateDataHash],
  [MessageType.PURGE_PRIVATE_DATA, purgePrivateData],
])

/**
 * The payload of the RESPONSE to a contract's request.
 * @throws Error with Fabric's words, for the ERROR message.
 */
export function answerRequest(type: number, execution: Execution, payload: Uint8Array): Uint8Array | undefined {
  const request = REQUESTS.get(type)
  if (request === undefined) throw new Error('message type not supported by the embedded channel')
  return request(execution, payload)
}

function getState({ namespace, simulator }: Execution, payload: Uint8Array): Uint8Array | undefined {
  const request = peer.GetState.deserializeBinary(payload)
  const collection = request.getCollection()
  return collection === ''
    ? simulator.getState(namespace, request.getKey())
    : simulator.getPrivateData(namespace, collection, request.getKey())
}

function putState({ namespace, simulator }: Execution, payload: Uint8Array): undefined {
  const request = peer.PutState.deserializeBinary(payload)
  const collection = request.getCollection()
  if (collection === '') simulator.putState(namespace, request.getKey(), request.getValue_asU8())
  else simulator.putPrivateData(namespace, collection, request.getKey(), request.getValue_asU8())
}

function deleteState({ namespace, simulator }: Execution, payload: Uint8Array): undefined {
  const request = peer.DelState.deserializeBinary(payload)
  const collection = request.getCollection()
  if (collection === '') simulator.deleteState(namespace, request.getKey())
  else simulator.deletePrivateData(namespace, collection, request.getKey())
}

function getStateByRange({ namespace, simulator, queries }: Execution, payload: Uint8Array): Uint8Array {
  const request = peer.GetStateByRange.deserializeBinary(payload)
  const [startKey, endKey, collection] = [request.getStartkey(), request.getEndkey(), request.getCollection()]
  const metadata = peer.QueryMetadata.deserializeBinary(request.getMetadata_asU8())
  const page = { pageSize: metadata.getPagesize(), bookmark: metadata.getBookmark() }
  if (collection !== '') {
    const states = simulator.getPrivateDataRange(namespace, collection, startKey, endKey)
    return queries.openState(namespace, states, page.pageSize)
  }
  if (page.pageSize === 0 && page.bookmark === '') {
    return queries.openState(namespace, simulator.getStateRange(namespace, startKey, endKey))
  }
  const from = page.bookmark === '' ? startKey : page.bookmark
  return queries.openState(namespace, simulator.getStateRange(namespace, from, endKey, page), page.pageSize, true)
}

/** Fabric's words on a peer with LevelDB, which has no rich queries either. */
function refuseRichQuery(_execution: Execution, payload: Uint8Array): never {
  const metadata = peer.QueryMetadata.deserializeBinary(
    peer.GetQueryResult.deserializeBinary(payload).getMetadata_asU8(),
  )
  const paginated = metadata.getPagesize() !== 0 || metadata.getBookmark() !== ''
  throw new Error(`${paginated ? 'ExecuteQueryWithMetadata' : 'ExecuteQuery'} not supported for leveldb`)
}

function getHistoryForKey({ namespace, simulator, queries }: Execution, payload: Uint8Array): Uint8Array {
  const key = peer.GetHistoryForKey.deserializeBinary(payload).getKey()
  return queries.openHistory(simulator.getHistoryForKey(namespace, key))
}

function queryNext({ queries }: Execution, payload: Uint8Array): Uint8Array {
  return queries.next(peer.QueryStateNext.deserializeBinary(payload).getId())
}

function queryClose({ queries }: Execution, payload: Uint8Array): Uint8Array {
  return queries.close(peer.QueryStateClose.deserializeBinary(payload).getId())
}

function getStateMetadata({ namespace, simulator }: Execution, payload: Uint8Array): Uint8Array {
  const request = peer.GetStateMetadata.deserializeBinary(payload)
  const collection = request.getCollection()
  const metadata =
    collection === ''
      ? simulator.getStateMetadata(namespace, request.getKey())
      : simulator.getPrivateDataMetadata(namespace, collection, request.getKey())
  const result = new peer.StateMetadataResult()
  for (const [name, value] of metadata) {
    const entry = new peer.StateMetadata()
    entry.setMetakey(name)
    entry.setValue(value)
    result.addEntries(entry)
  }
  return result.serializeBinary()
}

function putStateMetadata({ namespace, simulator }: Execution, payload: Uint8Array): undefined {
  const request = peer.PutStateMetadata.deserializeBinary(payload)
  const [key, collection] = [request.getKey(), request.getCollection()]
  const name = request.getMetadata()?.getMetakey() ?? ''
  const value = request.getMetadata()?.getValue_asU8() ?? new Uint8Array()
  if (collection === '') simulator.putStateMetadata(namespace, key, name, value)
  else simulator.putPrivateDataMetadata(namespace, collection, key, name, value)
}

function getPrivateDataHash({ namespace, simulator }: Execution, payload: Uint8Array): Uint8Array | undefined {
  const request = peer.GetState.deserializeBinary(payload)
  return simulator.getPrivateDataHash(namespace, request.getCollection(), request.getKey())
}

function purgePrivateData({ namespace, simulator }: Execution, payload: Uint8Array): undefined {
  const request = peer.PurgePrivateState.deserializeBinary(payload)
  if (request.getCollection() === '') throw new Error('only applicable for private data')
  simulator.purgePrivateData(namespace, request.getCollection(), request.getKey())
}

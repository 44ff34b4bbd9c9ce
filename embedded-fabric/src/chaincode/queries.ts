import { ledger, peer } from '@hyperledger/fabric-protos'
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb'

import type { KeyModification, KeyValue, StateIterator } from '../ledger/simulator'

/** Results per message, as Fabric cuts them. */
const BATCH = 100
/** Fabric's `ledger.state.totalQueryLimit`: results of one query in all, the rest is silently left out. */
const TOTAL_QUERY_LIMIT = 100_000

interface Results {
  next(): Uint8Array | undefined
  close(): void
}

interface Query {
  readonly id: string
  readonly results: Results
  readonly limit: number
  /** Present when the contract asked for a page: tells where the next one starts. */
  readonly bookmark?: () => string
  pending: Uint8Array[]
  count: number
}

/** The open iterators of one invocation; every answer is a serialised `protos.QueryResponse`. */
export class OpenQueries {
  readonly #open = new Map<string, Query>()
  #opened = 0

  openState(namespace: string, states: StateIterator, pageSize = 0, paginated = false): Uint8Array {
    const results: Results = {
      next: () => {
        const next = states.next()
        return next.done === true ? undefined : encodeKeyValue(namespace, next.value)
      },
      close: () => states.close(),
    }
    const limit = pageSize > 0 ? Math.min(pageSize, TOTAL_QUERY_LIMIT) : TOTAL_QUERY_LIMIT
    return this.#start(results, limit, paginated ? () => states.bookmark() : undefined)
  }

  openHistory(modifications: Iterator<KeyModification>): Uint8Array {
    const results: Results = {
      next: () => {
        const next = modifications.next()
        return next.done === true ? undefined : encodeModification(next.value)
      },
      close: () => void modifications.return?.(),
    }
    return this.#start(results, TOTAL_QUERY_LIMIT)
  }

  next(id: string): Uint8Array {
    const query = this.#open.get(id)
    if (query === undefined) throw new Error('query iterator not found')
    return this.#advance(query)
  }

  close(id: string): Uint8Array {
    this.#forget(id)
    return encodeResponse(id, [], false)
  }

  closeAll(): void {
    for (const id of this.#open.keys()) this.#forget(id)
  }

  #start(results: Results, limit: number, bookmark?: () => string): Uint8Array {
    const id = String(++this.#opened)
    const query: Query = { id, results, limit, pending: [], count: 0, ...(bookmark && { bookmark }) }
    this.#open.set(id, query)
    return this.#advance(query)
  }

  #advance(query: Query): Uint8Array {
    try {
      return this.#nextBatch(query)
    } catch (error) {
      this.#forget(query.id)
      throw error
    }
  }

  /** Looks one result ahead to know whether there are more, as Fabric does: the look is part of what the transaction has read. */
  #nextBatch(query: Query): Uint8Array {
    while (query.count < query.limit) {
      const result = query.results.next()
      if (result === undefined) break
      query.count++
      if (query.bookmark === undefined && query.pending.length === BATCH) {
        const batch = query.pending
        query.pending = [result]
        return encodeResponse(query.id, batch, true)
      }
      query.pending.push(result)
    }
    return this.#lastBatch(query)
  }

  #lastBatch(query: Query): Uint8Array {
    const metadata = query.bookmark && encodePage(query.count, query.bookmark())
    this.#forget(query.id)
    return encodeResponse(query.id, query.pending, false, metadata)
  }

  #forget(id: string): void {
    const query = this.#open.get(id)
    if (query === undefined) return
    this.#open.delete(id)
    query.results.close()
  }
}

function encodeResponse(id: string, batch: readonly Uint8Array[], more: boolean, metadata?: Uint8Array): Uint8Array {
  const response = new peer.QueryResponse()
  response.setId(id)
  response.setHasMore(more)
  response.setResultsList(
    batch.map((bytes) => {
      const result = new peer.QueryResultBytes()
      result.setResultbytes(bytes)
      return result
    }),
  )
  if (metadata !== undefined) response.setMetadata(metadata)
  return response.serializeBinary()
}

function encodePage(count: number, bookmark: string): Uint8Array {
  const page = new peer.QueryResponseMetadata()
  page.setFetchedRecordsCount(count)
  page.setBookmark(bookmark)
  return page.serializeBinary()
}

function encodeKeyValue(namespace: string, { key, value }: KeyValue): Uint8Array {
  const result = new ledger.queryresult.KV()
  result.setNamespace(namespace)
  result.setKey(key)
  result.setValue(value)
  return result.serializeBinary()
}

function encodeModification(modification: KeyModification): Uint8Array {
  const timestamp = new Timestamp()
  timestamp.setSeconds(modification.timestamp.seconds)
  timestamp.setNanos(modification.timestamp.nanos)
  const result = new ledger.queryresult.KeyModification()
  result.setTxId(modification.txId)
  result.setValue(modification.value)
  result.setTimestamp(timestamp)
  result.setIsDelete(modification.isDelete)
  return result.serializeBinary()
}

import type { CollectionDefinition } from '../chaincode/definition'
import { decodePolicy } from '../policy/encode'
import { sha256 } from '../wire/hashing'
import type { Version } from '../wire/rwset'
import { implicitOwner, isMember } from './collections'
import type { SimulationRequest } from './ledger'
import { definitionKeys, LIFECYCLE } from './lifecycle'
import { VALIDATION_PARAMETER } from './metadata'
import { rangeIterator } from './range-iterator'
import { ReadWriteSet } from './read-write-set'
import type { RecordedRange } from './read-write-set'
import type { KeyModification, Page, SimulationResult, Simulator, StateIterator } from './simulator'
import { hashesOf, metadataOf, privateStateOf, readState, scanState } from './state'
import type { StateValue } from './state'
import type { Store } from './store'
import { isSameVersion } from './versions'

const HISTORY = `SELECT h.block, h.tx, h.value, t.tx_id, t.seconds, t.nanos FROM history h
  JOIN transactions t ON t.block = h.block AND t.idx = h.tx
  WHERE h.ns = ? AND h.key = ? AND h.block <= ? AND h.written = 1 ORDER BY h.block DESC, h.tx DESC`

interface HistoryRow {
  readonly value: Uint8Array | null
  readonly tx_id: string
  readonly seconds: number
  readonly nanos: number
}

export interface SimulationContext {
  readonly store: Store
  readonly channelId: string
  readonly atBlock: number
  readonly collection: (chaincode: string, name: string) => CollectionDefinition | undefined
}

const NOTHING = new Uint8Array()

/** One transaction's simulation on one organisation's view of the ledger as of a block. */
export class Simulation implements Simulator {
  readonly #context: SimulationContext
  readonly #request: SimulationRequest
  readonly #set = new ReadWriteSet()
  readonly #definitionsRead = new Set<string>()
  #wrote = false
  #paginated = false
  #privateQueried = false
  #finished = false

  constructor(request: SimulationRequest, context: SimulationContext) {
    this.#request = request
    this.#context = context
  }

  getState(namespace: string, key: string): Uint8Array | undefined {
    return this.#read(namespace, key)?.value
  }

  putState(namespace: string, key: string, value: Uint8Array): void {
    this.#checkWrite()
    // On the wire an empty value is an absent one, and so a deletion.
    this.#set.write(namespace, { key, isDelete: value.length === 0, value })
    this.#noteWritten(namespace, key)
  }

  deleteState(namespace: string, key: string): void {
    this.putState(namespace, key, NOTHING)
  }

  getStateMetadata(namespace: string, key: string): ReadonlyMap<string, Uint8Array> {
    return metadataOf(this.#read(namespace, key))
  }

  putStateMetadata(namespace: string, key: string, name: string, value: Uint8Array): void {
    this.#checkWrite()
    this.#set.metadata(namespace, key, [{ name, value }])
    this.#noteWritten(namespace, key)
  }

  getStateRange(namespace: string, startKey: string, endKey: string, page?: Page): StateIterator {
    this.#checkOpen()
    if (page !== undefined) {
      if (this.#wrote) throw this.#unsupported('Paginated queries are supported only in a read-only transaction')
      this.#paginated = true
    }
    const from = page === undefined || page.bookmark === '' ? startKey : page.bookmark
    const range: RecordedRange = { startKey: from, endKey: '', exhausted: false, reads: [] }
    this.#set.range(namespace, range)
    const pageSize = page !== undefined && page.pageSize > 0 ? page.pageSize : undefined
    return rangeIterator(this.#scan(namespace, from, endKey), { pageSize, range, endKey })
  }

  *getHistoryForKey(namespace: string, key: string): Generator<KeyModification, undefined> {
    this.#checkOpen()
    const { store, atBlock } = this.#context
    for (const row of store.all<HistoryRow>(HISTORY, namespace, Buffer.from(key), atBlock)) {
      yield {
        txId: row.tx_id,
        value: row.value ?? NOTHING,
        timestamp: { seconds: row.seconds, nanos: row.nanos },
        isDelete: row.value === null,
      }
    }
    return undefined
  }

  getPrivateData(namespace: string, collection: string, key: string): Uint8Array | undefined {
    this.#checkReader(namespace, collection)
    this.#checkOpen()
    const { store, atBlock } = this.#context
    const ns = privateStateOf(namespace, collection, this.#request.mspId)
    const held = readState(store, ns, Buffer.from(key), atBlock)
    const hashed = this.#readHash(namespace, collection, key)
    if (!isSameVersion(held?.version, hashed?.version)) {
      throw new Error(
        `private data matching public hash version is not available. Public hash version = ${text(hashed?.version)}, Private data version = ${text(held?.version)}`,
      )
    }
    this.#set.privateRead(namespace, collection)
    return held?.value
  }

  getPrivateDataHash(namespace: string, collection: string, key: string): Uint8Array | undefined {
    this.#checkCollection(namespace, collection)
    this.#checkOpen()
    return this.#readHash(namespace, collection, key)?.value
  }

  putPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): void {
    this.#writePrivate(namespace, collection, key, value, false)
  }

  deletePrivateData(namespace: string, collection: string, key: string): void {
    this.#writePrivate(namespace, collection, key, NOTHING, false)
  }

  purgePrivateData(namespace: string, collection: string, key: string): void {
    this.#writePrivate(namespace, collection, key, NOTHING, true)
  }

  getPrivateDataMetadata(namespace: string, collection: string, key: string): ReadonlyMap<string, Uint8Array> {
    this.#checkReader(namespace, collection)
    this.#checkOpen()
    return metadataOf(this.#readHash(namespace, collection, key))
  }

  putPrivateDataMetadata(namespace: string, collection: string, key: string, name: string, value: Uint8Array): void {
    this.#checkWriter(namespace, collection)
    this.#checkWrite()
    this.#set.privateMetadata(namespace, collection, key, [{ name, value }])
    this.#notePrivatelyWritten(namespace, collection, key)
  }

  getPrivateDataRange(namespace: string, collection: string, startKey: string, endKey: string): StateIterator {
    this.#checkReader(namespace, collection)
    if (this.#wrote) throw this.#unsupported('Queries on pvt data is supported only in a read-only transaction')
    this.#privateQueried = true
    this.#checkOpen()
    const ns = privateStateOf(namespace, collection, this.#request.mspId)
    return rangeIterator(this.#scan(ns, startKey, endKey), { endKey })
  }

  finish(): SimulationResult {
    if (this.#finished) throw new Error('this function should only be called once on a transaction simulator instance')
    this.#finished = true
    return this.#set.results()
  }

  #scan(ns: string, startKey: string, endKey: string): ReturnType<typeof scanState> {
    const { store, atBlock } = this.#context
    return scanState(store, ns, Buffer.from(startKey), Buffer.from(endKey), atBlock)
  }

  #read(namespace: string, key: string): StateValue | undefined {
    this.#checkOpen()
    const value = readState(this.#context.store, namespace, Buffer.from(key), this.#context.atBlock)
    this.#set.read(namespace, key, value?.version)
    return value
  }

  #readHash(namespace: string, collection: string, key: string): StateValue | undefined {
    const keyHash = sha256(key)
    const value = readState(this.#context.store, hashesOf(namespace, collection), keyHash, this.#context.atBlock)
    this.#set.hashedRead(namespace, collection, key, { keyHash, version: value?.version })
    return value
  }

  #writePrivate(namespace: string, collection: string, key: string, value: Uint8Array, isPurge: boolean): void {
    this.#checkWriter(namespace, collection)
    this.#checkWrite()
    this.#set.privateWrite(namespace, collection, { key, isDelete: value.length === 0, isPurge, value })
    this.#notePrivatelyWritten(namespace, collection, key)
  }

  #noteWritten(namespace: string, key: string): void {
    const { store, atBlock } = this.#context
    const current = readState(store, namespace, Buffer.from(key), atBlock)
    this.#set.writtenKey(namespace, { collection: '', key, policy: () => policyOf(current) })
  }

  #notePrivatelyWritten(namespace: string, collection: string, key: string): void {
    const { store, atBlock } = this.#context
    const current = readState(store, hashesOf(namespace, collection), sha256(key), atBlock)
    this.#set.writtenKey(namespace, { collection, key, policy: () => policyOf(current) })
  }

  #checkReader(namespace: string, collection: string): void {
    this.#checkPermission(namespace, collection, 'read')
  }

  #checkWriter(namespace: string, collection: string): void {
    this.#checkPermission(namespace, collection, 'write')
  }

  #checkPermission(namespace: string, name: string, access: 'read' | 'write'): void {
    this.#readDefinition(namespace)
    const { channelId, collection: find } = this.#context
    const collection = find(namespace, name)
    if (collection === undefined) {
      // Fabric asks for an implicit collection in another place.
      if (implicitOwner(name) !== undefined) this.#checkCollection(namespace, name)
      throw new Error(`collection ${channelId}/${namespace}/${name} could not be found`)
    }
    const onlyMembers = access === 'read' ? collection.memberOnlyRead : collection.memberOnlyWrite
    if (!onlyMembers || isMember(collection, this.#request.creatorMspId)) return
    throw new Error(
      `tx creator does not have ${access} access permission on privatedata in chaincodeName:${namespace} collectionName: ${name}`,
    )
  }

  #checkCollection(namespace: string, name: string): void {
    this.#readDefinition(namespace)
    if (this.#context.collection(namespace, name) !== undefined) return
    throw new Error(`collection [${name}] not defined in the collection config for chaincode [${namespace}]`)
  }

  /** Peers look collections up in the simulated state: a change of the definition is a conflict for who uses one. */
  #readDefinition(chaincode: string): void {
    if (this.#definitionsRead.has(chaincode)) return
    this.#definitionsRead.add(chaincode)
    for (const key of definitionKeys(chaincode)) this.#read(LIFECYCLE, key)
  }

  #checkWrite(): void {
    this.#checkOpen()
    if (this.#privateQueried) {
      throw this.#unsupported('Transaction has already performed queries on pvt data. Writes are not allowed')
    }
    if (this.#paginated) {
      throw this.#unsupported('Transaction has already performed a paginated query. Writes are not allowed')
    }
    this.#wrote = true
  }

  #checkOpen(): void {
    if (this.#finished) throw new Error('this instance should not be used after calling Done()')
  }

  #unsupported(rule: string): Error {
    // Spelled as in Fabric.
    return new Error(`txid [${this.#request.txId}]: unsuppored transaction. ${rule}`)
  }
}

function text(version: Version | undefined): string {
  return version === undefined ? '<nil>' : `{BlockNum: ${version.block}, TxNum: ${version.tx}}`
}

function policyOf(value: StateValue | undefined): ReturnType<typeof decodePolicy> | undefined {
  const policy = metadataOf(value).get(VALIDATION_PARAMETER)
  if (policy === undefined || policy.length === 0) return undefined
  try {
    return decodePolicy(policy)
  } catch {
    throw new Error('error unmarshalling SignaturePolicyEnvelope: proto: cannot parse invalid wire-format data')
  }
}

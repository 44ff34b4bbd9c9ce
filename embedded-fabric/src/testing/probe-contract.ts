import type { ChaincodeInterface, ChaincodeResponse, ChaincodeStub, Iterators } from 'fabric-shim'

type Operation = (stub: ChaincodeStub, ...params: string[]) => unknown

/**
 * A contract whose operations are those of fabric-shim's stub, for tests and for the conformance suite: strings in, strings or JSON out.
 * Imports nothing at run time, so that Node can load it from its source in a process of its own.
 */
export class ProbeContract implements ChaincodeInterface {
  Init(): Promise<ChaincodeResponse> {
    return Promise.resolve(answer(200, '', ''))
  }

  async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
    const { fcn, params } = stub.getFunctionAndParameters()
    try {
      const result = await perform(stub, fcn, params)
      if (isResponse(result)) return answer(result.status, result.message, result.payload)
      return answer(200, '', typeof result === 'string' ? result : JSON.stringify(result))
    } catch (error) {
      return answer(500, messageOf(error), '')
    }
  }
}

/** An answer that an operation wants as it is. */
class Response {
  readonly status: number
  readonly message: string
  readonly payload: string

  constructor(status: number, message: string, payload: string) {
    this.status = status
    this.message = message
    this.payload = payload
  }
}

function isResponse(result: unknown): result is Response {
  return result instanceof Response
}

const STATE: Readonly<Record<string, Operation>> = {
  put: (stub, key = '', value = '') => stub.putState(key, Buffer.from(value)),
  /** A value of so many bytes. */
  putSize: (stub, key = '', size = '0') => stub.putState(key, Buffer.alloc(Number(size), 'x')),
  /** So many keys, numbered from some number on. */
  putMany: async (stub, prefix = '', from = '0', count = '0') => {
    for (let index = 0; index < Number(count); index++) {
      await stub.putState(`${prefix}${String(Number(from) + index).padStart(5, '0')}`, Buffer.from('x'))
    }
  },
  get: async (stub, key = '') => text(await stub.getState(key)),
  delete: (stub, key = '') => stub.deleteState(key),
  /** Adds to the number at a key: reads, then writes. */
  add: async (stub, key = '', amount = '1') => {
    const sum = Number(text(await stub.getState(key))) + Number(amount)
    await stub.putState(key, Buffer.from(String(sum)))
    return String(sum)
  },
  range: async (stub, from = '', to = '') => entries(await stub.getStateByRange(from, to)),
  /** Reads the first few results of a range and closes it. */
  rangeStart: async (stub, from = '', to = '', count = '1') =>
    entries(await stub.getStateByRange(from, to), Number(count)),
  /** How many results a range has. */
  rangeCount: async (stub, from = '', to = '') => (await entries(await stub.getStateByRange(from, to))).length,
  page: async (stub, from = '', to = '', size = '10', bookmark = '') => {
    const { iterator, metadata } = await stub.getStateByRangeWithPagination(from, to, Number(size), bookmark)
    return { entries: await entries(iterator), bookmark: metadata.bookmark, count: metadata.fetchedRecordsCount }
  },
  history: async (stub, key = '') =>
    (await modifications(await stub.getHistoryForKey(key))).map(({ txId, isDelete, value }) => ({
      txId,
      isDelete,
      value,
    })),
  /** With the times of the transactions, which no recording can hold. */
  timedHistory: async (stub, key = '') => modifications(await stub.getHistoryForKey(key)),
  query: async (stub, selector = '') => entries(await stub.getQueryResult(selector)),
  queryPage: async (stub, selector = '', size = '10', bookmark = '') => {
    const { iterator, metadata } = await stub.getQueryResultWithPagination(selector, Number(size), bookmark)
    return { entries: await entries(iterator), bookmark: metadata.bookmark, count: metadata.fetchedRecordsCount }
  },
  compositeKey: (stub, type = '', ...attributes) => stub.createCompositeKey(type, attributes),
  splitKey: (stub, key = '') => stub.splitCompositeKey(key),
  putComposite: (stub, value = '', type = '', ...attributes) =>
    stub.putState(stub.createCompositeKey(type, attributes), Buffer.from(value)),
  getComposite: async (stub, type = '', ...attributes) =>
    text(await stub.getState(stub.createCompositeKey(type, attributes))),
  rangeComposite: async (stub, type = '', ...attributes) =>
    entries(await stub.getStateByPartialCompositeKey(type, attributes)),
  pageComposite: async (stub, size = '10', bookmark = '', type = '', ...attributes) => {
    const found = await stub.getStateByPartialCompositeKeyWithPagination(type, attributes, Number(size), bookmark)
    const { bookmark: next, fetchedRecordsCount: count } = found.metadata
    return { entries: await entries(found.iterator), bookmark: next, count }
  },
  /** `policy` is a `common.SignaturePolicyEnvelope` in base64. */
  setPolicy: (stub, key = '', policy = '') => stub.setStateValidationParameter(key, Buffer.from(policy, 'base64')),
  getPolicy: async (stub, key = '') => base64(await stub.getStateValidationParameter(key)),
}

const PRIVATE: Readonly<Record<string, Operation>> = {
  /** Without a value: takes the transient field `value`. */
  privatePut: (stub, collection = '', key = '', value = transient(stub, 'value')) =>
    stub.putPrivateData(collection, key, Buffer.from(value)),
  privateGet: async (stub, collection = '', key = '') => text(await stub.getPrivateData(collection, key)),
  privateDelete: (stub, collection = '', key = '') => stub.deletePrivateData(collection, key),
  privatePurge: (stub, collection = '', key = '') => stub.purgePrivateData(collection, key),
  privateHash: async (stub, collection = '', key = '') =>
    Buffer.from(await stub.getPrivateDataHash(collection, key)).toString('hex'),
  privateRange: async (stub, collection = '', from = '', to = '') =>
    iterated(stub.getPrivateDataByRange(collection, from, to)),
  privatePutComposite: (stub, collection = '', value = '', type = '', ...attributes) =>
    stub.putPrivateData(collection, stub.createCompositeKey(type, attributes), Buffer.from(value)),
  privateRangeComposite: async (stub, collection = '', type = '', ...attributes) =>
    iterated(stub.getPrivateDataByPartialCompositeKey(collection, type, attributes)),
  privateQuery: async (stub, collection = '', selector = '') =>
    iterated(stub.getPrivateDataQueryResult(collection, selector)),
  privateSetPolicy: (stub, collection = '', key = '', policy = '') =>
    stub.setPrivateDataValidationParameter(collection, key, Buffer.from(policy, 'base64')),
  privateGetPolicy: async (stub, collection = '', key = '') =>
    base64(await stub.getPrivateDataValidationParameter(collection, key)),
}

const OTHERS: Readonly<Record<string, Operation>> = {
  transient: (stub, name = '') => transient(stub, name),
  transientNames: (stub) => [...stub.getTransient().keys()].sort(),
  event: (stub, name = '', payload = '') => stub.setEvent(name, Buffer.from(payload)),
  throw: (_stub, message = '') => {
    throw new Error(message)
  },
  /** The whole answer of the invocation; not to be used inside `all`. */
  respond: (_stub, status = '200', message = '', payload = '') => new Response(Number(status), message, payload),
  /** `channel` empty: this one. */
  invoke: async (stub, chaincode = '', channel = '', ...args) => {
    const { status, message, payload } = await stub.invokeChaincode(chaincode, args, channel)
    return { status, message, payload: text(payload) }
  },
  creator: (stub) => stub.getCreator().mspid,
  time: (stub) => stub.getDateTimestamp().toISOString(),
  txId: (stub) => stub.getTxID(),
  channel: (stub) => stub.getChannelID(),
  args: (stub) => stub.getStringArgs(),
  /** That the stub's binding is 32 bytes in hexadecimal. */
  binding: (stub) => /^[0-9a-f]{64}$/.test(stub.getBinding()),
  echo: (_stub, value = '') => value,
  /** Something else at every call. */
  chance: () => String(Math.random()),
  /** A payload of so many bytes. */
  payload: (_stub, size = '0') => 'x'.repeat(Number(size)),
  /** Answers after so many milliseconds. */
  wait: async (_stub, ms = '0') => {
    await new Promise((resolve) => setTimeout(resolve, Number(ms)))
    return 'waited'
  },
  /** Never answers. */
  hang: () => new Promise(() => undefined),
  /** Ends the chaincode's process in the middle of the transaction. */
  exit: () => process.exit(1),
}

const COMBINED: Readonly<Record<string, Operation>> = {
  /** Performs `[[operation, …parameters], …]` one after the other and answers the list of results. */
  all: async (stub, list = '[]') => {
    const results: unknown[] = []
    for (const [name = '', ...params] of parseOperations(list)) {
      results.push(await perform(stub, name, params))
    }
    return results
  },
  /** The same, but at the same time. */
  together: (stub, list = '[]') =>
    Promise.all(parseOperations(list).map(([name = '', ...params]) => perform(stub, name, params))),
  /** An operation whose error is its result. */
  try: async (stub, name = '', ...params) => {
    try {
      return await perform(stub, name, params)
    } catch (error) {
      return { error: messageOf(error) }
    }
  },
  /** Performs an operation for each result of a range, while the range is open. */
  eachInRange: async (stub, from = '', to = '', name = '', ...params) => {
    const found: string[] = []
    const iterator = await stub.getStateByRange(from, to)
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      found.push(next.value.key)
      await perform(stub, name, [next.value.key, ...params])
    }
    await iterator.close()
    return found
  },
}

const OPERATIONS: Readonly<Record<string, Operation>> = { ...STATE, ...PRIVATE, ...OTHERS, ...COMBINED }

async function perform(stub: ChaincodeStub, name: string, params: readonly string[]): Promise<unknown> {
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
  if (operation === undefined) throw new Error(`no operation ${name}`)
  const result = await operation(stub, ...params)
  // The shim answers a write with an empty buffer.
  return result === undefined || result instanceof Uint8Array ? '' : result
}

function answer(status: number, message: string, payload: string): ChaincodeResponse {
  return { status, message, payload: Buffer.from(payload) }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function parseOperations(list: string): readonly string[][] {
  return JSON.parse(list) as string[][]
}

function text(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString()
}

function base64(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString('base64')
}

function transient(stub: ChaincodeStub, name: string): string {
  const value = stub.getTransient().get(name)
  if (value === undefined) throw new Error(`no transient field ${name}`)
  return text(value)
}

async function entries(iterator: Iterators.StateQueryIterator, limit = Infinity): Promise<[string, string][]> {
  const found: [string, string][] = []
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    found.push([next.value.key, text(next.value.value)])
    if (found.length >= limit) break
  }
  await iterator.close()
  return found
}

/** Not awaited before it is iterated: what the shim's private queries are fulfilled with is not what its types say. */
async function iterated(query: AsyncIterable<{ key: string; value: Uint8Array }>): Promise<[string, string][]> {
  const found: [string, string][] = []
  for await (const { key, value } of query) found.push([key, text(value)])
  return found
}

interface Modification {
  readonly txId: string
  readonly isDelete: boolean
  readonly value: string
  readonly timestamp: unknown
}

async function modifications(iterator: Iterators.HistoryQueryIterator): Promise<Modification[]> {
  const found: Modification[] = []
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    const { txId, isDelete, value, timestamp } = next.value
    found.push({ txId, isDelete, value: text(value), timestamp })
  }
  await iterator.close()
  return found
}

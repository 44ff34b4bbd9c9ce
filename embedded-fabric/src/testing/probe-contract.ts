import type { ChaincodeInterface, ChaincodeResponse, ChaincodeStub, Iterators } from 'fabric-shim'

type Operation = (stub: ChaincodeStub, ...params: string[]) => unknown

/**
 * A contract whose operations are those of the stub, for tests: strings in, strings or JSON out.
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
      return answer(200, '', typeof result === 'string' ? result : JSON.stringify(result))
    } catch (error) {
      return answer(500, error instanceof Error ? error.message : String(error), '')
    }
  }
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  put: (stub, key = '', value = '') => stub.putState(key, Buffer.from(value)),
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
  page: async (stub, from = '', to = '', size = '10', bookmark = '') => {
    const { iterator, metadata } = await stub.getStateByRangeWithPagination(from, to, Number(size), bookmark)
    return { entries: await entries(iterator), bookmark: metadata.bookmark, count: metadata.fetchedRecordsCount }
  },
  history: async (stub, key = '') => modifications(await stub.getHistoryForKey(key)),
  query: async (stub, selector = '') => entries(await stub.getQueryResult(selector)),
  putComposite: (stub, value = '', type = '', ...attributes) =>
    stub.putState(stub.createCompositeKey(type, attributes), Buffer.from(value)),
  rangeComposite: async (stub, type = '', ...attributes) =>
    entries(await stub.getStateByPartialCompositeKey(type, attributes)),
  /** `policy` is a `common.SignaturePolicyEnvelope` in base64, as `KeyEndorsementPolicy` makes it. */
  setPolicy: (stub, key = '', policy = '') => stub.setStateValidationParameter(key, Buffer.from(policy, 'base64')),
  getPolicy: async (stub, key = '') => base64(await stub.getStateValidationParameter(key)),
  /** Without a value: takes the transient field `value`. */
  privatePut: (stub, collection = '', key = '', value = transient(stub, 'value')) =>
    stub.putPrivateData(collection, key, Buffer.from(value)),
  privateGet: async (stub, collection = '', key = '') => text(await stub.getPrivateData(collection, key)),
  privateDelete: (stub, collection = '', key = '') => stub.deletePrivateData(collection, key),
  privatePurge: (stub, collection = '', key = '') => stub.purgePrivateData(collection, key),
  privateHash: async (stub, collection = '', key = '') =>
    Buffer.from(await stub.getPrivateDataHash(collection, key)).toString('hex'),
  privateRange: async (stub, collection = '', from = '', to = '') => {
    const found: [string, string][] = []
    // Not awaited: what it is fulfilled with is not what the shim's types say.
    for await (const { key, value } of stub.getPrivateDataByRange(collection, from, to)) found.push([key, text(value)])
    return found
  },
  privateSetPolicy: (stub, collection = '', key = '', policy = '') =>
    stub.setPrivateDataValidationParameter(collection, key, Buffer.from(policy, 'base64')),
  privateGetPolicy: async (stub, collection = '', key = '') =>
    base64(await stub.getPrivateDataValidationParameter(collection, key)),
  transient: (stub, name = '') => transient(stub, name),
  event: (stub, name = '', payload = '') => stub.setEvent(name, Buffer.from(payload)),
  throw: (_stub, message = '') => {
    throw new Error(message)
  },
  /** `channel` empty: this one. */
  invoke: async (stub, chaincode = '', channel = '', ...args) => {
    const { status, message, payload } = await stub.invokeChaincode(chaincode, args, channel)
    return { status, message, payload: text(payload) }
  },
  creator: (stub) => stub.getCreator().mspid,
  time: (stub) => stub.getDateTimestamp().toISOString(),
  txId: (stub) => stub.getTxID(),
  channel: (stub) => stub.getChannelID(),
  echo: (_stub, value = '') => value,
  /** Never answers. */
  hang: () => new Promise(() => undefined),
  /** Ends the chaincode's process in the middle of the transaction. */
  exit: () => process.exit(1),
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
}

async function perform(stub: ChaincodeStub, name: string, params: readonly string[]): Promise<unknown> {
  const operation = OPERATIONS[name]
  if (operation === undefined) throw new Error(`no operation ${name}`)
  const result = await operation(stub, ...params)
  // The shim answers a write with an empty buffer.
  return result === undefined || result instanceof Uint8Array ? '' : result
}

function answer(status: number, message: string, payload: string): ChaincodeResponse {
  return { status, message, payload: Buffer.from(payload) }
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

async function modifications(iterator: Iterators.HistoryQueryIterator): Promise<unknown[]> {
  const found: unknown[] = []
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    const { txId, isDelete, value, timestamp } = next.value
    found.push({ txId, isDelete, value: text(value), timestamp })
  }
  await iterator.close()
  return found
}

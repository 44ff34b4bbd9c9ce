import type { KeyVersion, LedgerState } from '@eco/domain'
import type { Context } from 'fabric-contract-api'

type Stub = Context['stub']

// Behind every character that a key may hold.
const BEHIND_ALL = '\u{10FFFF}'

/** The channel's data as a peer offers it to the contract during one transaction. */
export class StubState implements LedgerState {
  readonly #stub: Stub

  constructor(stub: Stub) {
    this.#stub = stub
  }

  async get(key: string): Promise<string | undefined> {
    const bytes = await this.#stub.getState(key)
    return bytes.length === 0 ? undefined : text(bytes)
  }

  put(key: string, value: string): Promise<void> {
    return this.#stub.putState(key, Buffer.from(value))
  }

  async versions(key: string): Promise<readonly KeyVersion[]> {
    const iterator = await this.#stub.getHistoryForKey(key)
    const found: KeyVersion[] = []
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        found.push({ transactionId: next.value.txId, text: text(next.value.value) })
      }
    } finally {
      await iterator.close()
    }
    // The ledger answers the newest first.
    return found.reverse()
  }

  async privateHash(collection: string, key: string): Promise<string | undefined> {
    const bytes = await this.#stub.getPrivateDataHash(collection, key)
    return bytes.length === 0 ? undefined : Buffer.from(bytes).toString('hex')
  }

  transient(name: string): Uint8Array | undefined {
    return this.#stub.getTransient().get(name)
  }

  async getPrivate(collection: string, key: string): Promise<Uint8Array | undefined> {
    const bytes = await this.#stub.getPrivateData(collection, key)
    return bytes.length === 0 ? undefined : bytes
  }

  async privateKeys(collection: string, prefix: string): Promise<readonly string[]> {
    const keys: string[] = []
    const found = this.#stub.getPrivateDataByRange(collection, prefix, prefix + BEHIND_ALL)
    for await (const { key } of found) keys.push(key)
    return keys
  }

  putPrivate(collection: string, key: string, value: Uint8Array): Promise<void> {
    return this.#stub.putPrivateData(collection, key, value)
  }

  purgePrivate(collection: string, key: string): Promise<void> {
    return this.#stub.purgePrivateData(collection, key)
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

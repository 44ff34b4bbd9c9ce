import { randomBytes } from 'node:crypto'
import type { ChaincodeDefinition, CollectionDefinition } from '../chaincode/definition'
import type { Membership, Signer } from '../identity/identity'
import { ChannelPolicies } from '../policy/channel-policies'
import { envelopesOf, sealBlock } from '../wire/block'
import type { SealedBlock } from '../wire/block'
import { commitHash } from '../wire/commit-hash'
import type { KeyChange } from '../wire/commit-hash'
import { decodePrivateSets, encodePrivateSets } from '../wire/rwset'
import { collectionOf, implicitOwner, isMember } from './collections'
import { applyBlock } from './commit'
import type { CommitContext, ValidatedTransaction } from './commit'
import { committed } from './committed'
import type { BlockRow, TransactionRow } from './committed'
import type { CommittedBlock, CommittedTransaction, Ledger, PrivateDelivery, SimulationRequest } from './ledger'
import { lastingIdentity } from './lasting-identity'
import { writeDefinition } from './lifecycle'
import { missesPrivateData, noteNewMembers, privateDataOfBlock, reconcilePrivateData } from './private-data'
import { Simulation } from './simulation'
import type { Simulator } from './simulator'
import { LedgerError, Store } from './store'

export interface LedgerOptions {
  /** Where the ledger is kept; absent: in memory. */
  readonly file?: string
  readonly channelId: string
  /** `common.Block` 0, serialised: the channel's configuration. */
  readonly genesis: Uint8Array
  readonly membership: Membership
  /** Signs the blocks. */
  readonly signer: Signer
  /** In force from the first block on; a ledger that has a chaincode's definition keeps it. */
  readonly definitions?: readonly ChaincodeDefinition[]
}

/** Blocks after which an endorsement's private data is forgotten when its transaction never came. */
const TRANSIENT_BLOCKS = 1000

/**
 * Opens a channel's ledger, or begins it with block 0.
 * @throws LedgerError when the file is held by a live process, is damaged, or belongs to another channel.
 */
export function openLedger(options: LedgerOptions): Ledger {
  const store = new Store(options.file, options.channelId)
  try {
    return new SqliteLedger(options, store)
  } catch (error) {
    store.close()
    throw error
  }
}

interface Tip {
  readonly number: number
  readonly hash: Uint8Array
  readonly commitHash: Uint8Array
}

const NOTHING = new Uint8Array()

class SqliteLedger implements Ledger {
  readonly #options: LedgerOptions
  readonly #store: Store
  readonly #definitions = new Map<string, ChaincodeDefinition>()
  readonly #delivery = new Map<string, PrivateDelivery>()
  readonly #context: CommitContext
  readonly policies: ChannelPolicies
  #tip: Tip

  constructor(options: LedgerOptions, store: Store) {
    this.#options = options
    this.#store = store
    const { membership, channelId } = options
    const newest = store.get<BlockRow>('SELECT * FROM blocks ORDER BY number DESC LIMIT 1')
    this.#tip = newest === undefined ? this.#begin() : { ...newest, commitHash: newest.commit_hash }
    this.policies = new ChannelPolicies(this.blockByNumber(0)?.bytes ?? options.genesis)
    this.#context = {
      store,
      channelId,
      mspIds: membership.mspIds,
      policies: this.policies,
      definition: (name) => this.definition(name),
      collection: (chaincode, name) => this.#collection(chaincode, name),
      withheld: (mspId) => (this.#delivery.get(mspId) ?? 'normal') !== 'normal',
      identify: (serialized) => lastingIdentity(membership, serialized),
    }
    this.#loadDefinitions()
  }

  get height(): number {
    return this.#tip.number + 1
  }

  get commitHash(): Uint8Array {
    return this.#tip.commitHash
  }

  simulate(request: SimulationRequest): Simulator {
    const { store, channelId, collection } = this.#context
    const atBlock = Math.min(request.atBlock ?? Infinity, this.#tip.number)
    return new Simulation(request, { store, channelId, collection, atBlock })
  }

  keepTransient(txId: string, mspIds: string | readonly string[], privateResults: Uint8Array): void {
    const sets = decodePrivateSets(privateResults)
    this.#store.atomically(() => {
      for (const mspId of [mspIds].flat()) {
        const own = sets.filter(({ namespace, collection: name }) => {
          const collection = this.#collection(namespace, name)
          return collection !== undefined && isMember(collection, mspId)
        })
        if (own.length === 0) continue
        const bytes = own.length === sets.length ? privateResults : encodePrivateSets(own)
        this.#store.run('INSERT OR REPLACE INTO transient VALUES (?, ?, ?, ?)', txId, mspId, bytes, this.height)
      }
    })
  }

  commit(envelopes: readonly Uint8Array[]): CommittedBlock {
    const number = this.height
    const block = this.#store.atomically(() => {
      const { transactions, changes } = applyBlock(number, envelopes, this.#context)
      this.#store.run('DELETE FROM transient WHERE height < ?', number - TRANSIENT_BLOCKS)
      return this.#append(number, envelopes, transactions, changes)
    })
    this.#tip = block.tip
    return block.committed
  }

  blockByNumber(number: number): CommittedBlock | undefined {
    return this.#block(this.#store.get<BlockRow>('SELECT * FROM blocks WHERE number = ?', number))
  }

  blockByHash(hash: Uint8Array): CommittedBlock | undefined {
    return this.#block(this.#store.get<BlockRow>('SELECT * FROM blocks WHERE hash = ?', hash))
  }

  transaction(txId: string): CommittedTransaction | undefined {
    const row = this.#store.get<TransactionRow>(
      'SELECT block, idx, tx_id, code FROM transactions WHERE tx_id = ? ORDER BY block, idx LIMIT 1',
      txId,
    )
    return row && committed(row)
  }

  privateDataOfBlock(number: number, mspId: string): ReadonlyMap<number, Uint8Array> {
    return privateDataOfBlock(number, mspId, this.#store)
  }

  definition(chaincode: string): ChaincodeDefinition | undefined {
    return this.#definitions.get(chaincode)
  }

  definitions(): readonly ChaincodeDefinition[] {
    return [...this.#definitions.values()]
  }

  define(definition: ChaincodeDefinition): void {
    const { name, sequence } = definition
    const current = this.#definitions.get(name)?.sequence ?? 0
    if (sequence <= current) {
      throw new LedgerError(
        `Chaincode ${name} has sequence ${current}; a new definition needs a higher one, not ${sequence}.`,
      )
    }
    this.#store.atomically(() => {
      const text = JSON.stringify(definition)
      this.#store.run('INSERT INTO definitions VALUES (?, ?, ?)', name, sequence, text)
      writeDefinition(this.#store, name, sequence, this.#tip.number)
      for (const collection of definition.collections) noteNewMembers(name, collection, this.#context)
    })
    this.#definitions.set(name, definition)
  }

  setPrivateDelivery(mspId: string, delivery: PrivateDelivery): void {
    this.#delivery.set(mspId, delivery)
  }

  reconcile(mspId: string): number {
    if (this.#delivery.get(mspId) === 'drop' || !missesPrivateData(mspId, this.#store)) return 0
    return this.#store.atomically(() => reconcilePrivateData(mspId, this.#store))
  }

  close(): void {
    this.#store.close()
  }

  /** A collection of a chaincode; implicit ones exist for the channel's organisations only. */
  #collection(chaincode: string, name: string): CollectionDefinition | undefined {
    const owner = implicitOwner(name)
    if (owner !== undefined && !this.#options.membership.mspIds.includes(owner)) return undefined
    return collectionOf(this.definition(chaincode), name)
  }

  #loadDefinitions(): void {
    const rows = this.#store.all<{ definition: string }>('SELECT definition FROM definitions ORDER BY name, sequence')
    for (const row of rows) {
      const definition = JSON.parse(row.definition) as ChaincodeDefinition
      this.#definitions.set(definition.name, definition)
    }
    for (const definition of this.#options.definitions ?? []) {
      if (!this.#definitions.has(definition.name)) this.define(definition)
    }
  }

  #begin(): Tip {
    this.#tip = { number: -1, hash: NOTHING, commitHash: NOTHING }
    const envelopes = envelopesOf(this.#options.genesis)
    const transactions = envelopes.map(() => ({ txId: '', code: 0, seconds: 0, nanos: 0 }))
    return this.#store.atomically(() => this.#append(0, envelopes, transactions, undefined)).tip
  }

  /** @param changes absent for block 0, which has no commit hash. */
  #append(
    number: number,
    envelopes: readonly Uint8Array[],
    transactions: readonly ValidatedTransaction[],
    changes: readonly KeyChange[] | undefined,
  ): { readonly committed: CommittedBlock; readonly tip: Tip } {
    const codes = Uint8Array.from(transactions, ({ code }) => code)
    const committing = changes && commitHash(codes, changes, this.#tip.commitHash)
    const parts = {
      number,
      previousHash: this.#tip.hash,
      envelopes,
      codes,
      ...(committing && { commitHash: committing }),
    }
    const { bytes, hash }: SealedBlock = sealBlock(parts, this.#options.signer, randomBytes(24))
    this.#store.run('INSERT INTO blocks VALUES (?, ?, ?, ?)', number, hash, bytes, committing ?? NOTHING)
    transactions.forEach(({ txId, code, seconds, nanos }, index) => {
      this.#store.run('INSERT INTO transactions VALUES (?, ?, ?, ?, ?, ?)', number, index, txId, code, seconds, nanos)
    })
    return {
      committed: {
        number,
        bytes,
        hash,
        transactions: transactions.map(({ txId, code }, index) => ({ txId, code, blockNumber: number, index })),
      },
      tip: { number, hash, commitHash: committing ?? NOTHING },
    }
  }

  #block(row: BlockRow | undefined): CommittedBlock | undefined {
    if (row === undefined) return undefined
    const rows = this.#store.all<TransactionRow>(
      'SELECT block, idx, tx_id, code FROM transactions WHERE block = ? ORDER BY idx',
      row.number,
    )
    return { number: row.number, bytes: row.bytes, hash: row.hash, transactions: rows.map(committed) }
  }
}

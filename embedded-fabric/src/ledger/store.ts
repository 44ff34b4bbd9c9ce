import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { StatementSync } from 'node:sqlite'

/** Raised when a ledger's file cannot be used; the message says what is wrong and what to do. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError'
}

const FORMAT = 1

/**
 * Public state, hashes of private data and each organisation's private data are namespaces of one table. A deleted key
 * stays as a row without value, and every version stays in `history`, so that a simulation reads the state as of its block.
 */
const SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE blocks (number INTEGER PRIMARY KEY, hash BLOB NOT NULL, bytes BLOB NOT NULL, commit_hash BLOB NOT NULL);
  CREATE INDEX blocks_by_hash ON blocks (hash);
  CREATE TABLE transactions (
    block INTEGER NOT NULL, idx INTEGER NOT NULL, tx_id TEXT NOT NULL, code INTEGER NOT NULL,
    seconds INTEGER NOT NULL, nanos INTEGER NOT NULL, PRIMARY KEY (block, idx)) WITHOUT ROWID;
  CREATE INDEX transactions_by_id ON transactions (tx_id);
  CREATE TABLE state (
    ns TEXT NOT NULL, key BLOB NOT NULL, block INTEGER NOT NULL, tx INTEGER NOT NULL, value BLOB, metadata BLOB,
    PRIMARY KEY (ns, key)) WITHOUT ROWID;
  CREATE TABLE history (
    ns TEXT NOT NULL, key BLOB NOT NULL, block INTEGER NOT NULL, tx INTEGER NOT NULL, value BLOB, metadata BLOB,
    written INTEGER NOT NULL, PRIMARY KEY (ns, key, block, tx)) WITHOUT ROWID;
  CREATE TABLE transient (tx_id TEXT NOT NULL, msp_id TEXT NOT NULL, bytes BLOB NOT NULL, height INTEGER NOT NULL,
    PRIMARY KEY (tx_id, msp_id)) WITHOUT ROWID;
  CREATE INDEX transient_by_height ON transient (height);
  CREATE TABLE private_sets (block INTEGER NOT NULL, tx INTEGER NOT NULL, msp_id TEXT NOT NULL, ns TEXT NOT NULL,
    collection TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (block, tx, msp_id, ns, collection)) WITHOUT ROWID;
  CREATE INDEX private_sets_by_collection ON private_sets (ns, collection);
  CREATE TABLE missing (msp_id TEXT NOT NULL, block INTEGER NOT NULL, tx INTEGER NOT NULL, ns TEXT NOT NULL,
    collection TEXT NOT NULL, PRIMARY KEY (msp_id, block, tx, ns, collection)) WITHOUT ROWID;
  CREATE TABLE expiries (at_block INTEGER NOT NULL, block INTEGER NOT NULL, tx INTEGER NOT NULL, ns TEXT NOT NULL,
    collection TEXT NOT NULL, key_hash BLOB NOT NULL, PRIMARY KEY (at_block, block, tx, ns, collection, key_hash)) WITHOUT ROWID;
  CREATE TABLE definitions (name TEXT NOT NULL, sequence INTEGER NOT NULL, definition TEXT NOT NULL,
    PRIMARY KEY (name, sequence)) WITHOUT ROWID;
`

export interface Row {
  readonly key: Uint8Array
  readonly block: number
  readonly tx: number
  readonly value: Uint8Array | null
  readonly metadata: Uint8Array | null
}

export type SqlValue = string | number | Uint8Array | null

/** The ledger's database: prepared statements by their text, and one transaction at a time. */
export class Store {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #holder: string | undefined

  /** @throws LedgerError when a live process holds the file, when it is damaged, or belongs to another channel. */
  constructor(file: string | undefined, channelId: string) {
    this.#database = file === undefined ? new DatabaseSync(':memory:') : openFile(file)
    this.#holder = file === undefined ? undefined : holderOf(file)
    try {
      prepare(this.#database, file ?? 'in memory', channelId)
    } catch (error) {
      this.close()
      throw error instanceof LedgerError || file === undefined ? error : unusable(file, error)
    }
  }

  /** Runs a statement that answers nothing; tells how many rows it changed. */
  run(sql: string, ...values: SqlValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes)
  }

  // The caller knows the columns that it asks for.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  get<T>(sql: string, ...values: SqlValue[]): T | undefined {
    return this.#prepare(sql).get(...values) as T | undefined
  }

  all<T>(sql: string, ...values: SqlValue[]): T[] {
    return this.#prepare(sql).all(...values) as T[]
  }

  /** All of `work` is on disk when this returns, or none of it. */
  atomically<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** Gives the file back; may be called twice. */
  close(): void {
    if (!this.#database.isOpen) return
    this.#statements.clear()
    if (this.#holder !== undefined) rmSync(this.#holder, { force: true })
    this.#database.close()
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

/** Beside the ledger's file, only to tell a second opener who the first one is: the lock itself is SQLite's. */
function holderOf(file: string): string {
  return `${file}.holder`
}

/**
 * Opens the file for this process alone. SQLite's lock is the operating system's: it ends with its process, however that
 * ends, so that a dead holder never stands in the way.
 */
function openFile(file: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    database.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; BEGIN EXCLUSIVE; COMMIT')
    checkPages(database, file)
    writeFileSync(holderOf(file), String(process.pid), { mode: 0o600 })
    return database
  } catch (error) {
    database?.close()
    throw unusable(file, error)
  }
}

/** Above this size a whole check would delay the start; damage then shows when the damaged part is read. */
const CHECKED_BYTES = 64 * 1024 * 1024

function checkPages(database: DatabaseSync, file: string): void {
  if (statSync(file).size > CHECKED_BYTES) return
  const { quick_check: result } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
  if (result !== 'ok') throw new Error(result)
}

const BUSY = 5
const CANNOT_OPEN = 14

function unusable(file: string, error: unknown): LedgerError {
  const { errcode, message } = error as { readonly errcode?: number; readonly message: string }
  if (errcode === BUSY) {
    return new LedgerError(
      `The ledger ${file} is in use by ${holderName(file)}: end that process first, or use another data folder.`,
    )
  }
  if (errcode === CANNOT_OPEN)
    return new LedgerError(
      `The ledger ${file} cannot be opened: does its folder exist, and may this process write there?`,
    )
  return new LedgerError(
    `The ledger ${file} is damaged (${message}): restore it from a copy, or remove it to begin anew.`,
  )
}

function holderName(file: string): string {
  try {
    return `process ${readFileSync(holderOf(file), 'utf8')}`
  } catch {
    return 'another process'
  }
}

function prepare(database: DatabaseSync, file: string, channelId: string): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version === 0) {
    database.exec(`BEGIN; ${SCHEMA} PRAGMA user_version = ${FORMAT}`)
    database.prepare("INSERT INTO meta VALUES ('channel', ?)").run(Buffer.from(channelId))
    database.exec('COMMIT')
    return
  }
  if (version !== FORMAT) {
    throw new LedgerError(`The ledger ${file} has format ${version}; this version reads format ${FORMAT}.`)
  }
  const row = database.prepare("SELECT value FROM meta WHERE name = 'channel'").get() as
    { value: Uint8Array } | undefined
  const found = Buffer.from(row?.value ?? []).toString()
  if (found !== channelId) {
    throw new LedgerError(`The ledger ${file} belongs to channel '${found}', not to '${channelId}'.`)
  }
}

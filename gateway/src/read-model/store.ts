import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { SQLOutputValue, StatementSync } from 'node:sqlite'
import type { CertificateId, CertificateRecord, PublicState, RecordKind, RecordReader } from '@eco/domain'
import { ledgerKey } from '@eco/domain'
import type { RegisterChange } from '../register/register'
import { narrowed } from './certificate-filter'
import type { CertificateFilter } from './certificate-filter'
import { migrate } from './migrations'
import { ObjectionRows } from './objection-rows'
import type { Recheck } from './objections'

/** How far the rows reach. */
export interface Checkpoint {
  /** Hash of block 0: the channel that the rows come from. */
  readonly genesis: string
  readonly block: number
  readonly hash: string
  readonly time: string | undefined
}

/** What one transaction made of a certificate, all its records taken together. */
export interface CertificateChange extends Pick<RegisterChange, 'transactionId' | 'time' | 'submitter'> {
  readonly record: CertificateRecord
}

/** One block as it is stored: its records, and the certificates that they belong to. */
export interface StoredBlock extends Recheck {
  readonly records: readonly RegisterChange[]
  readonly certificates: readonly CertificateChange[]
}

/** A record of the ledger as of the block that last changed it. */
export interface StoredRecord {
  readonly key: string
  readonly text: string
  readonly block: number
  readonly time: string
}

/** How far the records of one kind reach. */
export interface Extent {
  readonly records: number
  readonly block: number
}

/** A certificate as of the block that last changed it. */
export interface StoredCertificate {
  readonly record: CertificateRecord
  readonly block: number
}

/** One entry of a certificate's history, oldest first. */
export interface StoredChange extends StoredCertificate {
  readonly transactionId: string
  readonly time: string
  readonly submitter: string
}

/** A page of a list, and where the next one begins. */
export interface CertificatePage {
  readonly certificates: readonly StoredCertificate[]
  readonly next: number | undefined
}

const TABLES = ['checkpoint', 'certificate', 'change', 'record', 'drawn', 'objection', 'private_hash'] as const

/** The rows of the read model, in one SQLite file that may be deleted at any time. */
export class Store {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  /** What was found when the changes were run again. */
  readonly objections = new ObjectionRows((sql) => this.#statement(sql))

  private constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** Opens the file; one that is damaged or of a newer make is thrown away, since block 0 rebuilds it. */
  static open(file: string): Store {
    try {
      return Store.#openFile(file)
    } catch (error) {
      if (!isDamage(error)) throw error
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
      return Store.#openFile(file)
    }
  }

  static #openFile(file: string): Store {
    const database = new DatabaseSync(file)
    try {
      // The rows can be had again from the ledger; a crash costs at most the last blocks, never half of one.
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -1024')
      migrate(database)
      database.prepare('SELECT block FROM checkpoint').get()
      return new Store(database)
    } catch (error) {
      database.close()
      throw error
    }
  }

  checkpoint(): Checkpoint | undefined {
    const row = this.#statement('SELECT genesis, block, hash, time FROM checkpoint').get()
    if (row === undefined) return undefined
    const { genesis, block, hash, time } = row
    return {
      genesis: String(genesis),
      block: Number(block),
      hash: String(hash),
      time: time === null ? undefined : String(time),
    }
  }

  /** Forgets everything, to begin again at block 0. */
  clear(): void {
    const tables = TABLES.map((table) => `DELETE FROM ${table};`)
    this.#database.exec(`BEGIN; ${tables.join(' ')} COMMIT`)
  }

  /** Rows and checkpoint of one block, both or neither. */
  apply(checkpoint: Checkpoint, { records, certificates, ...rechecked }: StoredBlock): void {
    this.#database.exec('BEGIN')
    try {
      for (const record of records) this.#applyRecord(checkpoint.block, record)
      for (const certificate of certificates) this.#applyCertificate(checkpoint.block, certificate)
      this.objections.apply(checkpoint.block, rechecked)
      this.#statement('INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?, ?)').run(
        checkpoint.genesis,
        checkpoint.block,
        checkpoint.hash,
        checkpoint.time ?? null,
      )
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  certificate(id: CertificateId): StoredCertificate | undefined {
    const row = this.#statement('SELECT record, block FROM certificate WHERE id = ?').get(id)
    return row === undefined ? undefined : stored(row)
  }

  /** The text that the ledger holds under a key. */
  record(key: string): StoredRecord | undefined {
    const row = this.#statement('SELECT * FROM record WHERE key = ?').get(key)
    return row === undefined ? undefined : storedRecord(row)
  }

  /** The records of a kind whose key begins with these parts, in the order of their first writing. */
  records(kind: RecordKind, ...parts: readonly string[]): readonly StoredRecord[] {
    return this.#statement('SELECT * FROM record WHERE key >= ? AND key < ? ORDER BY position')
      .all(...keysOf(kind, parts))
      .map(storedRecord)
  }

  /** How many records of a kind there are, and the block that last changed one: records are never removed, so both stay while nothing changes. */
  extent(kind: RecordKind): Extent {
    const row = this.#statement(
      'SELECT count(*) AS records, max(block) AS block FROM record WHERE key >= ? AND key < ?',
    )
    const { records, block } = row.get(...keysOf(kind, [])) ?? {}
    return { records: Number(records), block: Number(block ?? 0) }
  }

  /** The records as the rules of the domain read them. */
  reader(): RecordReader {
    return { read: (key) => Promise.resolve(this.record(key)?.text) }
  }

  /** The certificates that draw on one directly, in the order of their registration. */
  drawnBy(id: CertificateId): readonly CertificateId[] {
    return this.#statement(
      'SELECT id FROM drawn JOIN certificate ON certificate.id = drawn.certificate WHERE original = ? ORDER BY position',
    )
      .all(id)
      .map((row) => String(row.id) as CertificateId)
  }

  /** The state as everybody can know it: records, and hashes of private values. */
  publicState(): PublicState {
    return {
      ...this.reader(),
      privateHash: (collection, keyHash) => Promise.resolve(this.objections.privateHash(`${collection}/${keyHash}`)),
    }
  }

  history(id: CertificateId): readonly StoredChange[] {
    return this.#statement('SELECT * FROM change WHERE certificate = ? ORDER BY sequence')
      .all(id)
      .map((row) => ({
        ...stored(row),
        transactionId: String(row.transaction_id),
        time: String(row.time),
        submitter: String(row.submitter),
      }))
  }

  /** All that the filter leaves, in the order of registration. */
  all(filter: CertificateFilter): readonly StoredCertificate[] {
    return this.list(filter, 0, Number.MAX_SAFE_INTEGER - 1).certificates
  }

  /** In the order of registration, from the position after `after`. */
  list(filter: CertificateFilter, after: number, limit: number): CertificatePage {
    const { conditions, values } = narrowed(filter)
    const rows = this.#statement(
      `SELECT position, record, block FROM certificate WHERE ${['position > ?', ...conditions].join(' AND ')}
       ORDER BY position LIMIT ?`,
    ).all(after, ...values, limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      certificates: page.map(stored),
      next: rows.length > limit && last !== undefined ? Number(last.position) : undefined,
    }
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #applyRecord(block: number, { key, text, time }: RegisterChange): void {
    this.#statement(
      `INSERT INTO record (key, block, time, text) VALUES (?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET block = excluded.block, time = excluded.time, text = excluded.text`,
    ).run(key, block, time, text)
  }

  #applyCertificate(block: number, { record, transactionId, time, submitter }: CertificateChange): void {
    const { id, issuingMember, authority, importingMember, states, links } = record
    const text = JSON.stringify(record)
    this.#statement(
      `INSERT INTO certificate (id, issuer, authority, importer, document, delivery, verification, block, record)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET importer = excluded.importer, document = excluded.document,
         delivery = excluded.delivery, verification = excluded.verification, block = excluded.block, record = excluded.record`,
    ).run(
      ...[id, issuingMember, authority, importingMember],
      ...[states.document, states.delivery, states.verification, block, text],
    )
    this.#statement(
      'INSERT INTO change (certificate, block, transaction_id, time, submitter, record) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(id, block, transactionId, time, submitter, text)
    for (const original of links.originals) {
      this.#statement('INSERT INTO drawn VALUES (?, ?) ON CONFLICT DO NOTHING').run(original, id)
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const prepared = this.#database.prepare(sql)
    this.#statements.set(sql, prepared)
    return prepared
  }
}

/** What SQLite says of a file with another schema, with damage, or that is no database at all; not of a full disk. */
function isDamage(error: unknown): boolean {
  const [LOGIC, CORRUPT, NOT_A_DATABASE] = [1, 11, 26]
  const { errcode } = error as { readonly errcode?: number }
  const code = errcode === undefined ? undefined : errcode & 0xff
  return code === LOGIC || code === CORRUPT || code === NOT_A_DATABASE
}

function keysOf(kind: RecordKind, parts: readonly string[]): [from: string, to: string] {
  const from = ledgerKey(kind, ...parts) + (parts.length > 0 ? '/' : '')
  return [from, `${from}\u{10ffff}`]
}

function storedRecord(row: Record<string, SQLOutputValue>): StoredRecord {
  return { key: String(row.key), text: String(row.text), block: Number(row.block), time: String(row.time) }
}

/** Only records that passed the domain's parser are stored. */
function stored(row: Record<string, SQLOutputValue>): StoredCertificate {
  return { record: JSON.parse(String(row.record)) as CertificateRecord, block: Number(row.block) }
}

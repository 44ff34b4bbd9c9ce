import type { DatabaseSync } from 'node:sqlite'
import { openDurableFile } from '../durable-file'

/** A document that was signed under a request id, kept before anything is sent to the register. */
export interface Issuance {
  readonly authority: string
  readonly requestId: string
  /** SHA-256 of the canonical dataset: tells a repeat from a reuse of the request id. */
  readonly datasetHash: string
  readonly salt: string
  readonly document: string
}

const SCHEMA = `
  PRAGMA secure_delete = ON; PRAGMA cache_size = -256;
  CREATE TABLE IF NOT EXISTS issuance (
    authority TEXT NOT NULL,
    request_id TEXT NOT NULL,
    dataset_hash TEXT NOT NULL,
    salt TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (authority, request_id)
  ) STRICT`

/**
 * Keeps what was signed, so that a request that is repeated after a lost answer gives the same document: a new
 * signature would have another hash than the one that may be registered already. Unlike the read model it cannot be rebuilt.
 */
export class IssuanceStore {
  readonly #database: DatabaseSync

  constructor(file: string) {
    this.#database = openDurableFile(file, SCHEMA, {
      holds: 'issued documents',
      advice: 'Restore it from a backup, or move it away if no request waits for its answer.',
    })
  }

  find(authority: string, requestId: string): Issuance | undefined {
    const row = this.#database
      .prepare('SELECT dataset_hash, salt, document FROM issuance WHERE authority = ? AND request_id = ?')
      .get(authority, requestId)
    if (row === undefined) return undefined
    return {
      authority,
      requestId,
      datasetHash: String(row.dataset_hash),
      salt: String(row.salt),
      document: String(row.document),
    }
  }

  /** Keeps it, on disk when this returns; of two at the same moment the first stays, and is returned to both. */
  keep(issuance: Issuance): Issuance {
    const { authority, requestId, datasetHash, salt, document } = issuance
    this.#database
      .prepare('INSERT INTO issuance VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
      .run(authority, requestId, datasetHash, salt, document)
    return this.find(authority, requestId) ?? issuance
  }

  /** Forgets a document that the register refused. */
  forget({ authority, requestId, document }: Issuance): void {
    this.#database
      .prepare('DELETE FROM issuance WHERE authority = ? AND request_id = ? AND document = ?')
      .run(authority, requestId, document)
  }

  /** Forgets for good every document that `isMeant` names, and writes over it; true if there was one. */
  purge(isMeant: (document: string) => boolean): boolean {
    const meant: number[] = []
    for (const { rowid, document } of this.#database.prepare('SELECT rowid, document FROM issuance').iterate()) {
      if (isMeant(String(document))) meant.push(Number(rowid))
    }
    for (const rowid of meant) this.#database.prepare('DELETE FROM issuance WHERE rowid = ?').run(rowid)
    if (meant.length > 0) this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return meant.length > 0
  }

  close(): void {
    this.#database.close()
  }
}

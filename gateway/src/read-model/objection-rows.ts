import type { SQLOutputValue, StatementSync } from 'node:sqlite'
import { certificateOfKey } from '@eco/domain'
import type { CertificateId } from '@eco/domain'
import type { Objection, Recheck } from './objections'

/** A record that was written although the rules would not have allowed it. */
export interface StoredObjection extends Omit<Objection, 'keys'> {
  /** Empty where nothing public was written. */
  readonly key: string
  readonly block: number
}

/** What the read model keeps so that it can run changes again, and what it found. */
export class ObjectionRows {
  readonly #statement: (sql: string) => StatementSync

  constructor(statement: (sql: string) => StatementSync) {
    this.#statement = statement
  }

  /** Within the transaction of the block. */
  apply(block: number, { objections, privateHashes }: Recheck): void {
    for (const objection of objections) this.#add(block, objection)
    for (const [place, hash] of privateHashes) {
      if (hash === undefined) this.#statement('DELETE FROM private_hash WHERE place = ?').run(place)
      else this.#statement('INSERT OR REPLACE INTO private_hash VALUES (?, ?)').run(place, hash)
    }
  }

  /** The hash of what a private collection holds at a place (`collection/hash of the key`). */
  privateHash(place: string): string | undefined {
    const row = this.#statement('SELECT hash FROM private_hash WHERE place = ?').get(place)
    return row === undefined ? undefined : String(row.hash)
  }

  /** What was written of a certificate against the rules, oldest first. */
  toCertificate(id: CertificateId): readonly StoredObjection[] {
    return this.#statement('SELECT * FROM objection WHERE certificate = ? ORDER BY sequence').all(id).map(stored)
  }

  /** What was written under a key against the rules, oldest first. */
  toKey(key: string): readonly StoredObjection[] {
    return this.#statement('SELECT * FROM objection WHERE key = ? ORDER BY sequence').all(key).map(stored)
  }

  #add(block: number, { keys, transactionId, time, submitter, rule, detail }: Objection): void {
    for (const key of keys.length === 0 ? [''] : keys) {
      this.#statement(
        `INSERT INTO objection (key, certificate, block, transaction_id, time, submitter, rule, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(key, certificateOfKey(key) ?? null, block, transactionId, time, submitter, rule, detail)
    }
  }
}

function stored(row: Record<string, SQLOutputValue>): StoredObjection {
  const text = (name: string): string => String(row[name])
  return {
    key: text('key'),
    block: Number(row.block),
    transactionId: text('transaction_id'),
    time: text('time'),
    submitter: text('submitter'),
    rule: text('rule'),
    detail: text('detail'),
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { SQLOutputValue, StatementSync } from 'node:sqlite'
import type { CertificateId, Purpose, Role } from '@eco/domain'
import { openDurableFile } from '../durable-file'

/** A document or text that this gateway has to bring into the collection of two members. */
export interface Outgoing {
  readonly id: CertificateId
  readonly purpose: Purpose
  /** In which role it is sent. */
  readonly role: Role
  readonly salt: string
  readonly content: string
  readonly attempts: number
  /** Milliseconds since 1970; null when there is nothing more to do for now. */
  readonly dueAt: number | null
}

/** A document that arrived, is the registered one, and is kept for the officers of this member. */
export interface Received {
  readonly id: CertificateId
  readonly content: string
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}

const PREPARATION = `
  PRAGMA secure_delete = ON; PRAGMA cache_size = -512;
  CREATE TABLE IF NOT EXISTS outgoing (
    certificate TEXT NOT NULL,
    purpose TEXT NOT NULL,
    role TEXT NOT NULL,
    salt TEXT NOT NULL,
    content TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER,
    PRIMARY KEY (certificate, purpose)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS outgoing_due ON outgoing (due_at) WHERE due_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS received (
    certificate TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    received_at INTEGER NOT NULL
  ) STRICT`

/**
 * What this gateway sends to and got from other members, in clear: an outbox that survives a crash, and the documents that
 * arrived. Deleted content is written over in the file.
 */
export class PrivateStore {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(file: string) {
    this.#database = openDurableFile(file, PREPARATION, {
      holds: 'exchanged documents',
      advice: 'Restore it from a backup, or move it away: what the own peer holds is fetched again.',
    })
  }

  /** Keeps what is to be sent, on disk when this returns; what stands there for the same purpose stays. */
  enqueue(entry: Omit<Outgoing, 'attempts'>): void {
    const { id, purpose, role, salt, content, dueAt } = entry
    this.#statement(
      `INSERT INTO outgoing (certificate, purpose, role, salt, content, due_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ).run(id, purpose, role, salt, content, dueAt)
  }

  /** What is due, the longest waiting first. */
  due(now: number, limit: number): readonly Outgoing[] {
    return this.#statement('SELECT * FROM outgoing WHERE due_at <= ? ORDER BY due_at LIMIT ?')
      .all(now, limit)
      .map(outgoing)
  }

  /** When the next one is due; undefined when nothing waits. */
  nextDue(): number | undefined {
    const due = this.#statement('SELECT min(due_at) AS due FROM outgoing').get()?.due
    return typeof due === 'number' ? due : undefined
  }

  outgoing(id: CertificateId, purpose: string): Outgoing | undefined {
    const row = this.#statement('SELECT * FROM outgoing WHERE certificate = ? AND purpose = ?').get(id, purpose)
    return row === undefined ? undefined : outgoing(row)
  }

  /** Says when it is to be looked at again; null when there is nothing more to do for now. */
  postpone({ id, purpose }: Pick<Outgoing, 'id' | 'purpose'>, dueAt: number | null, attempts: number): void {
    this.#statement('UPDATE outgoing SET due_at = ?, attempts = ? WHERE certificate = ? AND purpose = ?').run(
      dueAt,
      attempts,
      id,
      purpose,
    )
  }

  /** Forgets what is not to be sent any more. */
  forget({ id, purpose }: Pick<Outgoing, 'id' | 'purpose'>): void {
    this.#statement('DELETE FROM outgoing WHERE certificate = ? AND purpose = ?').run(id, purpose)
  }

  received(id: CertificateId): Received | undefined {
    const row = this.#statement('SELECT * FROM received WHERE certificate = ?').get(id)
    if (row === undefined) return undefined
    return { id, content: String(row.content), receivedAt: Number(row.received_at) }
  }

  /** Keeps a document that arrived, on disk when this returns. */
  keep({ id, content, receivedAt }: Received): void {
    this.#statement('INSERT OR REPLACE INTO received VALUES (?, ?, ?)').run(id, content, receivedAt)
  }

  /** Forgets everything about a certificate, for good; true if there was anything. */
  purge(id: CertificateId): boolean {
    const tables = ['outgoing', 'received'] as const
    const rows = tables.map((table) => this.#statement(`DELETE FROM ${table} WHERE certificate = ?`).run(id).changes)
    const found = rows.some((changes) => changes > 0)
    // The journal holds the old pages until it is emptied.
    if (found) this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return found
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const prepared = this.#database.prepare(sql)
    this.#statements.set(sql, prepared)
    return prepared
  }
}

/** Only what the gateway itself has written stands in the rows. */
function outgoing(row: Record<string, SQLOutputValue>): Outgoing {
  return {
    id: String(row.certificate) as CertificateId,
    purpose: String(row.purpose) as Purpose,
    role: String(row.role) as Role,
    salt: String(row.salt),
    content: String(row.content),
    attempts: Number(row.attempts),
    dueAt: typeof row.due_at === 'number' ? row.due_at : null,
  }
}

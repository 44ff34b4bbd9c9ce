import type { DatabaseSync } from 'node:sqlite'
import type { SQLOutputValue } from 'node:sqlite'
import type { CertificateId, IssueEntry, Outcome } from '@eco/domain'
import { parseIssueEntry } from '@eco/domain'
import { openDurableFile } from '../durable-file'

/** A certificate that is signed and not yet known to be on the ledger. */
export interface PendingRegistration {
  readonly id: CertificateId
  /** ISO 8601: when it was signed. */
  readonly since: string
  readonly attempts: number
  /** `pending`: it is still tried; `refused`: a rule said no, and nothing was written. */
  readonly state: 'pending' | 'registered' | 'refused'
  /** What the last attempt met: the code of a problem or of the refusal. */
  readonly problem: string | undefined
  readonly detail: string | undefined
}

/** Registrations that are sent together, always under the same request id, so that the ledger recognises a repeat. */
export interface Batch {
  readonly requestId: string
  readonly entries: readonly { readonly id: CertificateId; readonly entry: unknown }[]
}

const SCHEMA = `
  PRAGMA cache_size = -256;
  CREATE TABLE IF NOT EXISTS pending (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    batch TEXT,
    entry TEXT NOT NULL,
    since TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'pending',
    problem TEXT,
    detail TEXT
  ) STRICT;
  DELETE FROM pending WHERE state = 'registered'`

/** Keeps what is to be registered, on disk before anybody is answered, until the ledger has said what became of it. */
export class PendingRegistrations {
  readonly #database: DatabaseSync

  constructor(file: string) {
    this.#database = openDurableFile(file, SCHEMA, {
      holds: 'certificates that wait for their registration',
      advice: 'Restore it from a backup, or move it away and register what it held again.',
    })
  }

  /** Adds one; a certificate that is there already stays as it is. */
  add(id: CertificateId, entry: unknown, since: Date): void {
    this.#database
      .prepare('INSERT INTO pending (id, entry, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(id, JSON.stringify(entry), since.toISOString())
  }

  find(id: CertificateId): PendingRegistration | undefined {
    const row = this.#database.prepare('SELECT * FROM pending WHERE id = ?').get(id)
    return row === undefined ? undefined : pendingOf(row)
  }

  /** What is or was to be registered; undefined where nothing was signed here. */
  entryOf(id: CertificateId): IssueEntry | undefined {
    const row = this.#database.prepare('SELECT entry FROM pending WHERE id = ?').get(id)
    return row === undefined ? undefined : parseIssueEntry(JSON.parse(String(row.entry)))
  }

  /** All of them, the oldest first. */
  list(): readonly PendingRegistration[] {
    return this.#database.prepare('SELECT * FROM pending ORDER BY position').all().map(pendingOf)
  }

  /** What is to be sent next: the batch that was not settled, else up to `most` that were never sent, as a new one. */
  nextBatch(newRequestId: () => string, most: number): Batch | undefined {
    const open = this.#database
      .prepare("SELECT batch FROM pending WHERE state = 'pending' AND batch IS NOT NULL ORDER BY position LIMIT 1")
      .get()
    const requestId = open === undefined ? newRequestId() : String(open.batch)
    if (open === undefined) {
      this.#database
        .prepare(
          `UPDATE pending SET batch = ? WHERE position IN
           (SELECT position FROM pending WHERE state = 'pending' AND batch IS NULL ORDER BY position LIMIT ?)`,
        )
        .run(requestId, most)
    }
    const rows = this.#database
      .prepare("SELECT id, entry FROM pending WHERE batch = ? AND state = 'pending' ORDER BY position")
      .all(requestId)
    if (rows.length === 0) return undefined
    const entries = rows.map(({ id, entry }) => ({
      id: id as CertificateId,
      entry: JSON.parse(String(entry)) as unknown,
    }))
    return { requestId, entries }
  }

  /** Puts other content in the place of an entry that is still to be sent. */
  replace(id: CertificateId, entry: unknown): void {
    this.#database.prepare('UPDATE pending SET entry = ? WHERE id = ?').run(JSON.stringify(entry), id)
  }

  /** What the ledger said of a batch; what it said nothing of stays in it. What is registered is forgotten at the next start, when the read model tells it. */
  settle({ entries }: Batch, outcomes: readonly (Outcome | undefined)[]): void {
    this.#database.exec('BEGIN')
    for (const [index, { id }] of entries.entries()) {
      const outcome = outcomes[index]
      if (outcome === 'done') this.#database.prepare("UPDATE pending SET state = 'registered' WHERE id = ?").run(id)
      else if (outcome !== undefined) {
        this.#database
          .prepare("UPDATE pending SET state = 'refused', problem = ?, detail = ? WHERE id = ?")
          .run(outcome.code, outcome.detail, id)
      }
    }
    this.#database.exec('COMMIT')
  }

  /** An attempt that ended without an answer about the rules. */
  failed({ requestId }: Batch, problem: string): void {
    this.#database
      .prepare("UPDATE pending SET attempts = attempts + 1, problem = ? WHERE batch = ? AND state = 'pending'")
      .run(problem, requestId)
  }

  close(): void {
    this.#database.close()
  }
}

const STATES = ['pending', 'registered', 'refused'] as const

function pendingOf(row: Record<string, SQLOutputValue>): PendingRegistration {
  const text = (value: SQLOutputValue | undefined): string | undefined =>
    value === null || value === undefined ? undefined : String(value)
  return {
    id: String(row.id) as CertificateId,
    since: String(row.since),
    attempts: Number(row.attempts),
    state: STATES.find((state) => state === row.state) ?? 'pending',
    problem: text(row.problem),
    detail: text(row.detail),
  }
}

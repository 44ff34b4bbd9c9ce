import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { CertificateId } from '@eco/domain'
import { openDurableFile } from '../durable-file'

/** The declaration behind a use of a certificate: what the register holds only a digest of. */
export interface NotedUse {
  readonly certificate: CertificateId
  readonly use: string
  /** How the importing member names the declaration. */
  readonly reference: string
  /** The number of the line, where the use is that of one line. */
  readonly line: number | undefined
}

/** A check that reserved something, kept so that a repeat gives the same answer and reserves nothing twice. */
export interface KeptCheck {
  readonly requestId: string
  /** SHA-256 of the request's content: tells a repeat from a reuse of the request id. */
  readonly contentHash: string
  readonly certificates: readonly CertificateId[]
  /** JSON text. */
  readonly answer: string
}

const SCHEMA = `
  PRAGMA secure_delete = ON; PRAGMA cache_size = -256;
  CREATE TABLE IF NOT EXISTS salt (
    certificate TEXT NOT NULL,
    reference TEXT NOT NULL,
    salt TEXT NOT NULL,
    PRIMARY KEY (certificate, reference)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS use (
    certificate TEXT NOT NULL,
    use TEXT NOT NULL,
    reference TEXT NOT NULL,
    line INTEGER,
    PRIMARY KEY (certificate, use)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS kept_check (
    request_id TEXT NOT NULL PRIMARY KEY,
    content_hash TEXT NOT NULL,
    answer TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS kept_check_certificate (
    certificate TEXT NOT NULL,
    request_id TEXT NOT NULL,
    PRIMARY KEY (certificate, request_id)
  ) STRICT`

/**
 * What this member knows of its own declarations and nobody else may: the salts of their digests, and which use belongs to
 * which declaration. Unlike the read model it cannot be rebuilt.
 */
export class DeclarationStore {
  readonly #database: DatabaseSync

  constructor(file: string) {
    this.#database = openDurableFile(file, SCHEMA, { holds: 'declarations', advice: 'Restore it from a backup.' })
  }

  /**
   * The salt (128 bits, base64url) of a declaration's digest for this certificate; made once, on disk when this returns. What
   * replaces others counts their uses as its own, so that the declaration goes by the same digest there.
   */
  saltOf(certificate: CertificateId, reference: string, replaced: readonly CertificateId[] = []): string {
    const known = [certificate, ...replaced].flatMap((id) => this.#knownSalt(id, reference) ?? [])
    const salt = known[0] ?? randomBytes(16).toString('base64url')
    this.#run('INSERT INTO salt VALUES (?, ?, ?) ON CONFLICT DO NOTHING', certificate, reference, salt)
    return this.#knownSalt(certificate, reference) ?? salt
  }

  #knownSalt(certificate: CertificateId, reference: string): string | undefined {
    const [row] = this.#rows('SELECT salt FROM salt WHERE certificate = ? AND reference = ?', certificate, reference)
    return row === undefined ? undefined : String(row.salt)
  }

  /** Notes to which declaration a use belongs, before the register is told of the use. */
  note({ certificate, use, reference, line }: NotedUse): void {
    const values = [certificate, use, reference, line ?? null]
    this.#run('INSERT INTO use VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', ...values)
  }

  /** The uses of a certificate that this member's declarations made, or tried to make. */
  usesOf(certificate: CertificateId): readonly NotedUse[] {
    return this.#rows('SELECT use, reference, line FROM use WHERE certificate = ?', certificate).map((row) => ({
      certificate,
      use: String(row.use),
      reference: String(row.reference),
      line: row.line === null ? undefined : Number(row.line),
    }))
  }

  /** The salts of all declarations for a certificate, for whoever else may know them. */
  saltsOf(certificate: CertificateId): readonly { readonly reference: string; readonly salt: string }[] {
    return this.#rows('SELECT reference, salt FROM salt WHERE certificate = ?', certificate).map((row) => ({
      reference: String(row.reference),
      salt: String(row.salt),
    }))
  }

  /** The check that was kept under a request id. */
  keptCheck(requestId: string): KeptCheck | undefined {
    const [row] = this.#rows('SELECT * FROM kept_check WHERE request_id = ?', requestId)
    if (row === undefined) return undefined
    const certificates = this.#rows('SELECT certificate FROM kept_check_certificate WHERE request_id = ?', requestId)
    return {
      requestId,
      contentHash: String(row.content_hash),
      certificates: certificates.map(({ certificate }) => String(certificate) as CertificateId),
      answer: String(row.answer),
    }
  }

  /** Keeps a check before its reservations are sent to the register; of two at the same moment the first stays. */
  keepCheck(check: KeptCheck): KeptCheck {
    const { requestId, contentHash, certificates, answer } = check
    this.#together(() => {
      this.#run('INSERT INTO kept_check VALUES (?, ?, ?) ON CONFLICT DO NOTHING', requestId, contentHash, answer)
      for (const certificate of certificates) {
        this.#run('INSERT INTO kept_check_certificate VALUES (?, ?) ON CONFLICT DO NOTHING', certificate, requestId)
      }
    })
    return this.keptCheck(requestId) ?? check
  }

  /** Forgets everything about a certificate for good, when it is purged: it is written over in the file. */
  forget(certificate: CertificateId): void {
    this.#together(() => {
      const kept = 'SELECT request_id FROM kept_check_certificate WHERE certificate = ?'
      this.#run(`DELETE FROM kept_check WHERE request_id IN (${kept})`, certificate)
      for (const table of ['kept_check_certificate', 'use', 'salt']) {
        this.#run(`DELETE FROM ${table} WHERE certificate = ?`, certificate)
      }
    })
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.#database.close()
  }

  #run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.#database.prepare(sql).run(...values)
  }

  #rows(sql: string, ...values: readonly SQLInputValue[]): readonly Record<string, SQLOutputValue>[] {
    return this.#database.prepare(sql).all(...values)
  }

  #together(change: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      change()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }
}

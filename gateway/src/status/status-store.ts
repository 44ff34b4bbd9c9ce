import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { CertificateId } from '@eco/domain'
import { openDurableFile } from '../durable-file'

/** 128 bits in base64url: nobody finds one by trying. */
export const STATUS_REFERENCE = /^[A-Za-z0-9_-]{21}[AQgw]$/

const SCHEMA = `
  PRAGMA cache_size = -256;
  CREATE TABLE IF NOT EXISTS status_link (
    certificate TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE
  ) STRICT`

/** Keeps which public reference stands for which certificate. A reference tells nothing of its certificate. */
export class StatusStore {
  readonly #database: DatabaseSync

  constructor(file: string) {
    this.#database = openDurableFile(file, SCHEMA, { holds: 'status links', advice: 'Restore it from a backup.' })
  }

  /** The reference of a certificate; made once, on disk when this returns. */
  referenceOf(certificate: CertificateId): string {
    const made = randomBytes(16).toString('base64url')
    this.#database.prepare('INSERT INTO status_link VALUES (?, ?) ON CONFLICT DO NOTHING').run(certificate, made)
    const row = this.#database.prepare('SELECT reference FROM status_link WHERE certificate = ?').get(certificate)
    return String(row?.reference ?? made)
  }

  /** The certificate that a reference stands for, if there is one. */
  certificateOf(reference: string): CertificateId | undefined {
    if (!STATUS_REFERENCE.test(reference)) return undefined
    const row = this.#database.prepare('SELECT certificate FROM status_link WHERE reference = ?').get(reference)
    return row === undefined ? undefined : (String(row.certificate) as CertificateId)
  }

  /** Takes a reference out of use; a new one may be made. True if there was one. */
  withdraw(certificate: CertificateId): boolean {
    const { changes } = this.#database.prepare('DELETE FROM status_link WHERE certificate = ?').run(certificate)
    return Number(changes) > 0
  }

  close(): void {
    this.#database.close()
  }
}

import type { SQLInputValue } from 'node:sqlite'
import type { CertificateId, DocumentHash } from '@eco/domain'

/** What a list of certificates may be narrowed to. */
export interface CertificateFilter {
  /** One of these. */
  readonly ids?: readonly CertificateId[]
  readonly issuer?: string
  readonly authority?: string
  readonly importer?: string
  readonly document?: string
  readonly delivery?: string
  readonly verification?: string
  readonly documentHash?: DocumentHash
  /** Only those that were registered for another member than they import into now. */
  readonly redirected?: true
}

// The last two are written as in their indexes, or these would not be used.
const CONDITIONS: Readonly<Record<keyof CertificateFilter, string>> = {
  ids: 'id IN (SELECT value FROM json_each(?))',
  issuer: 'issuer = ?',
  authority: 'authority = ?',
  importer: 'importer = ?',
  document: 'document = ?',
  delivery: 'delivery = ?',
  verification: 'verification = ?',
  documentHash: "json_extract(record, '$.documentHash') = ?",
  redirected: "json_extract(record, '$.registeredFor') <> importer",
}

/** The filter in SQL, and the values for its parameters. */
export function narrowed(filter: CertificateFilter): {
  readonly conditions: readonly string[]
  readonly values: readonly SQLInputValue[]
} {
  const names = (Object.keys(CONDITIONS) as (keyof CertificateFilter)[]).filter((name) => filter[name] !== undefined)
  return { conditions: names.map((name) => CONDITIONS[name]), values: names.flatMap((name) => valueOf(filter[name])) }
}

function valueOf(wanted: CertificateFilter[keyof CertificateFilter]): string | readonly [] {
  if (typeof wanted === 'string') return wanted
  return typeof wanted === 'object' ? JSON.stringify(wanted) : []
}

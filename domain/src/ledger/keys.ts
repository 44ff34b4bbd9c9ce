import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { CertificateId } from '../certificate-id'
import { base64url, base64urlBytes } from '../document/base64url'

/** Under which first letters the ledger keeps what; short, since every key stands in blocks several times. */
export const KEY_PREFIXES = {
  certificate: 'c/',
  status: 's/',
  use: 'u/',
  delivery: 'd/',
  verification: 'v/',
  member: 'm/',
  authority: 'a/',
  recognition: 'r/',
  exporter: 'x/',
  agreement: 'g/',
  profile: 'p/',
  retention: 'z/',
} as const

/** What a key of the ledger belongs to. */
export type RecordKind = keyof typeof KEY_PREFIXES

/** The key under a prefix and further parts; parts must not contain a slash. */
export function ledgerKey(kind: RecordKind, ...parts: readonly string[]): string {
  return `${KEY_PREFIXES[kind]}${parts.join('/')}`
}

/** What kind of record a key belongs to, and the parts behind its prefix. */
export function partsOfKey(key: string): { readonly kind: RecordKind; readonly parts: readonly string[] } | undefined {
  const kinds = Object.keys(KEY_PREFIXES) as RecordKind[]
  const kind = kinds.find((candidate) => key.startsWith(KEY_PREFIXES[candidate]))
  return kind === undefined ? undefined : { kind, parts: key.slice(KEY_PREFIXES[kind].length).split('/') }
}

const OF_CERTIFICATES: readonly RecordKind[] = ['certificate', 'status', 'use', 'delivery', 'verification', 'retention']

/** The certificate that a record belongs to, if it belongs to one. */
export function certificateOfKey(key: string): CertificateId | undefined {
  const found = partsOfKey(key)
  return found !== undefined && OF_CERTIFICATES.includes(found.kind) ? longId(found.parts[0] ?? '') : undefined
}

/** A certificate id as it stands in keys and records: 43 digits of base64url instead of 64 hex digits. */
export function shortId(id: CertificateId): string {
  return base64url(hexToBytes(id))
}

/** The certificate id behind a short one; throws nothing: what is no short id gives undefined. */
export function longId(short: string): CertificateId | undefined {
  const bytes = short.length === SHORT_LENGTH ? base64urlBytes(short) : undefined
  return bytes === undefined ? undefined : (bytesToHex(bytes) as CertificateId)
}

const SHORT_LENGTH = 43

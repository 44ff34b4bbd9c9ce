import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { base64url, base64urlBytes } from '../document/base64url'
import { parseDate } from '../date'
import type { IsoDate } from '../date'
import { parseWholeAmount } from '../item-account'
import { longId, shortId } from './keys'
import type { CertificateId } from '../certificate-id'
import { malformed, parseWholeNumber } from '../shape'

/** A blinded amount (decimal text) as base64url of its big-endian bytes: a third shorter. Nothing at all is 0. */
export function packAmount(amount: string): string {
  const hex = BigInt(amount).toString(16)
  if (hex === '0') return ''
  return base64url(hexToBytes(hex.padStart(hex.length + (hex.length % 2), '0')))
}

/** The amount as decimal text; each amount has one spelling. */
export function unpackAmount(input: unknown, field: string): string {
  const bytes = typeof input === 'string' ? base64urlBytes(input) : undefined
  if (bytes === undefined || bytes[0] === 0) throw malformed(field, 'must be an amount in base64url')
  return parseWholeAmount(BigInt(`0x0${bytesToHex(bytes)}`).toString(), field)
}

/** A hash or certificate id (64 hex digits) as 43 digits of base64url. */
export function packHash(hash: string): string {
  return shortId(hash as CertificateId)
}

/** The hash or id as 64 lower-case hex digits. */
export function unpackHash(input: unknown, field: string): string {
  const hash = typeof input === 'string' ? longId(input) : undefined
  if (hash === undefined) throw malformed(field, 'must be 32 bytes in base64url')
  return hash
}

/** A day as the number 20260131. */
export function packDate(date: IsoDate): number {
  return Number(date.replaceAll('-', ''))
}

/** The day. */
export function unpackDate(input: unknown, field: string): IsoDate {
  const digits = typeof input === 'number' ? String(input).padStart(8, '0') : ''
  return parseDate(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`, field)
}

/** A word as its place in a list to which words are only added at the end. */
export function packWord<T extends string>(word: T, words: readonly T[]): number {
  return words.indexOf(word)
}

/** The word at a place. */
export function unpackWord<T extends string>(input: unknown, words: readonly T[], field: string): T {
  const word = words[parseWholeNumber(input, field, 0, words.length - 1)]
  if (word === undefined) throw malformed(field, 'is no word of the list')
  return word
}

/** Milliseconds since 1970. */
export function parseMilliseconds(input: unknown, field: string): number {
  return parseWholeNumber(input, field, 0, Number.MAX_SAFE_INTEGER)
}

import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { LIMITS } from '../limits'
import { isObject, malformed } from '../shape'
import { base64url, base64urlBytes } from './base64url'
import { SALT_BYTES } from './profile'

/** True for the salt that blinds quantities: 128 bits in base64url. */
export function isSalt(salt: unknown): salt is string {
  return typeof salt === 'string' && base64urlBytes(salt)?.length === SALT_BYTES
}

/** A salt (base64url) as hex. */
export function saltHex(salt: string): string {
  return bytesToHex(base64urlBytes(salt) ?? new Uint8Array())
}

/** Salts of items (hex) as a document writes them. */
export function printItemSalts(salts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(salts).map(([seq, salt]) => [seq, base64url(hexToBytes(salt))]))
}

/** Reads the salts of items (hex) from a document; without any there is no such claim. */
export function parseItemSalts(input: unknown, field: string): Readonly<Record<string, string>> | undefined {
  if (input === undefined) return undefined
  const salts = isObject(input) ? Object.entries(input) : []
  if (salts.length === 0 || salts.length > LIMITS.itemsPerCertificate)
    throw malformed(field, 'must hold salts by items')
  return Object.fromEntries(
    salts.map(([seq, salt]) => {
      if (/^[1-9]\d{0,4}$/.test(seq) && isSalt(salt)) return [seq, saltHex(salt)]
      throw malformed(`${field}.${seq}`, `must be ${SALT_BYTES} bytes in base64url, by the number of an item`)
    }),
  )
}

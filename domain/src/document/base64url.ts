import { utf8Bytes, utf8Text } from '../utf8'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const DIGITS = Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0))
const NO_DIGIT = 64
const VALUES = new Uint8Array(256).fill(NO_DIGIT)
DIGITS.forEach((unit, value) => (VALUES[unit] = value))

/** Bytes as base64url without padding (RFC 4648, 5). */
export function base64url(bytes: Uint8Array): string {
  return utf8Text(base64urlDigits(bytes)) ?? ''
}

/** The same as the bytes of its ASCII text, which is what is hashed. */
export function base64urlDigits(bytes: Uint8Array): Uint8Array {
  const digits = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const group = (at(bytes, from) << 16) | (at(bytes, from + 1) << 8) | at(bytes, from + 2)
    // Writing past the end of a Uint8Array does nothing, which is what a last group of less than three bytes needs.
    digits[to] = at(DIGITS, group >> 18)
    digits[to + 1] = at(DIGITS, (group >> 12) & 63)
    digits[to + 2] = at(DIGITS, (group >> 6) & 63)
    digits[to + 3] = at(DIGITS, group & 63)
  }
  return digits
}

/** The bytes of base64url text, or of its ASCII bytes; undefined for padding, other characters and spare bits: one text for the same bytes. */
export function base64urlBytes(text: string | Uint8Array): Uint8Array | undefined {
  const digits = typeof text === 'string' ? utf8Bytes(text) : text
  const spare = digits.length % 4
  if (spare === 1) return undefined
  const bytes = new Uint8Array((digits.length * 3) >> 2)
  let seen = 0
  let to = 0
  for (let from = 0; from < digits.length - spare; from += 4) {
    const first = valueAt(digits, from)
    const second = valueAt(digits, from + 1)
    const third = valueAt(digits, from + 2)
    const fourth = valueAt(digits, from + 3)
    seen |= first | second | third | fourth
    bytes[to++] = (first << 2) | (second >> 4)
    bytes[to++] = (second << 4) | (third >> 2)
    bytes[to++] = (third << 6) | fourth
  }
  if (spare > 0) seen |= decodeRest(digits, spare, bytes)
  return seen < NO_DIGIT ? bytes : undefined
}

// The last two or three digits; what they say beyond the last whole byte counts as no digit.
function decodeRest(digits: Uint8Array, spare: number, bytes: Uint8Array): number {
  const from = digits.length - spare
  const first = valueAt(digits, from)
  const second = valueAt(digits, from + 1)
  const third = spare === 3 ? valueAt(digits, from + 2) : 0
  const to = bytes.length - spare + 1
  bytes[to] = (first << 2) | (second >> 4)
  if (spare === 3) bytes[to + 1] = (second << 4) | (third >> 2)
  const beyond = spare === 3 ? third & 3 : second & 15
  return first | second | third | (beyond === 0 ? 0 : NO_DIGIT)
}

function valueAt(digits: Uint8Array, index: number): number {
  return VALUES[digits[index] ?? NO_DIGIT] ?? NO_DIGIT
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}

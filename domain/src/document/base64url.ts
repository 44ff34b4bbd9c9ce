import { utf8Bytes, utf8Into, utf8Text } from '../utf8'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const DIGITS = Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0))
const NO_DIGIT = 64
const VALUES = new Uint8Array(256).fill(NO_DIGIT)
DIGITS.forEach((unit, value) => (VALUES[unit] = value))

// To get memory takes longer than to fill it, and texts are short and many: their bytes are put here for a moment.
const SHARED = new Uint8Array(4096)

/** Bytes as base64url without padding (RFC 4648, 5). */
export function base64url(bytes: Uint8Array): string {
  return utf8Text(base64urlDigits(bytes)) ?? ''
}

/** The same as the bytes of its ASCII text, which is what is hashed. */
export function base64urlDigits(bytes: Uint8Array): Uint8Array {
  const digits = newBytes(Math.ceil((bytes.length * 4) / 3))
  const rest = bytes.length % 3
  const whole = bytes.length - rest
  for (let from = 0, to = 0; from < whole; from += 3, to += 4) {
    const group = (at(bytes, from) << 16) | (at(bytes, from + 1) << 8) | at(bytes, from + 2)
    digits[to] = at(DIGITS, group >> 18)
    digits[to + 1] = at(DIGITS, (group >> 12) & 63)
    digits[to + 2] = at(DIGITS, (group >> 6) & 63)
    digits[to + 3] = at(DIGITS, group & 63)
  }
  if (rest > 0) encodeRest(bytes, rest, digits)
  return digits
}

/** The same for the UTF-8 of a text. */
export function base64urlDigitsOf(text: string): Uint8Array {
  const isShort = text.length * 3 <= SHARED.length
  return base64urlDigits(isShort ? SHARED.subarray(0, utf8Into(text, SHARED)) : utf8Bytes(text))
}

/** The bytes of base64url text, or of its ASCII bytes; undefined for padding, other characters and spare bits: one text for the same bytes. */
export function base64urlBytes(text: string | Uint8Array): Uint8Array | undefined {
  const digits = typeof text === 'string' ? utf8Bytes(text) : text
  const bytes = newBytes(byteCount(digits))
  return decode(digits, bytes) ? bytes : undefined
}

/** The text that base64url, given as ASCII bytes, spells in UTF-8; undefined where it spells none. */
export function base64urlText(digits: Uint8Array): string | undefined {
  const count = byteCount(digits)
  const bytes = count <= SHARED.length ? SHARED.subarray(0, count) : new Uint8Array(count)
  return decode(digits, bytes) ? utf8Text(bytes) : undefined
}

// The last one or two bytes, with zeros behind them.
function encodeRest(bytes: Uint8Array, rest: number, digits: Uint8Array): void {
  const from = bytes.length - rest
  const to = digits.length - rest - 1
  const group = (at(bytes, from) << 16) | (rest === 2 ? at(bytes, from + 1) << 8 : 0)
  digits[to] = at(DIGITS, group >> 18)
  digits[to + 1] = at(DIGITS, (group >> 12) & 63)
  if (rest === 2) digits[to + 2] = at(DIGITS, (group >> 6) & 63)
}

const BLOCK = 8192
let block = new Uint8Array(BLOCK)
let used = 0

/** Memory that nobody else has; where it is little it is a part of a block, for the same reason. */
function newBytes(count: number): Uint8Array {
  if (count > BLOCK / 8) return new Uint8Array(count)
  if (used + count > BLOCK) {
    block = new Uint8Array(BLOCK)
    used = 0
  }
  used += count
  return block.subarray(used - count, used)
}

function byteCount(digits: Uint8Array): number {
  return (digits.length * 3) >> 2
}

/** Fills the bytes with what the digits say; false if that is nothing. */
function decode(digits: Uint8Array, bytes: Uint8Array): boolean {
  const rest = digits.length % 4
  const whole = digits.length - rest
  let seen = rest === 1 ? NO_DIGIT : 0
  for (let from = 0, to = 0; from < whole; from += 4, to += 3) {
    const first = valueAt(digits, from)
    const second = valueAt(digits, from + 1)
    const third = valueAt(digits, from + 2)
    const fourth = valueAt(digits, from + 3)
    seen |= first | second | third | fourth
    bytes[to] = (first << 2) | (second >> 4)
    bytes[to + 1] = (second << 4) | (third >> 2)
    bytes[to + 2] = (third << 6) | fourth
  }
  if (rest > 1) seen |= decodeRest(digits, rest, bytes)
  return seen < NO_DIGIT
}

// The last two or three digits; what they say beyond the last whole byte counts as no digit.
function decodeRest(digits: Uint8Array, rest: number, bytes: Uint8Array): number {
  const from = digits.length - rest
  const first = valueAt(digits, from)
  const second = valueAt(digits, from + 1)
  const third = rest === 3 ? valueAt(digits, from + 2) : 0
  const to = bytes.length - rest + 1
  bytes[to] = (first << 2) | (second >> 4)
  if (rest === 3) bytes[to + 1] = (second << 4) | (third >> 2)
  const beyond = rest === 3 ? third & 3 : second & 15
  return first | second | third | (beyond === 0 ? 0 : NO_DIGIT)
}

function valueAt(digits: Uint8Array, index: number): number {
  return VALUES[digits[index] ?? NO_DIGIT] ?? NO_DIGIT
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}

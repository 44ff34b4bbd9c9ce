import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import { canonicalText } from './canonical'
import { utf8 } from './hash'
import { LIMITS } from './limits'
import { malformed, parseObject, parseText, parseWholeNumber } from './shape'

/**
 * The account of one item, in whole numbers of its smallest unit, blinded, as decimal text.
 * `issued = unused + reserved + used + drawn + refused + cancelled`; unused is what is left.
 */
export interface ItemAccount {
  readonly seq: number
  readonly issued: string
  readonly reserved: string
  readonly used: string
  readonly drawn: string
  readonly refused: string
  readonly cancelled: string
}

/** How far an item has been used: derived from its account, never stored. */
export type UseState = 'unused' | 'reserved' | 'partly-used' | 'used' | 'refused'

/** The parts of an account that are not open any more. */
export const TAKEN = ['reserved', 'used', 'drawn', 'refused', 'cancelled'] as const

const SALT_PATTERN = /^[0-9a-f]{32}$/
const WHOLE_PATTERN = /^(0|[1-9]\d*)$/
const QUANTITY_PATTERN = new RegExp(
  `^(0|[1-9]\\d{0,${LIMITS.quantityWholeDigits - 1}})(\\.\\d{1,${LIMITS.quantityDecimals}})?$`,
)
const SALT_TAG = 'eco/item-salt/1'
const TAG = 'eco/item-blinding/2'
const SALT_HEX = 32
const BLOCKS = 3

/** The account of an item of which nothing has been used. */
export function openAccount(seq: number, issued: string): ItemAccount {
  return { seq, issued, reserved: '0', used: '0', drawn: '0', refused: '0', cancelled: '0' }
}

/** What is left of an item, in the same blinded unit as its account. */
export function unusedOf(account: ItemAccount): bigint {
  return TAKEN.reduce((left, part) => left - BigInt(account[part]), BigInt(account.issued))
}

/** True as long as nothing of the item was reserved, used, drawn, refused or cancelled. */
export function isUntouched(account: ItemAccount): boolean {
  return TAKEN.every((part) => account[part] === '0')
}

/** How far the item has been used. */
export function useOf(account: ItemAccount): UseState {
  if (account.refused !== '0') return 'refused'
  const used = BigInt(account.used) + BigInt(account.drawn)
  if (used > 0n) return unusedOf(account) > 0n ? 'partly-used' : 'used'
  return account.reserved === '0' ? 'unused' : 'reserved'
}

/** Accepts an account whose parts do not exceed what was issued. */
export function parseItemAccount(input: unknown, field: string): ItemAccount {
  const { seq, ...amounts } = parseObject(input, field, ['seq', 'issued', ...TAKEN])
  const amount = (part: keyof ItemAccount): string => parseWholeAmount(amounts[part], `${field}.${part}`)
  const account = {
    seq: parseWholeNumber(seq, `${field}.seq`, 1, LIMITS.itemSequence),
    issued: amount('issued'),
    reserved: amount('reserved'),
    used: amount('used'),
    drawn: amount('drawn'),
    refused: amount('refused'),
    cancelled: amount('cancelled'),
  }
  if (unusedOf(account) < 0n) throw malformed(field, 'more is taken than was issued')
  return account
}

/** Accepts a whole number as decimal text, without leading zeros. */
export function parseWholeAmount(input: unknown, field: string): string {
  return parseText(input, field, WHOLE_PATTERN, LIMITS.blindedDigits, 'a whole number as decimal text')
}

/** True for a quantity as a dataset writes it: decimal text, up to 6 decimals, more than nothing. */
export function isQuantity(text: string): boolean {
  return QUANTITY_PATTERN.test(text) && /[1-9]/.test(text)
}

/** A quantity (`"12.5"`) in its smallest unit, a millionth of the item's unit. */
export function smallestUnits(quantity: string): bigint {
  if (!isQuantity(quantity)) throw malformed('quantity', 'must be decimal text above 0 with at most 6 decimals')
  const [whole = '', decimals = ''] = quantity.split('.')
  return BigInt(whole + decimals.padEnd(LIMITS.quantityDecimals, '0'))
}

/** What a document holds to blind its quantities: one salt for all, and that of each item which counts in the unit of another certificate's item. */
export interface Blinding {
  /** Of the document: 32 lower-case hex digits. */
  readonly salt: string
  /** By the number of the item, in the same form. */
  readonly itemSalts?: Readonly<Record<string, string>>
}

/** The salt of one item. It is handed on with what is drawn from the item, and tells nothing of the other items. */
export function itemSaltOf({ salt, itemSalts }: Blinding, seq: number): string {
  const inherited = itemSalts?.[seq]
  if (inherited !== undefined) return inherited
  return bytesToHex(hmac(sha256, saltBytes(salt), utf8(canonicalText([SALT_TAG, seq])))).slice(0, SALT_HEX)
}

/** The secret factor of one item: only who holds the document, or one that is drawn from the item, can compute it. */
export function blindFactor(blinding: Blinding, seq: number): bigint {
  return itemFactor(itemSaltOf(blinding, seq))
}

/**
 * The factor from the salt of one item.
 *
 * It is the product of 32 numbers of 1 to 17 bits each. A single large random number would not do: dividing a
 * blinded amount by small primes would then lay open the amount, whose prime factors are small, and its length would
 * tell the amount's length. With many small random factors of random length neither the factors nor the size stand out.
 * What still shows: the ratio of two amounts of one item, and a prime factor above 2^17 of an amount.
 */
function itemFactor(itemSalt: string): bigint {
  const key = saltBytes(itemSalt)
  const blocks = Array.from({ length: BLOCKS }, (_, block) => hmac(sha256, key, utf8(canonicalText([TAG, block]))))
  const bytes = concatBytes(...blocks)
  let factor = 1n
  for (let at = 0; at + 2 < bytes.length; at += 3) factor *= smallFactor(bytes[at], bytes[at + 1], bytes[at + 2])
  return factor
}

/** The amount as the register holds it. */
export function blindAmount(amount: bigint, factor: bigint): string {
  return (amount * factor).toString()
}

/** The amount in smallest units, for who knows the factor; refuses an amount that was not blinded with it. */
export function unblindAmount(blinded: string, factor: bigint): bigint {
  const whole = BigInt(parseWholeAmount(blinded, 'amount'))
  if (whole % factor !== 0n) throw malformed('amount', 'was not blinded with the salt of this document')
  return whole / factor
}

function saltBytes(salt: string): Uint8Array {
  if (!SALT_PATTERN.test(salt)) throw malformed('salt', 'must be 32 lower-case hex digits')
  return hexToBytes(salt)
}

// The length from the first byte, that many bits from the other two, below a leading one.
function smallFactor(length = 0, high = 0, low = 0): bigint {
  const bits = 1 + (length % 16)
  const value = ((high << 8) | low) & ((1 << bits) - 1)
  return BigInt((1 << bits) | value)
}

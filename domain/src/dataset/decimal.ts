import { malformed } from '../shape'

/** How many digits a decimal may have before and behind the point, and whether it may be 0. */
export interface DecimalLimits {
  readonly whole: number
  readonly decimals: number
  readonly zero: boolean
}

/** The result of a comparison: below, equal, above. */
export type Order = -1 | 0 | 1

const DECIMAL = /^(0|[1-9]\d*)(?:\.(\d+))?$/

/** True for decimal text such as `12.50` within the limits: no sign, no exponent, no leading zeros, a digit behind a point. */
export function isDecimal(text: string, limits: DecimalLimits): boolean {
  const [, whole, decimals = ''] = DECIMAL.exec(text) ?? []
  if (whole === undefined || whole.length > limits.whole || decimals.length > limits.decimals) return false
  return limits.zero || /[1-9]/.test(text)
}

/** Accepts decimal text within the limits. */
export function parseDecimal(input: unknown, field: string, limits: DecimalLimits): string {
  if (typeof input === 'string' && isDecimal(input, limits)) return input
  throw malformed(field, `must be ${decimalRule(limits)}`)
}

/** The limits of a decimal in words. */
export function decimalRule({ whole, decimals, zero }: DecimalLimits): string {
  const sort = zero ? 'decimal text' : 'decimal text above 0'
  return `${sort} such as "12.5", at most ${whole} digits before the point and ${decimals} behind it`
}

/** Compares two decimals by value: `1.50` equals `1.5`. */
export function compareDecimals(one: string, other: string): Order {
  const [[whole, decimals], [otherWhole, otherDecimals]] = [partsOf(one), partsOf(other)]
  // Without leading zeros the longer number is the larger one, and those of one length compare as text.
  if (whole.length !== otherWhole.length) return whole.length < otherWhole.length ? -1 : 1
  const scale = Math.max(decimals.length, otherDecimals.length)
  const [first, second] = [whole + decimals.padEnd(scale, '0'), otherWhole + otherDecimals.padEnd(scale, '0')]
  if (first === second) return 0
  return first < second ? -1 : 1
}

/** The exact sum, in the shortest text; of nothing it is 0. */
export function addDecimals(...terms: readonly string[]): string {
  const scale = Math.max(0, ...terms.map(decimalsOf))
  return printScaled(
    terms.reduce((sum, term) => sum + scaled(term, scale), 0n),
    scale,
  )
}

/** The shortest text of the same value: without zeros at the end of the decimals. */
export function printDecimal(decimal: string): string {
  return addDecimals(decimal)
}

function decimalsOf(decimal: string): number {
  return partsOf(decimal)[1].length
}

function scaled(decimal: string, scale: number): bigint {
  const [whole, decimals] = partsOf(decimal)
  return BigInt(whole + decimals.padEnd(scale, '0'))
}

function printScaled(value: bigint, scale: number): string {
  const digits = value.toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const decimals = digits.slice(digits.length - scale).replace(/0+$/, '')
  return decimals === '' ? whole : `${whole}.${decimals}`
}

function partsOf(decimal: string): readonly [string, string] {
  const [, whole, decimals = ''] = DECIMAL.exec(decimal) ?? []
  if (whole === undefined) throw malformed('decimal', 'must be decimal text such as "12.5"')
  return [whole, decimals]
}

import { LIMITS } from '../limits'

/** Smallest units (millionths of a unit) as decimal text of the unit, the shortest that says the same. */
export function printUnits(units: bigint): string {
  const digits = units.toString().padStart(LIMITS.quantityDecimals + 1, '0')
  const whole = digits.slice(0, -LIMITS.quantityDecimals)
  const decimals = digits.slice(-LIMITS.quantityDecimals).replace(/0+$/, '')
  return decimals === '' ? whole : `${whole}.${decimals}`
}

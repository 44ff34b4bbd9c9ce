import { isKnown } from '../agreements/evidence'
import { smallestUnits } from '../item-account'
import type { DeclarationLine } from './declaration'
import type { DeclaredItem, ReadCertificate } from './declared-certificate'
import { convertUnits } from './units'
import type { LineCode } from './words'

const SUBHEADING_DIGITS = 6

/** What the goods of a line say beside those of the item: tariff code, origin, unit, and the amount in the item's unit. */
export interface GoodsAnswer {
  readonly codes: readonly LineCode[]
  /** In smallest units of the item's unit; undefined when the line does not convert. */
  readonly amount: bigint | undefined
}

/** Holds the goods of a line against its item. */
export function checkGoods(line: DeclarationLine, item: DeclaredItem, read: ReadCertificate): GoodsAnswer {
  const [unit, amount] = unitCode(line, item, read)
  return { codes: [tariffCode(line, item, read), originCode(line, item), unit], amount }
}

function tariffCode(line: DeclarationLine, { facts, hsVersion }: DeclaredItem, read: ReadCertificate): LineCode {
  const certified = facts.hsCode
  if (certified === undefined || certified.length < SUBHEADING_DIGITS) return 'TARIFF_CODE_NOT_READABLE'
  if (certified.slice(0, SUBHEADING_DIGITS) !== line.hsCode.slice(0, SUBHEADING_DIGITS)) {
    const editions = [line.hsVersion, hsVersion]
    const differ = !editions.includes(undefined) && line.hsVersion !== hsVersion
    return differ ? 'TARIFF_EDITION_DIFFERS' : 'TARIFF_CODE_DIFFERS'
  }
  const digits = Math.min(digitsThatCount(read), certified.length, line.hsCode.length)
  return certified.slice(0, digits) === line.hsCode.slice(0, digits)
    ? 'TARIFF_CODE_AGREES'
    : 'TARIFF_SUBDIVISION_DIFFERS'
}

// Only the importing party's own tariff, or one of the region, has subdivisions that a declaration there shares.
function digitsThatCount({ certificate: { profile } }: ReadCertificate): number {
  const rule = profile?.tariffCode
  if (rule === undefined || !isKnown(rule) || rule.value.tariff === 'harmonized-system') return SUBHEADING_DIGITS
  return rule.value.most
}

function originCode(line: DeclarationLine, { originCountry }: DeclaredItem): LineCode {
  if (originCountry === undefined) return 'ORIGIN_NOT_READABLE'
  return originCountry === line.origin ? 'ORIGIN_AGREES' : 'ORIGIN_DIFFERS'
}

function unitCode(
  { quantity }: DeclarationLine,
  { unit }: DeclaredItem,
  { rule }: ReadCertificate,
): readonly [LineCode, bigint | undefined] {
  if (unit === undefined) return ['UNIT_NOT_READABLE', undefined]
  const conversion = convertUnits(smallestUnits(quantity.value), quantity.unit, unit)
  if (quantity.unit !== unit && rule?.sameUnit === true) return ['UNIT_MUST_BE_SAME', undefined]
  if ('amount' in conversion) return [quantity.unit === unit ? 'UNIT_SAME' : 'UNIT_CONVERTED', conversion.amount]
  return [conversion.problem === 'not-exact' ? 'UNIT_NOT_EXACT' : 'UNIT_NOT_COMPARABLE', undefined]
}

import type { CheckInput } from './check'
import { checkCriterion } from './check-criterion'
import { isKnown } from './evidence'
import type { ItemFacts } from './facts'
import { textAt } from './facts'
import { minorWhereForgiven } from './minor'
import { valueOn } from './since'

/** The number of items (V1), and of each item its tariff code (V3), its edition and its criterion. */
export function checkItems(input: CheckInput): void {
  checkItemLimit(input)
  for (const item of input.facts.items) {
    checkTariffCode(input, item)
    checkCriterion(input, item)
  }
  checkEditions(input)
}

function checkItemLimit({ facts, profile, findings }: CheckInput): void {
  const count = facts.items.length
  if (!isKnown(profile.itemLimit)) {
    if (count > 1) findings.unread('V1', '/items', profile.itemLimit, 'the number of items')
    return
  }
  const most = valueOn(profile.itemLimit.value, facts.issueDate)
  if (most !== undefined && most !== null && count > most) {
    findings.broken('V1', '/items', profile.itemLimit, `At most ${most} items may stand on one certificate.`)
  }
}

function checkTariffCode({ facts, profile, findings }: CheckInput, item: ItemFacts): void {
  const digits = item.hsCode?.length
  const pointer = `${item.pointer}/hsCode`
  if (digits === undefined) return
  if (!isKnown(profile.tariffCode)) {
    if (item === facts.items[0]) findings.unread('V3', pointer, profile.tariffCode, 'the digits of the tariff code')
    return
  }
  const { least, most } = profile.tariffCode.value
  if (digits < least) {
    findings.broken('V3', pointer, profile.tariffCode, `The tariff code must have ${digitsText(least, most)}.`)
  } else if (digits > most) {
    const sentence = `The tariff code must have ${digitsText(least, most)}; the first ${most} count.`
    findings.broken('V3', pointer, profile.tariffCode, sentence, minorWhereForgiven(profile))
  }
}

function checkEditions({ facts, profile, findings }: CheckInput): void {
  const written = facts.items.map((item) => ({ item, edition: textAt(item.value, '/hsVersion') }))
  const first = written.find(({ edition }) => edition !== undefined)
  if (first === undefined) return
  if (!isKnown(profile.hsEdition)) {
    const pointer = `${first.item.pointer}/hsVersion`
    findings.unread('hs-edition', pointer, profile.hsEdition, 'the edition of the Harmonized System')
    return
  }
  // The edition of the day of issue stays the right one until the certificate expires.
  const asked = valueOn(profile.hsEdition.value, facts.issueDate)
  for (const { item, edition } of written) {
    if (edition === undefined || asked === undefined || edition === asked) continue
    const sentence = `On the day of issue the agreement was written in the edition of ${asked}.`
    findings.broken('hs-edition', `${item.pointer}/hsVersion`, profile.hsEdition, sentence)
  }
}

function digitsText(least: number, most: number): string {
  return least === most ? `${most} digits` : `${least} to ${most} digits`
}

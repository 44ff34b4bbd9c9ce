import { isQuantity, smallestUnits } from '../item-account'
import type { CheckInput } from './check'
import type { OriginalCertificate } from './context'
import { isKnown } from './evidence'
import type { KnownRule } from './evidence'
import { dateAt, flagOf, valueAt } from './facts'
import type { ItemFacts } from './facts'
import type { BackToBackRule } from './profile'

/** Certificates drawn from others (V7): valid originals, no later expiry, no more goods than are left. */
export function checkBackToBack(input: CheckInput): void {
  const { facts, profile, findings } = input
  if (facts.certificateType !== 'back-to-back' && !flagOf(facts, 'backToBack')) return
  const rule = profile.backToBack
  if (!isKnown(rule)) {
    findings.unread('V7', '/certificateType', rule, 'certificates drawn from others')
    return
  }
  if (!rule.value.allowed) {
    findings.broken('V7', '/certificateType', rule, 'The agreement knows no certificates drawn from others.')
    return
  }
  checkReferences(input, rule)
  checkExpiry(input, rule)
  checkQuantities(input, rule)
}

function checkReferences({ facts, findings }: CheckInput, rule: KnownRule<BackToBackRule>): void {
  const listed = valueAt(facts.dataset, '/originals')
  const count = Array.isArray(listed) ? listed.length : 0
  if (count > 1 && !rule.value.severalOriginals) {
    findings.broken('V7', '/originals', rule, 'A certificate may be drawn from one original only.')
  }
  for (let index = 0; index < count; index += 1) {
    if (dateAt(facts.dataset, `/originals/${index}/issueDate`) === undefined) {
      findings.broken('V7', `/originals/${index}/issueDate`, rule, 'The date of the original must be stated.')
    }
  }
}

function checkExpiry({ facts, context, findings }: CheckInput, rule: KnownRule<BackToBackRule>): void {
  const { issueDate, validUntil } = facts
  const ends = expiries({ dataset: facts.dataset, originals: context.originals })
  const earliest = ends.reduce((first, end) => (first === undefined || end < first ? end : first), ends[0])
  if (earliest === undefined) {
    findings.notice('V7', '/originals', rule, 'How long the originals are valid is not known.')
    return
  }
  if (issueDate !== undefined && issueDate > earliest) {
    findings.broken('V7', '/originals', rule, 'An original had expired when this certificate was issued.')
  }
  if (rule.value.expiryNotAfterOriginals && validUntil !== undefined && validUntil > earliest) {
    findings.broken('V7', '/validUntil', rule, 'It must expire no later than the first of its originals.')
  }
}

function expiries({
  dataset,
  originals,
}: {
  dataset: unknown
  originals: CheckInput['context']['originals']
}): string[] {
  if (originals !== undefined) return originals.map(({ validUntil }) => validUntil)
  const listed = valueAt(dataset, '/originals')
  if (!Array.isArray(listed)) return []
  return listed.flatMap((_, index) => dateAt(dataset, `/originals/${index}/validUntil`) ?? [])
}

function checkQuantities({ facts, context, findings }: CheckInput, rule: KnownRule<BackToBackRule>): void {
  if (!rule.value.quantityNotAboveOriginals) return
  if (context.originals === undefined) {
    findings.notice('V7', '/items', rule, 'The originals were not presented, so quantities cannot be compared.')
    return
  }
  const left = leftByGoods(context.originals)
  for (const item of facts.items)
    checkQuantity(item, left, (pointer, sentence, known) => {
      if (known) findings.broken('V7', pointer, rule, sentence)
      else findings.notice('V7', pointer, rule, sentence)
    })
}

type Report = (pointer: string, sentence: string, known: boolean) => void

// Items of the same goods and unit draw from one amount, in the order in which they stand.
function checkQuantity(item: ItemFacts, left: Map<string, bigint>, report: Report): void {
  const { hsCode, quantity, pointer } = item
  if (hsCode === undefined || quantity === undefined || !isQuantity(quantity.value)) return
  const key = keyOf(hsCode, quantity.unit)
  const available = left.get(key)
  const goods = [...left.keys()].some((other) => other.startsWith(`${hsCode.slice(0, 6)} `))
  if (available === undefined) {
    const place = goods ? `${pointer}/quantity/unit` : `${pointer}/hsCode`
    const units = 'The originals hold these goods in another unit only, so quantities cannot be compared.'
    report(place, goods ? units : 'No original holds goods of this tariff code.', !goods)
    return
  }
  const rest = available - smallestUnits(quantity.value)
  left.set(key, rest)
  if (rest < 0n) report(`${pointer}/quantity/value`, 'More is drawn than is left of the originals.', true)
}

function leftByGoods(originals: readonly OriginalCertificate[]): Map<string, bigint> {
  const left = new Map<string, bigint>()
  for (const { hsCode, left: amount } of originals.flatMap(({ items }) => items)) {
    if (!isQuantity(amount.value)) continue
    const key = keyOf(hsCode, amount.unit)
    left.set(key, (left.get(key) ?? 0n) + smallestUnits(amount.value))
  }
  return left
}

function keyOf(hsCode: string, unit: string): string {
  return `${hsCode.slice(0, 6)} ${unit}`
}

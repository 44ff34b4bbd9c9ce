import type { ElementName } from '../dataset/elements'
import type { CheckInput } from './check'
import { holds, printCondition } from './condition'
import { conditionFacts, isOfItem, isPresent, pointerOf } from './facts'
import type { Facts, ItemFacts } from './facts'
import { minorWhereForgiven } from './minor'
import type { FindingRule } from './finding'
import type { ElementRule } from './profile'

// Elements whose presence is a rule of the common list.
const NAMED_RULES: Partial<Record<ElementName, FindingRule>> = {
  'item.originCriterion': 'V2',
  'item.fobValue': 'V8',
  originals: 'V7',
  replaces: 'V13',
}

/** What the agreement requires, requires in some cases, and forbids. */
export function checkElements(input: CheckInput): void {
  for (const rule of input.profile.elements) {
    if (!isOfItem(rule.element)) checkElement(input, rule)
    else for (const item of input.facts.items) checkElement(input, rule, item)
  }
}

function checkElement({ facts, profile, findings }: CheckInput, rule: ElementRule, item?: ItemFacts): void {
  const broken = rule.need === 'forbidden' ? isPresent : isMissing
  if (!broken(facts, rule.element, item)) return
  if (rule.when !== undefined && !holds(rule.when, conditionFacts(facts, item))) return
  const pointer = pointerOf(rule.element, item)
  const when = rule.when === undefined ? '' : `, because ${printCondition(rule.when)}`
  if (rule.need === 'forbidden') {
    const sentence = `${nameOf(rule.element)} must not be given${when}.`
    const id = NAMED_RULES[rule.element] ?? 'element-forbidden'
    findings.broken(id, pointer, rule, sentence, minorWhereForgiven(profile))
  } else {
    const id = NAMED_RULES[rule.element] ?? 'element-required'
    findings.broken(id, pointer, rule, `${nameOf(rule.element)} is required${when}.`)
  }
}

function isMissing(facts: Facts, element: ElementName, item?: ItemFacts): boolean {
  return !isPresent(facts, element, item)
}

function nameOf(element: ElementName): string {
  return isOfItem(element) ? `The item's ${element.slice('item.'.length)}` : `The ${element}`
}

import type { ElementName } from '../dataset/elements'

/** The flags of a certificate that conditions may ask for. */
export const FLAGS = [
  'thirdPartyInvoicing',
  'backToBack',
  'issuedRetroactively',
  'certifiedTrueCopy',
  'duplicate',
  'accumulation',
  'partialCumulation',
  'deMinimis',
  'exhibition',
] as const

/** One of the flags. */
export type Flag = (typeof FLAGS)[number]

/** When an element is needed, as data. All leaves are about the same certificate, `criterion` about the same item. */
export type Condition =
  | { readonly flag: Flag }
  | { readonly criterion: readonly string[] }
  | { readonly exporter: readonly string[] }
  | { readonly certificateType: string }
  | { readonly proof: string }
  | { readonly present: ElementName }
  | { readonly not: Condition }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }

/** What a condition is asked about. */
export interface ConditionFacts {
  readonly flag: (flag: Flag) => boolean
  /** The codes of the item's criterion, combined ones included; of all items when the element is not an item's. */
  readonly criterionCodes: readonly string[]
  readonly exportCountry: string | undefined
  readonly certificateType: string | undefined
  readonly proof: string
  readonly present: (element: ElementName) => boolean
}

/** True when the condition is met. */
export function holds(condition: Condition, facts: ConditionFacts): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, facts))
  if ('any' in condition) return condition.any.some((part) => holds(part, facts))
  if ('not' in condition) return !holds(condition.not, facts)
  return leafHolds(condition, facts)
}

type Leaf = Exclude<Condition, { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }>

function leafHolds(leaf: Leaf, facts: ConditionFacts): boolean {
  if ('flag' in leaf) return facts.flag(leaf.flag)
  if ('criterion' in leaf) return leaf.criterion.some((code) => facts.criterionCodes.includes(code))
  if ('exporter' in leaf) return facts.exportCountry !== undefined && leaf.exporter.includes(facts.exportCountry)
  if ('certificateType' in leaf) return facts.certificateType === leaf.certificateType
  if ('proof' in leaf) return facts.proof === leaf.proof
  return facts.present(leaf.present)
}

/** A condition in words, for the documentation and for findings. */
export function printCondition(condition: Condition): string {
  if ('all' in condition) return condition.all.map(printCondition).join(' and ')
  if ('any' in condition) return condition.any.map(printCondition).join(' or ')
  if ('not' in condition) return `not (${printCondition(condition.not)})`
  return printLeaf(condition)
}

function printLeaf(leaf: Leaf): string {
  if ('flag' in leaf) return `${leaf.flag} is set`
  if ('criterion' in leaf) return `the criterion has ${leaf.criterion.join(' or ')}`
  if ('exporter' in leaf) return `it is exported from ${leaf.exporter.join(' or ')}`
  if ('certificateType' in leaf) return `it is a ${leaf.certificateType} certificate`
  if ('proof' in leaf) return `the proof is a ${leaf.proof}`
  return `${leaf.present} is given`
}

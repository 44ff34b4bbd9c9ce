import { dateOf, isDate } from '../date'
import type { IsoDate } from '../date'
import { ELEMENT_NAMES, elementNamed } from '../dataset/elements'
import type { ElementName } from '../dataset/elements'
import { isObject } from '../shape'
import type { ConditionFacts, Flag } from './condition'
import type { Criterion, CriterionPart, TariffShift } from './criterion'
import { PROOF_KINDS } from './profile'
import type { ProofKind } from './profile'

/** What the rules of agreements read of one item; whatever is missing or of another type is undefined. */
export interface ItemFacts {
  /** JSON Pointer of the item. */
  readonly pointer: string
  readonly value: unknown
  readonly criterion: Criterion | undefined
  /** The codes of the criterion, combined ones included. */
  readonly criterionCodes: readonly string[]
  readonly hsCode: string | undefined
  readonly quantity: { readonly value: string; readonly unit: string } | undefined
}

/** What the rules of agreements read of a certificate's dataset. */
export interface Facts {
  readonly dataset: unknown
  readonly proof: ProofKind
  readonly exportCountry: string | undefined
  readonly importCountry: string | undefined
  readonly issuingCountry: string | undefined
  readonly certificateType: string | undefined
  readonly issueDate: IsoDate | undefined
  readonly departureDate: IsoDate | undefined
  readonly validUntil: IsoDate | undefined
  readonly items: readonly ItemFacts[]
  /** Those of all items. */
  readonly criterionCodes: readonly string[]
}

interface Place {
  readonly inItem: boolean
  readonly steps: readonly string[]
}

const ITEM = '/items/*'

// Elements that take the place of another one.
const STAND_INS: Partial<Record<ElementName, readonly ElementName[]>> = {
  issuePlace: ['issuePlaceName'],
  loadingPlace: ['loadingPlaceName'],
  dischargePort: ['dischargePortName'],
  producer: ['item.producer'],
}

// The rules ask for the same few places of every certificate.
const STEPS = new Map<string, readonly string[]>()
const STEPS_MOST = 1000

// Taken apart once: these are looked up for every item of every certificate.
const PLACES: ReadonlyMap<ElementName, readonly Place[]> = new Map(
  ELEMENT_NAMES.map((name) => [name, [name, ...(STAND_INS[name] ?? [])].map(placeOf)]),
)

/** Reads a dataset of any shape; the kind of proof is what the dataset looks like unless it is said. */
export function factsOf(dataset: unknown, proof: ProofKind = proofOf(dataset)): Facts {
  const listed = valueAt(dataset, '/items')
  const items = Array.isArray(listed) ? listed.map((value: unknown, index) => itemFacts(value, `/items/${index}`)) : []
  return {
    dataset,
    proof,
    exportCountry: textAt(dataset, '/exportCountry') ?? textAt(dataset, '/issuingCountry'),
    importCountry: textAt(dataset, '/importCountry'),
    issuingCountry: textAt(dataset, '/issuingCountry'),
    certificateType: textAt(dataset, '/certificateType'),
    issueDate: dateOf(textAt(dataset, '/issueDateTime') ?? ''),
    departureDate: dateAt(dataset, '/departureDate'),
    validUntil: dateAt(dataset, '/validUntil'),
    items,
    criterionCodes: items.flatMap(({ criterionCodes }) => criterionCodes),
  }
}

/** The kind of proof that a dataset looks like; registered exporters of schemes without approved ones certify themselves. */
export function proofOf(dataset: unknown, accepted: readonly ProofKind[] = PROOF_KINDS): ProofKind {
  if (isThere(valueAt(dataset, '/certifier'))) return 'self-certification'
  if (!isThere(valueAt(dataset, '/approvedExporterCode'))) return 'certificate'
  const kinds = ['approved-exporter-declaration', 'self-certification'] as const
  return kinds.find((kind) => accepted.includes(kind)) ?? kinds[0]
}

/** True when the flag is set. */
export function flagOf(facts: Facts, flag: Flag): boolean {
  return valueAt(facts.dataset, `/flags/${flag}`) === true
}

/** True when the element is there, for the certificate or in that item, itself or what takes its place. */
export function isPresent(facts: Facts, element: ElementName, item?: ItemFacts): boolean {
  return (PLACES.get(element) ?? []).some(({ inItem, steps }) => {
    if (!inItem) return isThere(valueBelow(facts.dataset, steps))
    if (item !== undefined) return isThere(valueBelow(item.value, steps))
    return facts.items.length > 0 && facts.items.every(({ value }) => isThere(valueBelow(value, steps)))
  })
}

/** Where an element stands, or should stand: a JSON Pointer, in that item for an item's element. */
export function pointerOf(element: ElementName, item?: ItemFacts): string {
  const { at } = elementNamed(element)
  return item === undefined ? at : at.replace('/items/*', item.pointer)
}

/** True for an element of an item. */
export function isOfItem(element: ElementName): boolean {
  return elementNamed(element).level === 'item'
}

/** What conditions are asked about: one item, or all items together. */
export function conditionFacts(facts: Facts, item?: ItemFacts): ConditionFacts {
  return {
    flag: (flag) => flagOf(facts, flag),
    criterionCodes: (item ?? facts).criterionCodes,
    exportCountry: facts.exportCountry,
    certificateType: facts.certificateType,
    proof: facts.proof,
    present: (element) => isPresent(facts, element, item),
  }
}

/** The value at a JSON Pointer without escapes; undefined when something on the way is missing. */
export function valueAt(root: unknown, pointer: string): unknown {
  return valueBelow(root, stepsOf(pointer))
}

/** The text at a JSON Pointer; undefined when there is none. */
export function textAt(root: unknown, pointer: string): string | undefined {
  const value = valueAt(root, pointer)
  return typeof value === 'string' ? value : undefined
}

/** The day at a JSON Pointer; undefined when there is none that exists. */
export function dateAt(root: unknown, pointer: string): IsoDate | undefined {
  const text = textAt(root, pointer)
  return text !== undefined && isDate(text) ? text : undefined
}

function itemFacts(value: unknown, pointer: string): ItemFacts {
  const [amount, unit] = [textAt(value, '/quantity/value'), textAt(value, '/quantity/unit')]
  const criterion = criterionOf(valueAt(value, '/originCriterion'))
  return {
    pointer,
    value,
    criterion,
    criterionCodes: codesOf(criterion),
    hsCode: textAt(value, '/hsCode'),
    quantity: amount === undefined || unit === undefined ? undefined : { value: amount, unit },
  }
}

function valueBelow(root: unknown, steps: readonly string[]): unknown {
  let value = root
  for (const step of steps) {
    if (Array.isArray(value)) value = (value as unknown[])[Number(step)]
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step]
    else return undefined
  }
  return value
}

function stepsOf(pointer: string): readonly string[] {
  const known = STEPS.get(pointer)
  if (known !== undefined) return known
  const steps = pointer.split('/').slice(1)
  if (STEPS.size < STEPS_MOST) STEPS.set(pointer, steps)
  return steps
}

function placeOf(element: ElementName): Place {
  const { at } = elementNamed(element)
  const inItem = at.startsWith(ITEM)
  return { inItem, steps: stepsOf(inItem ? at.slice(ITEM.length) : at) }
}

function isThere(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false
  return !Array.isArray(value) || value.length > 0
}

function criterionOf(value: unknown): Criterion | undefined {
  const part = partOf(value)
  if (part === undefined) return undefined
  const [combined, extras] = [valueAt(value, '/combined'), valueAt(value, '/extras')]
  return {
    ...part,
    ...(Array.isArray(combined) ? { combined: combined.map((entry) => partOf(entry) ?? { code: '' }) } : {}),
    ...(Array.isArray(extras) ? { extras: extras.map(String) } : {}),
  }
}

function partOf(value: unknown): CriterionPart | undefined {
  const code = textAt(value, '/code')
  if (code === undefined) return undefined
  const [percent, shift] = [textAt(value, '/percent'), textAt(value, '/tariffShift')]
  return {
    code,
    ...(percent === undefined ? {} : { percent }),
    ...(shift === undefined ? {} : { tariffShift: shift as TariffShift }),
  }
}

function codesOf(criterion: Criterion | undefined): readonly string[] {
  return criterion === undefined ? [] : [criterion.code, ...(criterion.combined ?? []).map(({ code }) => code)]
}

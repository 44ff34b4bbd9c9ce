import { parseAgreementCode, parseAgreementVersion } from './agreement'
import { canonicalText, depthOf } from './canonical'
import { parseAuthorityId, parseCertificateNumber } from './certificate-id'
import { dateOf, isDate } from './date'
import type { IsoDate } from './date'
import { utf8 } from './hash'
import { isQuantity } from './item-account'
import { LIMITS } from './limits'
import { parseMemberCode } from './member'
import type { MemberCode } from './member'
import { Refusal } from './refusal'
import { isObject, parseText, parseWholeNumber, parseWord } from './shape'

/** What a certificate is: a first one, one drawn from others, or one that takes another's place. */
export const KINDS = ['original', 'back-to-back', 'replacement'] as const

/** One of the kinds. */
export type CertificateKind = (typeof KINDS)[number]

/** The common dataset of a certificate: the members that the register needs; all others are opaque and kept as sent. */
export interface Dataset {
  readonly certificateNumber: string
  readonly agreement: { readonly code: string; readonly version: string; readonly [other: string]: unknown }
  readonly certificateType: CertificateKind
  /** RFC 3339 with its offset; the issue date is the day at the place of issue. */
  readonly issueDateTime: string
  readonly validUntil: IsoDate
  readonly issuingCountry: MemberCode
  readonly issuingAuthority: { readonly id: string; readonly [other: string]: unknown }
  readonly importCountry: MemberCode
  readonly exportCountry: string
  readonly items: readonly DatasetItem[]
  readonly [other: string]: unknown
}

/** One item of a dataset. */
export interface DatasetItem {
  readonly sequence: number
  readonly quantity: { readonly value: string; readonly unit: string; readonly [other: string]: unknown }
  readonly [other: string]: unknown
}

/** What is wrong with one place of a dataset; `pointer` is a JSON Pointer (RFC 6901). */
export interface DatasetProblem {
  readonly pointer: string
  readonly rule: 'required' | 'format' | 'unknown-member' | 'limit' | 'order' | 'unique' | 'unrepresentable'
  readonly sentence: string
}

/** A dataset, or all that is wrong with it at once. */
export type DatasetReading =
  | { readonly ok: true; readonly dataset: Dataset }
  | { readonly ok: false; readonly problems: readonly DatasetProblem[] }

/** Accepts a dataset, or tells every problem of it at once. */
export function parseDataset(input: unknown): DatasetReading {
  const whole = wholeProblem(input)
  if (whole !== undefined) return { ok: false, problems: [whole] }
  const reader = new Reader(input)
  readHeader(reader)
  readItems(reader)
  readRelations(reader)
  return reader.problems.length === 0
    ? { ok: true, dataset: input as Dataset }
    : { ok: false, problems: reader.problems }
}

/** The day of issue, at the place of issue. */
export function issueDateOf(dataset: Dataset): IsoDate {
  const date = dateOf(dataset.issueDateTime)
  if (date === undefined) throw new Refusal('DATASET_INVALID', '/issueDateTime: must be a point in time (RFC 3339)')
  return date
}

type Parse = (value: unknown, field: string) => unknown

/** Looks up places of a dataset and collects what is wrong with them. */
class Reader {
  readonly problems: DatasetProblem[] = []
  readonly #input: unknown

  constructor(input: unknown) {
    this.#input = input
  }

  /** The value at a pointer; undefined when something on the way is missing. */
  at(pointer: string): unknown {
    const steps = pointer.split('/').slice(1)
    return steps.reduce<unknown>((value, step) => {
      if (Array.isArray(value)) return (value as unknown[])[Number(step)]
      return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
    }, this.#input)
  }

  /** Judges one place with a parse function of the domain. */
  read(pointer: string, parse: Parse): void {
    const value = this.at(pointer)
    if (value === undefined) {
      this.add(pointer, 'required', 'is missing')
      return
    }
    try {
      parse(value, pointer)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const rule = error.code === 'MEMBER_UNKNOWN' ? 'unknown-member' : 'format'
      this.add(pointer, rule, error.detail.slice(pointer.length + ': '.length))
    }
  }

  /** Notes a problem; the sentence never repeats the value. */
  add(pointer: string, rule: DatasetProblem['rule'], what: string): void {
    const name = pointer === '' ? 'The dataset' : pointer.slice(1).replaceAll('/', '.')
    this.problems.push({ pointer, rule, sentence: `${name} ${what}.` })
  }
}

function wholeProblem(input: unknown): DatasetProblem | undefined {
  const problem = (rule: DatasetProblem['rule'], sentence: string): DatasetProblem => ({ pointer: '', rule, sentence })
  if (!isObject(input)) return problem('format', 'The dataset must be an object.')
  if (depthOf(input, LIMITS.datasetDepth) > LIMITS.datasetDepth) {
    return problem('limit', `The dataset must be at most ${LIMITS.datasetDepth} levels deep.`)
  }
  try {
    if (utf8(canonicalText(input)).length <= LIMITS.datasetBytes) return undefined
    return problem('limit', `The dataset must have at most ${LIMITS.datasetBytes / 1024} KiB.`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return problem('unrepresentable', 'The dataset must contain nothing that JSON cannot represent.')
  }
}

function readHeader(reader: Reader): void {
  reader.read('/certificateNumber', parseCertificateNumber)
  reader.read('/agreement/code', parseAgreementCode)
  reader.read('/agreement/version', parseAgreementVersion)
  reader.read('/certificateType', (value, field) => parseWord(value, field, KINDS))
  reader.read('/issueDateTime', (value, field) => requireThat(isDateTime(value), field, 'must be a time with offset'))
  reader.read('/validUntil', (value, field) => requireThat(isDay(value), field, 'must be a day such as 2026-01-31'))
  reader.read('/issuingCountry', parseMemberCode)
  reader.read('/issuingAuthority/id', parseAuthorityId)
  reader.read('/importCountry', parseMemberCode)
  reader.read('/exportCountry', (value, field) => parseText(value, field, /^[A-Z]{2}$/, 2, 'two capital letters'))
}

function readItems(reader: Reader): void {
  const items = reader.at('/items')
  const limit = LIMITS.itemsPerCertificate
  if (!Array.isArray(items) || items.length === 0) {
    reader.add('/items', 'required', 'must list at least one item')
  } else if (items.length > limit) {
    reader.add('/items', 'limit', `must list at most ${limit} items`)
  } else {
    for (const index of items.keys()) readItem(reader, `/items/${index}`)
    readSequences(reader, items.length)
  }
}

function readSequences(reader: Reader, count: number): void {
  const seen = new Set<unknown>()
  for (let index = 0; index < count; index += 1) {
    const pointer = `/items/${index}/sequence`
    const sequence = reader.at(pointer)
    if (seen.has(sequence)) reader.add(pointer, 'unique', 'is the number of an earlier item too')
    if (sequence !== undefined) seen.add(sequence)
  }
}

function readItem(reader: Reader, item: string): void {
  reader.read(`${item}/sequence`, (value, field) => parseWholeNumber(value, field, 1, LIMITS.itemSequence))
  reader.read(`${item}/quantity/value`, (value, field) =>
    requireThat(
      typeof value === 'string' && isQuantity(value),
      field,
      `must be decimal text above 0 such as "12.5", at most ${LIMITS.quantityDecimals} decimals`,
    ),
  )
  reader.read(`${item}/quantity/unit`, (value, field) =>
    parseText(value, field, /^[A-Za-z0-9]+$/, 8, 'a unit code (UN/ECE Recommendation 20)'),
  )
}

function readRelations(reader: Reader): void {
  const [issued, until] = [reader.at('/issueDateTime'), reader.at('/validUntil')]
  const issueDate = typeof issued === 'string' ? dateOf(issued) : undefined
  if (issueDate !== undefined && isDay(until) && until < issueDate) {
    reader.add('/validUntil', 'order', 'must not be before the day of issue')
  }
  const country = reader.at('/issuingCountry')
  if (country !== undefined && country === reader.at('/importCountry')) {
    reader.add('/importCountry', 'order', 'must be another country than the issuing one')
  }
}

function isDay(value: unknown): value is IsoDate {
  return typeof value === 'string' && isDate(value)
}

function isDateTime(value: unknown): boolean {
  return typeof value === 'string' && dateOf(value) !== undefined
}

function requireThat(holds: boolean, field: string, rule: string): void {
  if (!holds) throw new Refusal('MALFORMED_INPUT', `${field}: ${rule}`)
}

import type { IsoDate } from '../date'
import { parseAgreementCode } from '../agreement'
import { CODE_LISTS } from '../dataset/code-lists'
import { parseDate } from '../date'
import { isQuantity } from '../item-account'
import { LIMITS } from '../limits'
import { parseMemberCode } from '../member'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import { parseAuthorityId, parseCertificateNumber } from '../certificate-id'
import { malformed, parseList, parseObject, parseText, parseWholeNumber } from '../shape'
import { WAIVER_AMOUNT } from '../agreements/waiver'
import { parseWord } from '../shape'

/** Why a certificate may be accepted after its validity has ended (ATIGA Rule 14(b) and (c), RCEP Art. 3.22.6). */
export const LATE_REASONS = ['force-majeure', 'imported-in-time'] as const

/** One of the reasons. */
export type LateReason = (typeof LATE_REASONS)[number]

/** How many lines one check takes: as many as one transaction can reserve. */
export const DECLARATION_LINES_MOST = LIMITS.entriesPerTransaction

/** An import declaration as far as preferences are claimed in it; without the declarant and other persons. */
export interface Declaration {
  /** How the importing member names it; it stays with that member. */
  readonly reference: string
  readonly date: IsoDate
  /** The customs office, by the importing member's own code. */
  readonly office: string
  readonly importingMember: MemberCode
  /** Claimed for certificates whose validity has ended. */
  readonly late?: LateReason
  readonly lines: readonly DeclarationLine[]
}

/** One line of a declaration. */
export interface DeclarationLine {
  readonly line: number
  readonly hsCode: string
  /** The year of the edition of the Harmonized System. */
  readonly hsVersion?: string
  readonly description?: string
  /** ISO 3166-1 alpha-2. */
  readonly origin: string
  /** Decimal text, and a unit of UN/ECE Recommendation 20. */
  readonly quantity: { readonly value: string; readonly unit: string }
  /** The agreement under which the preference is claimed. */
  readonly agreement: string
  readonly certificate?: CitedCertificate
  /** Left out when the item is to be found by the goods. */
  readonly itemSequence?: number
  /** The value of the consignment, for agreements that ask for no proof below a limit. */
  readonly value?: { readonly amount: string; readonly currency: string }
}

/** A certificate as a declaration cites it: by its number, and as much of its issuer as is needed to tell it apart. */
export interface CitedCertificate {
  readonly number: string
  readonly issuingMember?: MemberCode
  readonly authority?: string
}

const REFERENCE_LENGTH = 70
const OFFICE_LENGTH = 17
const DESCRIPTION_LENGTH = 4096
const PRINTABLE = /^[\x20-\x7e]+$/

/** Accepts a declaration; its lines have different numbers. */
export function parseDeclaration(input: unknown, field = 'declaration'): Declaration {
  const names = ['reference', 'date', 'office', 'importingMember', 'lines']
  const entry = parseObject(input, field, names, ['late'])
  const lines = parseList(entry.lines, `${field}.lines`, [1, DECLARATION_LINES_MOST], parseLine)
  if (new Set(lines.map(({ line }) => line)).size < lines.length) {
    throw malformed(`${field}.lines`, 'must have different line numbers')
  }
  return {
    reference: parseText(entry.reference, `${field}.reference`, PRINTABLE, REFERENCE_LENGTH, 'printable ASCII'),
    date: parseDate(entry.date, `${field}.date`),
    office: parseText(entry.office, `${field}.office`, PRINTABLE, OFFICE_LENGTH, 'printable ASCII'),
    importingMember: parseMemberCode(entry.importingMember, `${field}.importingMember`),
    ...optional('late', entry.late, (late) => parseWord(late, `${field}.late`, LATE_REASONS)),
    lines,
  }
}

function parseLine(input: unknown, field: string): DeclarationLine {
  const names = ['line', 'hsCode', 'origin', 'quantity', 'agreement']
  const entry = parseObject(input, field, names, ['hsVersion', 'description', 'certificate', 'itemSequence', 'value'])
  return {
    line: parseWholeNumber(entry.line, `${field}.line`, 1, 99_999),
    hsCode: parseText(entry.hsCode, `${field}.hsCode`, /^\d{6,12}$/, 12, '6 to 12 digits'),
    ...optional('hsVersion', entry.hsVersion, (year) =>
      parseText(year, `${field}.hsVersion`, /^(19|20)\d\d$/, 4, 'the year of an edition'),
    ),
    ...optional('description', entry.description, (text) => parseDescription(text, `${field}.description`)),
    origin: parseCode(entry.origin, `${field}.origin`, 'countries'),
    quantity: parseQuantity(entry.quantity, `${field}.quantity`),
    agreement: parseAgreementCode(entry.agreement, `${field}.agreement`),
    ...optional('certificate', entry.certificate, (cited) => parseCited(cited, `${field}.certificate`)),
    ...optional('itemSequence', entry.itemSequence, (sequence) =>
      parseWholeNumber(sequence, `${field}.itemSequence`, 1, LIMITS.itemSequence),
    ),
    ...optional('value', entry.value, (value) => parseValue(value, `${field}.value`)),
  }
}

function parseCited(input: unknown, field: string): CitedCertificate {
  const { number, issuingMember, authority } = parseObject(input, field, ['number'], ['issuingMember', 'authority'])
  return {
    number: parseCertificateNumber(number, `${field}.number`),
    ...optional('issuingMember', issuingMember, (member) => parseMemberCode(member, `${field}.issuingMember`)),
    ...optional('authority', authority, (id) => parseAuthorityId(id, `${field}.authority`)),
  }
}

function parseQuantity(input: unknown, field: string): DeclarationLine['quantity'] {
  const { value, unit } = parseObject(input, field, ['value', 'unit'])
  if (typeof value !== 'string' || !isQuantity(value)) {
    throw malformed(`${field}.value`, 'must be decimal text above 0 with at most 6 decimals')
  }
  return { value, unit: parseCode(unit, `${field}.unit`, 'units') }
}

function parseValue(input: unknown, field: string): NonNullable<DeclarationLine['value']> {
  const { amount, currency } = parseObject(input, field, ['amount', 'currency'])
  return {
    amount: parseText(amount, `${field}.amount`, WAIVER_AMOUNT, 19, 'decimal text with at most 2 decimals'),
    currency: parseCode(currency, `${field}.currency`, 'currencies'),
  }
}

function parseCode(input: unknown, field: string, list: keyof typeof CODE_LISTS): string {
  if (typeof input === 'string' && CODE_LISTS[list].codes.has(input)) return input
  throw malformed(field, `must be a code of ${CODE_LISTS[list].title}`)
}

function parseDescription(input: unknown, field: string): string {
  if (typeof input !== 'string' || !input.isWellFormed()) throw malformed(field, 'must be text')
  if (input.length === 0 || input.length > DESCRIPTION_LENGTH) {
    throw new Refusal('LIMIT_EXCEEDED', `${field}: 1 to ${DESCRIPTION_LENGTH} characters`)
  }
  return input
}

function optional<K extends string, T>(
  name: K,
  input: unknown,
  parse: (input: unknown) => T,
): { readonly [P in K]?: T } {
  return input === undefined ? {} : ({ [name]: parse(input) } as { readonly [P in K]: T })
}

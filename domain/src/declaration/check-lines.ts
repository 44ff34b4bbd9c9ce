import type { ProfileFinding } from '../agreements/finding'
import type { Verdict } from '../check/answer'
import type { CertificateReference } from '../certificate-id'
import { checkGoods } from './check-goods'
import { checkForm, checkTerms, findingsFor } from './check-terms'
import type { IsoDate } from '../date'
import type { Declaration, DeclarationLine } from './declaration'
import { readCertificate } from './declared-certificate'
import type { DeclaredCertificate, DeclaredItem, ReadCertificate } from './declared-certificate'
import { citedCertificate, findItem } from './find-item'
import type { FoundItem } from './find-item'
import { descriptionKind, minorDiscrepancy, minorKindsOf } from './minor-discrepancy'
import type { MinorDiscrepancy } from './minor-discrepancy'
import { nextSteps } from './next-steps'
import type { NextStep } from './next-steps'
import { printUnits } from './print-units'
import { LINE_CHECKS, lineCheck } from './words'
import type { LineCheck, LineCode } from './words'

/** Everything that a check of a declaration looks at; the same input has the same answer everywhere. */
export interface DeclarationCheckInput {
  readonly declaration: Declaration
  readonly certificates: readonly DeclaredCertificate[]
  /** The civil day at the importing member; without it no declaration is said to be of a day to come. */
  readonly today?: IsoDate
}

/** A quantity with its unit. */
export interface Measured {
  readonly value: string
  readonly unit: string
}

/** What is to be said of one line. Origin itself is never determined. */
export interface LineAnswer {
  readonly line: number
  readonly verdict: Verdict
  readonly checks: readonly LineCheck[]
  readonly minorDiscrepancies: readonly MinorDiscrepancy[]
  /** Rules of the agreement that could not be judged. */
  readonly notices: readonly ProfileFinding[]
  readonly certificate: CertificateReference | undefined
  readonly itemSequence: number | undefined
  /** What the line takes, in the unit of the item. */
  readonly counted: Measured | undefined
  /** What was left for the line, after the lines before it. */
  readonly left: Measured | undefined
  /** Nothing speaks against the line, and its quantity is there: it may be reserved, even while questions are open. */
  readonly mayReserve: boolean
  readonly nextSteps: readonly NextStep[]
}

interface JudgedLine extends FoundItem {
  readonly line: DeclarationLine
  readonly checks: readonly LineCheck[]
  readonly amount: bigint | undefined
}

/**
 * Judges the lines of a declaration against the certificates that they cite. Lines that compete for one quantity are
 * served by their line numbers; apart from that no line changes the answer to another, unless the importing member asks for
 * one line per item or for all goods together.
 */
export function checkDeclarationLines(input: DeclarationCheckInput): readonly LineAnswer[] {
  const { declaration, certificates } = input
  const read = certificates.map((certificate) => readCertificate(certificate, declaration.importingMember))
  const found = findAll(declaration.lines, read)
  const judged = found.map(({ line, place }) => judge(input, line, place, found))
  return serve(judged)
}

interface FoundLine {
  readonly line: DeclarationLine
  readonly place: FoundItem
}

function findAll(lines: readonly DeclarationLine[], read: readonly ReadCertificate[]): readonly FoundLine[] {
  const cited = new Map<ReadCertificate, Set<number>>()
  for (const line of lines) {
    const [certificate] = citedCertificate(line, read)
    if (certificate === undefined || line.itemSequence === undefined) continue
    cited.set(certificate, (cited.get(certificate) ?? new Set<number>()).add(line.itemSequence))
  }
  const isCited = (certificate: ReadCertificate, sequence: number): boolean =>
    cited.get(certificate)?.has(sequence) === true
  const inOrder = [...lines].sort((one, other) => one.line - other.line)
  return inOrder.map((line) => ({ line, place: findItem(line, read, isCited) }))
}

function judge(
  input: DeclarationCheckInput,
  line: DeclarationLine,
  place: FoundItem,
  found: readonly FoundLine[],
): JudgedLine {
  const { certificate, item, codes } = place
  const checks = codes.map((code) => lineCheck(code))
  if (certificate === undefined) return { ...place, line, checks, amount: undefined }
  checks.push(...checkTerms(input, line, certificate), checkForm(certificate, item))
  checks.push(lineCheck(batchCode(certificate, found)))
  if (item === undefined) return { ...place, line, checks, amount: undefined }
  const goods = checkGoods(line, item, certificate)
  checks.push(lineCheck(linesCode(certificate, item, found)), ...goods.codes.map((code) => lineCheck(code)))
  return { ...place, line, checks, amount: goods.amount }
}

function linesCode({ rule }: ReadCertificate, item: DeclaredItem, found: readonly FoundLine[]): LineCode {
  const several = found.filter(({ place }) => place.item === item).length > 1
  return several && rule?.oneLinePerItem === true ? 'SEVERAL_LINES_FOR_ITEM' : 'ONE_LINE_FOR_ITEM'
}

function batchCode({ rule, items }: ReadCertificate, found: readonly FoundLine[]): LineCode {
  if (rule?.allGoodsInOneBatch !== true) return 'BATCH_IN_ORDER'
  const complete = items.every((item) => found.some(({ place }) => place.item === item))
  return complete ? 'BATCH_IN_ORDER' : 'BATCH_INCOMPLETE'
}

// Only a line that nothing speaks against takes something away from those behind it.
function serve(judged: readonly JudgedLine[]): readonly LineAnswer[] {
  const taken = new Map<DeclaredItem, bigint>()
  return judged.map((line) => {
    const { item, amount, checks } = line
    if (item === undefined) return answer(line, checks, undefined, false)
    const left = item.left === undefined ? undefined : item.left - (taken.get(item) ?? 0n)
    const all = [...checks, ...(isWithdrawn(line.certificate) ? [] : quantityChecks(left, amount))]
    const mayReserve = amount !== undefined && left !== undefined && all.every(({ result }) => result !== 'fail')
    if (mayReserve) taken.set(item, (taken.get(item) ?? 0n) + amount)
    return answer(line, all, left, mayReserve)
  })
}

// Nothing is left of it, but that it was withdrawn is the one reason.
function isWithdrawn(read: ReadCertificate | undefined): boolean {
  return read?.certificate.checks.some(({ name, result }) => name === 'document-state' && result === 'fail') === true
}

function quantityChecks(left: bigint | undefined, amount: bigint | undefined): readonly LineCheck[] {
  // Why there is no amount has been said under the unit.
  if (amount === undefined) return []
  if (left === undefined) return [lineCheck('QUANTITY_LEFT_UNKNOWN')]
  return [lineCheck(amount <= left ? 'QUANTITY_WITHIN' : 'QUANTITY_EXCEEDED')]
}

function answer(
  { line, certificate, item, amount }: JudgedLine,
  unordered: readonly LineCheck[],
  left: bigint | undefined,
  mayReserve: boolean,
): LineAnswer {
  const checks = LINE_CHECKS.flatMap((name) => unordered.filter((check) => check.name === name))
  const measured = (units: bigint | undefined): Measured | undefined =>
    units === undefined || item?.unit === undefined ? undefined : { value: printUnits(units), unit: item.unit }
  const findings = certificate === undefined ? [] : findingsFor(certificate, item)
  return {
    line: line.line,
    verdict: verdictOf(checks),
    checks,
    minorDiscrepancies: minorOf(line, certificate, item, checks),
    notices: findings.filter(({ severity }) => severity === 'notice'),
    certificate: certificate?.certificate.reference,
    itemSequence: item?.sequence,
    counted: measured(amount),
    left: measured(left),
    mayReserve,
    nextSteps: nextSteps(line, checks, certificate?.certificate),
  }
}

function verdictOf(checks: readonly LineCheck[]): Verdict {
  if (checks.some(({ result }) => result === 'fail')) return 'NOT_VALID'
  return checks.every(({ result }) => result === 'pass') ? 'VALID' : 'CANNOT_DETERMINE'
}

function minorOf(
  line: DeclarationLine,
  read: ReadCertificate | undefined,
  item: DeclaredItem | undefined,
  checks: readonly LineCheck[],
): readonly MinorDiscrepancy[] {
  if (read === undefined) return []
  const { profile, observed = [] } = read.certificate
  const described = descriptionKind(line.description, item?.description)
  const units = checks.some(({ code }) => OTHER_UNIT.includes(code))
  const found = [
    ...minorKindsOf(findingsFor(read, item)),
    ...(units ? (['units'] as const) : []),
    ...(described === undefined ? [] : [described]),
  ]
  return [
    ...[...new Set(found)].map((kind) => minorDiscrepancy(profile, kind, 'found')),
    ...observed.map((kind) => minorDiscrepancy(profile, kind, 'observed')),
  ]
}

const OTHER_UNIT: readonly LineCode[] = ['UNIT_CONVERTED', 'UNIT_NOT_COMPARABLE', 'UNIT_NOT_EXACT']

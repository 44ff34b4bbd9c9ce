import { isBinding, isKnown } from '../agreements/evidence'
import { complianceOf } from '../agreements/finding'
import type { Compliance, ProfileFinding } from '../agreements/finding'
import type { DeclarationCheckInput } from './check-lines'
import type { Declaration, DeclarationLine } from './declaration'
import type { DeclaredItem, ReadCertificate } from './declared-certificate'
import { lineCheck } from './words'
import type { LineCheck, LineCode } from './words'

// What is asked of the line itself, or of one item, and not of the certificate as a whole.
const ASKED_OF_LINES: readonly string[] = ['validity-period', 'quantity', 'agreement']

/** Whether the certificate, its agreement and its dates allow what the declaration claims; nothing about goods. */
export function checkTerms(
  { declaration, today }: Pick<DeclarationCheckInput, 'declaration' | 'today'>,
  line: DeclarationLine,
  read: ReadCertificate,
): LineCheck[] {
  return [
    certificateCheck(read),
    lineCheck(agreementCode(line, read)),
    lineCheck(importingMemberCode(declaration, read)),
    lineCheck(today !== undefined && declaration.date > today ? 'DECLARED_IN_FUTURE' : dateCode(declaration, read)),
    shipmentCheck(read),
  ]
}

function certificateCheck({ certificate }: ReadCertificate): LineCheck {
  const asked = certificate.checks.filter(({ name }) => !ASKED_OF_LINES.includes(name))
  const codesOf = (wanted: string): string => {
    const codes = asked.filter(({ result }) => result === wanted).map(({ code }) => code)
    return codes.length === 0 ? '' : `See: ${[...new Set(codes)].join(', ')}.`
  }
  if (asked.some(({ result }) => result === 'fail')) return lineCheck('CERTIFICATE_DOES_NOT_HOLD', codesOf('fail'))
  const settled = asked.every(({ result }) => result === 'pass')
  return settled ? lineCheck('CERTIFICATE_HOLDS') : lineCheck('CERTIFICATE_UNDECIDED', codesOf('unknown'))
}

function agreementCode(line: DeclarationLine, { agreement }: ReadCertificate): LineCode {
  if (agreement === undefined) return 'AGREEMENT_NOT_READABLE'
  return line.agreement === agreement ? 'AGREEMENT_CLAIMED' : 'OTHER_AGREEMENT_CLAIMED'
}

function importingMemberCode({ importingMember }: Declaration, { facts, certificate }: ReadCertificate): LineCode {
  const named = certificate.importingMember ?? facts.importCountry
  if (named === undefined) return 'IMPORTING_MEMBER_NOT_READABLE'
  return named === importingMember ? 'IMPORTING_MEMBER_NAMED' : 'IMPORTING_MEMBER_OTHER'
}

function dateCode({ date, late }: Declaration, { facts, rule }: ReadCertificate): LineCode {
  const { issueDate, validUntil } = facts
  if (issueDate === undefined || validUntil === undefined) return 'VALIDITY_NOT_READABLE'
  if (date < issueDate) return rule?.notBeforeIssue === true ? 'DECLARED_TOO_EARLY' : 'DECLARED_BEFORE_ISSUE'
  if (date <= validUntil) return 'DECLARED_IN_TIME'
  return late === undefined ? 'DECLARED_TOO_LATE' : 'DECLARED_LATE_WITH_REASON'
}

function shipmentCheck({ certificate: { profile, declaredBefore } }: ReadCertificate): LineCheck {
  const rule = profile?.shipments
  const single = rule !== undefined && isKnown(rule) && isBinding(rule) && rule.value.covers === 'single'
  return single && declaredBefore
    ? lineCheck('SHIPMENT_DECLARED_BEFORE', `(${rule.source})`)
    : lineCheck('SHIPMENT_FIRST_DECLARED')
}

const FORM: Readonly<Record<Compliance, LineCode>> = {
  compliant: 'FORM_FOLLOWED',
  'minor-discrepancy': 'FORM_FORGIVEN',
  'not-compliant': 'FORM_BROKEN',
}

/** Whether the certificate follows its agreement in what concerns this item: another item's mistakes do not count. */
export function checkForm(read: ReadCertificate, item: DeclaredItem | undefined): LineCheck {
  if (read.findings === undefined) return lineCheck('FORM_NOT_KNOWN')
  const told = findingsFor(read, item).filter(({ severity }) => severity !== 'notice')
  const places = told.map(({ rule, pointer, source }) => `${rule} ${pointer} (${source})`)
  return lineCheck(FORM[complianceOf(told)], places.length === 0 ? '' : `See: ${places.join(', ')}.`)
}

const OF_AN_ITEM = /^\/items\/\d+(?=\/|$)/

/** What was found about the certificate as a whole and about this item. */
export function findingsFor({ findings }: ReadCertificate, item: DeclaredItem | undefined): readonly ProfileFinding[] {
  return (findings ?? []).filter(({ pointer }) => {
    const [place] = OF_AN_ITEM.exec(pointer) ?? []
    return place === undefined || place === item?.facts.pointer
  })
}

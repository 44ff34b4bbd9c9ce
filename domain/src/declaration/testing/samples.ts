import { aCertificate, anItem, theProfile } from '../../agreements/testing/samples'
import { parseDate } from '../../date'
import type { Declaration, DeclarationLine } from '../declaration'
import type { DeclaredCertificate } from '../declared-certificate'

const RCEP = theProfile('RCEP')

/** The reference of the sample certificate. */
export const REFERENCE = { issuingMember: 'AU', authority: 'AU-CHAMBER', number: 'AU-2026-000123' } as const

/** A certificate with an item of oranges (1200 kg) and one of watches (50 pieces), untouched, with the given changes. */
export function aDeclaredCertificate(changes: Partial<DeclaredCertificate> = {}): DeclaredCertificate {
  const watches = {
    sequence: 2,
    description: 'Wrist watches',
    hsCode: '910111',
    quantity: { value: '50', unit: 'H87' },
  }
  return {
    reference: REFERENCE,
    dataset: aCertificate(RCEP, { items: [anItem(RCEP), anItem(RCEP, watches)] }),
    checks: [{ name: 'signature', result: 'pass', code: 'SIGNATURE_VALID' }],
    profile: RCEP,
    left: [
      { seq: 1, value: '1200' },
      { seq: 2, value: '50' },
    ],
    declaredBefore: false,
    ...changes,
  }
}

/** A line for 100 kg of the oranges, with the given changes. */
export function aLine(changes: Partial<DeclarationLine> = {}): DeclarationLine {
  return {
    line: 1,
    hsCode: '0805100000',
    origin: 'AU',
    quantity: { value: '100', unit: 'KGM' },
    agreement: 'RCEP',
    certificate: { number: REFERENCE.number },
    itemSequence: 1,
    ...changes,
  }
}

/** A declaration of these lines, within validity. */
export function aDeclaration(
  lines: readonly DeclarationLine[] = [aLine()],
  changes: Partial<Declaration> = {},
): Declaration {
  return {
    reference: '26KR-0001234',
    date: parseDate('2026-06-01', 'date'),
    office: 'KR-INCHEON',
    importingMember: 'KR',
    lines,
    ...changes,
  }
}

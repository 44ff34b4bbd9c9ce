import { checkAgainstProfile } from '../agreements/check'
import { factsOf, textAt, valueAt } from '../agreements/facts'
import type { Facts, ItemFacts } from '../agreements/facts'
import type { ProfileFinding } from '../agreements/finding'
import type { AgreementProfile } from '../agreements/profile'
import type { CertificateReference } from '../certificate-id'
import type { Check } from '../check/answer'
import type { CheckCode } from '../check/words'
import { isQuantity, smallestUnits } from '../item-account'
import type { MemberCode } from '../member'
import { importRuleOf } from './import-rule'
import type { ImportRule } from './import-rule'
import type { MinorKind } from './minor-discrepancy'

/** A certificate that a declaration may cite, as it was presented and as the register shows it. */
export interface DeclaredCertificate {
  readonly reference: CertificateReference
  /** As the document shows it; undefined when only the reference is known. */
  readonly dataset: unknown
  /** What a check of the certificate answered, all findings together. */
  readonly checks: readonly Pick<Check, 'code' | 'name' | 'result'>[]
  /** The profile that the certificate is judged by; undefined when none is known. */
  readonly profile: AgreementProfile | undefined
  /** What is left of each item, in the item's own unit, decimal text; an item may miss that cannot be told. */
  readonly left: readonly { readonly seq: number; readonly value: string }[]
  /** Whether another declaration has used or reserved something of it. */
  readonly declaredBefore: boolean
  /** The importing member by the register, which may have changed since the document was made; else the document's. */
  readonly importingMember?: MemberCode
  /** What an officer saw on the document and no data shows. */
  readonly observed?: readonly MinorKind[]
}

/** One item with what is left of it. */
export interface DeclaredItem {
  readonly sequence: number
  readonly facts: ItemFacts
  readonly originCountry: string | undefined
  readonly description: string | undefined
  readonly hsVersion: string | undefined
  /** In smallest units; undefined when it cannot be told. */
  readonly left: bigint | undefined
  /** The unit of the quantity. */
  readonly unit: string | undefined
}

/** A certificate that was read once, for all lines that cite it. */
export interface ReadCertificate {
  readonly certificate: DeclaredCertificate
  readonly facts: Facts
  readonly agreement: string | undefined
  readonly items: readonly DeclaredItem[]
  /** Undefined when the agreement could not be judged. */
  readonly findings: readonly ProfileFinding[] | undefined
  readonly rule: ImportRule | undefined
}

// Answers to the question of the agreement after which its rules cannot be judged here either.
const NOT_JUDGED: readonly CheckCode[] = [
  'AGREEMENT_UNKNOWN',
  'AGREEMENT_IN_ANOTHER_FORM',
  'AGREEMENT_PARTLY_WITHHELD',
  'AGREEMENT_NOT_COMPARABLE',
  'CONTENT_NOT_PRESENTED',
]

/** Reads a certificate for a declaration at that importing member. */
export function readCertificate(certificate: DeclaredCertificate, importingMember: MemberCode): ReadCertificate {
  const { dataset, profile, checks } = certificate
  const facts = factsOf(dataset)
  const agreement = textAt(dataset, '/agreement/code')
  const unjudged = checks.some(({ name, code }) => name === 'agreement' && NOT_JUDGED.includes(code))
  return {
    certificate,
    facts,
    agreement,
    items: facts.items.flatMap((item) => readItem(item, certificate.left)),
    findings:
      unjudged || profile === undefined || dataset === undefined ? undefined : checkAgainstProfile(dataset, profile),
    rule: importRuleOf(agreement, facts.exportCountry, importingMember),
  }
}

function readItem(facts: ItemFacts, lefts: DeclaredCertificate['left']): readonly DeclaredItem[] {
  const sequence = valueAt(facts.value, '/sequence')
  if (typeof sequence !== 'number') return []
  const left = lefts.find(({ seq }) => seq === sequence)?.value
  return [
    {
      sequence,
      facts,
      originCountry: textAt(facts.value, '/originCountry'),
      description: textAt(facts.value, '/description'),
      hsVersion: textAt(facts.value, '/hsVersion'),
      left: left === undefined ? undefined : unitsLeft(left),
      unit: facts.quantity?.unit,
    },
  ]
}

function unitsLeft(text: string): bigint | undefined {
  if (/^0(\.0{1,6})?$/.test(text)) return 0n
  return isQuantity(text) ? smallestUnits(text) : undefined
}

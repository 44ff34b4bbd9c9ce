import type {
  CertificateId,
  CertificateRecord,
  CertificateReference,
  CheckAnswer,
  DeclaredCertificate,
  Examination,
  IsoDate,
  Measured,
  Presented,
  Refusal,
} from '@eco/domain'
import {
  blindFactor,
  check,
  checkDocument,
  checksOf,
  isObject,
  leftInRefusal,
  quantitiesLeft,
  withTrust,
} from '@eco/domain'
import type { RegisterSight } from '../checks/register-sight'

/** Where documents are found that were delivered to this member or issued by it. */
export interface HeldDocuments {
  /** The document of a certificate, if this member holds it. */
  documentOf(id: CertificateId): Promise<string | undefined> | string | undefined
}

/** A certificate as it was presented, or as far as its reference alone tells. */
export interface PresentedCertificate {
  /** Undefined for a number by which this member cannot find anything. */
  readonly id: CertificateId | undefined
  readonly reference: CertificateReference
  readonly examination: Examination | undefined
}

/** What the registers show of a certificate, as of one block, and what a check takes besides. */
export interface CheckSight {
  readonly sight: RegisterSight
  readonly registerIsCurrent: boolean
  readonly profiles: Parameters<typeof checkDocument>[0]['profiles']
}

const SALT = /^[0-9a-f]{32}$/

/** How the quantities of a presented document are blinded; undefined without a document or a readable salt. */
export function factorsOf({
  examination,
}: Pick<PresentedCertificate, 'examination'>): ((seq: number) => bigint) | undefined {
  const content = examination?.content
  return content !== undefined && SALT.test(content.salt) ? (seq) => blindFactor(content, seq) : undefined
}

/** What a check of the certificate answers as of the day of the declaration. */
export function checkAsOf(
  presented: PresentedCertificate,
  { sight, registerIsCurrent, profiles }: CheckSight,
  day: IsoDate,
): CheckAnswer {
  const { stored, ancestors, trust, profile, registersEverythingSince, mayBeOfOthers, entitlement, importMode } = sight
  const record = stored?.record
  const shown = presented.examination ?? referenceOnly(presented.reference, record)
  return checkDocument({
    ...shown,
    authenticity: withTrust(shown.authenticity, trust),
    ...{ record, registerIsCurrent, today: day },
    ...{ ancestors, profiles, profile, registersEverythingSince, mayBeOfOthers, entitlement, importMode },
  })
}

/** The certificate as a check of declaration lines takes it. */
export function asDeclared(
  presented: PresentedCertificate,
  answer: CheckAnswer,
  { record, profile }: { readonly record: CertificateRecord | undefined } & Pick<RegisterSight, 'profile'>,
): Omit<DeclaredCertificate, 'declaredBefore'> {
  const dataset = presented.examination?.content?.dataset ?? (record && registeredTerms(record))
  const factorOf = factorsOf(presented)
  return {
    reference: presented.reference,
    dataset,
    checks: checksOf(answer),
    profile,
    left: record === undefined || factorOf === undefined ? [] : quantitiesLeft(record.items, factorOf),
    ...(record !== undefined && { importingMember: record.importingMember }),
  }
}

/** What a refusal for want of quantity says is left, with its item, for who holds the document. */
export function leftAfter(
  { detail }: Pick<Refusal, 'detail'>,
  presented: PresentedCertificate,
): (Measured & { readonly seq: number }) | undefined {
  const factorOf = factorsOf(presented)
  const left = factorOf && leftInRefusal(detail, factorOf)
  const unit = left && unitsOf(presented).get(left.seq)
  return left === undefined || unit === undefined ? undefined : { ...left, unit }
}

/** The unit of each item of a presented document. */
export function unitsOf({ examination }: Pick<PresentedCertificate, 'examination'>): ReadonlyMap<number, string> {
  const dataset = examination?.content?.dataset
  const items: readonly unknown[] = isObject(dataset) && Array.isArray(dataset.items) ? dataset.items : []
  return new Map(items.flatMap(unitOf))
}

function unitOf(item: unknown): readonly (readonly [number, string])[] {
  if (!isObject(item) || !isObject(item.quantity)) return []
  const { sequence, quantity } = item
  return typeof sequence === 'number' && typeof quantity.unit === 'string' ? [[sequence, quantity.unit]] : []
}

/** The certificate that a document claims to be; undefined when that cannot be read. */
export function presentedBy(
  examination: Examination,
): (PresentedCertificate & { readonly id: CertificateId }) | undefined {
  const { id, reference } = examination
  return id === undefined || reference === undefined ? undefined : { id, reference, examination }
}

function referenceOnly(reference: CertificateReference, record: CertificateRecord | undefined): Presented {
  return {
    documentHash: record?.documentHash,
    reference,
    content: undefined,
    authenticity: [check('signature', 'unknown', 'SIGNATURE_NOT_PRESENTED')],
  }
}

// What the register itself says of a certificate whose document is not held: terms, but no goods.
function registeredTerms(record: CertificateRecord): object {
  const { agreement, agreementVersion, issuingMember, importingMember, issueDate, validUntil } = record
  return {
    agreement: { code: agreement, version: agreementVersion },
    issuingCountry: issuingMember,
    exportCountry: issuingMember,
    importCountry: importingMember,
    issueDateTime: `${issueDate}T00:00:00Z`,
    validUntil,
  }
}

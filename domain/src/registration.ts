import { parseAgreementCode, parseAgreementVersion } from './agreement'
import { parseCertificateId } from './certificate-id'
import type { CertificateId, CertificateReference } from './certificate-id'
import { parseDate } from './date'
import type { IsoDate } from './date'
import { CERTIFICATE_TYPES } from './dataset/common-formats'
import type { CertificateKind } from './dataset/common-formats'
import { issueDateOf } from './dataset/parse'
import type { MemberDataset as Dataset } from './dataset/parse'
import { DIGEST_PATTERN, parseDocumentHash } from './hash'
import type { DocumentHash } from './hash'
import { blindAmount, blindFactor, parseWholeAmount, smallestUnits } from './item-account'
import type { Blinding } from './item-account'
import { LIMITS } from './limits'
import { parseMemberCode } from './member'
import type { MemberCode } from './member'
import { malformed, parseList, parseObject, parseText, parseWholeNumber, parseWord } from './shape'

/** How the document is written whose hash is registered. */
export const DOCUMENT_FORMATS = ['jws', 'sd-jwt'] as const

/** One of the document formats. */
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number]

/** What an issuing authority sends to the register. Its member and the authority itself are the submitter's. */
export interface Registration {
  readonly id: CertificateId
  readonly agreement: string
  readonly agreementVersion: string
  readonly kind: CertificateKind
  readonly importingMember: MemberCode
  readonly documentHash: DocumentHash
  readonly documentFormat: DocumentFormat
  /** RFC 7638 thumbprint of the key that signed the document. */
  readonly keyId: string
  readonly issueDate: IsoDate
  readonly validUntil: IsoDate
  /** In ascending order of `seq`; `issued` is blinded. */
  readonly items: readonly RegisteredItem[]
}

/** One item as it is registered. */
export interface RegisteredItem {
  readonly seq: number
  readonly issued: string
}

/** The members of a registration, in the order of the interface. */
export const REGISTRATION_FIELDS = [
  'id',
  'agreement',
  'agreementVersion',
  'kind',
  'importingMember',
  'documentHash',
  'documentFormat',
  'keyId',
  'issueDate',
  'validUntil',
  'items',
] as const satisfies readonly (keyof Registration)[]

/** Accepts a registration, whole and with nothing else in it. */
export function parseRegistration(input: unknown, field = 'registration'): Registration {
  const entry = parseObject(input, field, REGISTRATION_FIELDS)
  const registration = {
    id: parseCertificateId(entry.id, `${field}.id`),
    ...parseRegistered(entry, field),
    items: parseList(entry.items, `${field}.items`, [1, LIMITS.itemsPerCertificate], parseRegisteredItem),
  }
  requireAscending(registration.items, `${field}.items`)
  return registration
}

/** Accepts the members that a registration and a record share. */
export function parseRegistered(
  entry: Readonly<Record<string, unknown>>,
  field: string,
): Omit<Registration, 'id' | 'items'> {
  const registered = {
    agreement: parseAgreementCode(entry.agreement, `${field}.agreement`),
    agreementVersion: parseAgreementVersion(entry.agreementVersion, `${field}.agreementVersion`),
    kind: parseWord(entry.kind, `${field}.kind`, CERTIFICATE_TYPES),
    importingMember: parseMemberCode(entry.importingMember, `${field}.importingMember`),
    documentHash: parseDocumentHash(entry.documentHash, `${field}.documentHash`),
    documentFormat: parseWord(entry.documentFormat, `${field}.documentFormat`, DOCUMENT_FORMATS),
    keyId: parseText(entry.keyId, `${field}.keyId`, DIGEST_PATTERN, 43, 'an RFC 7638 thumbprint by SHA-256'),
    issueDate: parseDate(entry.issueDate, `${field}.issueDate`),
    validUntil: parseDate(entry.validUntil, `${field}.validUntil`),
  }
  if (registered.validUntil < registered.issueDate) throw malformed(`${field}.validUntil`, 'is before the issue date')
  return registered
}

/** What is registered of a dataset, given the id and the salts that its document holds and the document's hash. */
export function registrationOf(
  input: Blinding & {
    readonly id: CertificateId
    readonly dataset: Dataset
    readonly documentHash: DocumentHash
    readonly documentFormat: DocumentFormat
    readonly keyId: string
  },
): Registration {
  const { id, dataset, documentHash, documentFormat, keyId } = input
  return parseRegistration({
    id,
    agreement: dataset.agreement.code,
    agreementVersion: dataset.agreement.version,
    kind: dataset.certificateType,
    importingMember: dataset.importCountry,
    documentHash,
    documentFormat,
    keyId,
    issueDate: issueDateOf(dataset),
    validUntil: dataset.validUntil,
    items: dataset.items
      .map(({ sequence, quantity }) => ({
        seq: sequence,
        issued: blindAmount(smallestUnits(quantity.value), blindFactor(input, sequence)),
      }))
      .sort((one, other) => one.seq - other.seq),
  })
}

/** What names the certificate of a dataset. */
export function referenceOf({ issuingCountry, issuingAuthority, certificateNumber }: Dataset): CertificateReference {
  return { issuingMember: issuingCountry, authority: issuingAuthority.id, number: certificateNumber }
}

/** Refuses items that do not stand in ascending order, so that one list has one text and no item stands twice. */
export function requireAscending(items: readonly { readonly seq: number }[], field: string): void {
  const ascending = items.every((item, index) => index === 0 || item.seq > (items[index - 1]?.seq ?? 0))
  if (!ascending) throw malformed(field, 'must stand in ascending order of seq, each once')
}

/** Accepts one item as it is registered. */
export function parseRegisteredItem(input: unknown, field: string): RegisteredItem {
  const { seq, issued } = parseObject(input, field, ['seq', 'issued'])
  const item = {
    seq: parseWholeNumber(seq, `${field}.seq`, 1, LIMITS.itemSequence),
    issued: parseWholeAmount(issued, `${field}.issued`),
  }
  if (item.issued === '0') throw malformed(`${field}.issued`, 'must be more than nothing')
  return item
}

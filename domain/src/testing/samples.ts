import type { Caller } from '../caller'
import { registeredPartOf } from '../certificate'
import type { CertificateRecord } from '../certificate'
import { composeRecord } from '../certificate/compose'
import { registeredKey } from '../certificate/load'
import { printRegisteredCertificate } from '../certificate/registered'
import type { RegisteredCertificate } from '../certificate/registered'
import { certificateId } from '../certificate-id'
import type { Stamp } from '../change'
import type { MemberDataset as Dataset } from '../dataset/parse'
import { parseDate } from '../date'
import { documentHash, sha256Hex } from '../hash'
import type { DocumentHash } from '../hash'
import { unusedOf } from '../item-account'
import type { ItemAccount } from '../item-account'
import { anIdKey } from '../register/testing/a-register'
import { registrationOf } from '../registration'
import type { Registration } from '../registration'

/** The salt in the sample document. */
export const SALT = '000102030405060708090a0b0c0d0e0f'

/** The hash of the sample document. */
export const DOCUMENT_HASH: DocumentHash = documentHash('head.body.signature')

/** The id of the sample certificate. */
export const CERTIFICATE_ID = certificateId(
  { issuingMember: 'AU', authority: 'AU-ACCI', number: 'AU-2026-000123' },
  anIdKey(),
)

/** The key that signed the sample document. */
export const KEY_ID = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'

/** An issuing officer of the Australian authority that issued the samples. */
export const ISSUER: Caller = { organisation: 'AU', role: 'issuer', authority: 'AU-ACCI' }

const ITEM = {
  hsVersion: '2022' as const,
  originCriterion: { code: 'WO' },
  originCountry: 'AU',
  invoice: [{ number: 'EX-1', date: parseDate('2026-03-01', 'date') }],
}

/** A dataset that is accepted, with the given members in place of its own. */
export function aDataset(changes: Partial<Dataset> = {}): Dataset {
  return {
    certificateNumber: 'AU-2026-000123',
    agreement: { code: 'RCEP', version: '2022' },
    certificateType: 'original',
    isPreferential: true,
    issueDateTime: '2026-03-02T09:30:00+11:00',
    validUntil: parseDate('2027-03-01', 'validUntil'),
    issuingCountry: 'AU',
    issuingAuthority: { id: 'AU-ACCI' },
    importCountry: 'KR',
    exportCountry: 'AU',
    exporterDeclaration: { placeName: 'Geelong', date: parseDate('2026-03-01', 'date'), signatory: 'M. Example' },
    departureDate: parseDate('2026-03-05', 'departureDate'),
    consignee: { name: 'Hansol Textile Co., Ltd.', address: { city: 'Busan', country: 'KR' } },
    exporter: { name: 'Southern Wool Pty Ltd', address: { city: 'Geelong', country: 'AU' } },
    items: [
      { ...ITEM, sequence: 1, description: 'Wool, greasy', hsCode: '510111', quantity: { value: '1200', unit: 'KGM' } },
      { ...ITEM, sequence: 2, description: 'Wool, combed', hsCode: '510529', quantity: { value: '0.5', unit: 'TNE' } },
    ],
    ...changes,
  }
}

/** What is registered of the sample dataset. */
export function aRegistration(changes: Partial<Registration> = {}): Registration {
  return {
    ...registrationOf({
      id: CERTIFICATE_ID,
      dataset: aDataset(),
      salt: SALT,
      documentHash: DOCUMENT_HASH,
      documentFormat: 'jws',
      keyId: KEY_ID,
    }),
    ...changes,
  }
}

/** The stamp of a request, in a transaction of its own. */
export function aStamp(requestId = 'request-1'): Stamp {
  const transactionId = sha256Hex(`transaction of ${requestId}`)
  return { requestId, transactionId, time: '2026-03-02T00:00:00.000Z' }
}

/** The record of the sample certificate as it was issued by request-1. */
export function aRecord(changes: Partial<CertificateRecord> = {}): CertificateRecord {
  const parts = { registered: registeredFrom(aRegistration()), status: undefined, destination: undefined, copies: [] }
  return { ...composeRecord(parts, { delivery: undefined, verification: undefined }), ...changes }
}

/** What the ledger holds of a certificate that was just registered as its record says: keys and texts. */
export function ledgerRecordsOf(record: CertificateRecord): readonly (readonly [string, string])[] {
  const { id, issuingMember, authority, importingMember, items } = record
  const registered = {
    ...registeredFrom({ ...registeredPartOf(record), items: items.map(({ seq, issued }) => ({ seq, issued })) }),
    ...{ issuingMember, authority, importingMember },
  }
  return [[registeredKey(id), printRegisteredCertificate(registered)]]
}

function registeredFrom(registration: Registration): RegisteredCertificate {
  const { requestId, time } = aStamp()
  return {
    ...registration,
    items: registration.items.map((item) => ({ ...item, drawnFrom: null })),
    ...{ replaces: null, late: null, issuingMember: 'AU', authority: 'AU-ACCI', requestId },
    registeredAt: Date.parse(time),
  }
}

/** The record in this document state: what was left of a withdrawn one is cancelled. */
export function aRecordIn(document: CertificateRecord['states']['document']): CertificateRecord {
  const record = aRecord()
  const closed = (item: ItemAccount): ItemAccount => ({ ...item, cancelled: unusedOf(item).toString() })
  const items = document === 'issued' ? record.items : record.items.map(closed)
  return { ...record, items, states: { ...record.states, document } }
}

/** The record of which one item's account has changed. */
export function aRecordWithAccount(part: 'reserved' | 'used' | 'drawn' | 'refused', share: bigint): CertificateRecord {
  const record = aRecord()
  const [first, ...others] = record.items
  if (first === undefined) return record
  return { ...record, items: [{ ...first, [part]: (BigInt(first.issued) / share).toString() }, ...others] }
}

import type { QrReference } from '@eco/domain'
import type { CertificatePdfInput } from '../layout'

/** What has the shape of a signed document; paper never looks into it. */
export const DOCUMENT = `${'e30'.repeat(20)}.${'e30'.repeat(200)}.${'A'.repeat(86)}~${'W10'.repeat(10)}~`

/** Where the QR code of the samples points to. */
export const QR: QrReference = {
  issuingMember: 'AU',
  authority: 'AU-CHAMBER',
  number: 'AU-2026-000123',
  documentHash: '59f2ab'.padEnd(64, '0') as QrReference['documentHash'],
}

const ADDRESS = { street: '1 Wharf Street', city: 'Geelong', postcode: '3220', country: 'AU' }

/** An item with everything that forms have a place for. */
export function anItem(sequence: number): Record<string, unknown> {
  return {
    sequence,
    marks: ['HANSOL', `BUSAN ${sequence}`],
    packages: { quantity: 40, type: 'BL' },
    otherPackages: [{ quantity: 2, type: 'CT' }],
    description: `Wool, greasy, lot ${sequence}`,
    trademark: 'MERINO GOLD',
    hsCode: '510111',
    hsVersion: '2022',
    originCriterion: { code: 'RVC', percent: '45', combined: [{ code: 'CTC', tariffShift: 'CTH' }], extras: ['ACU'] },
    originCountry: 'AU',
    rvcPercent: '45',
    fobValue: { amount: '12000.50', currency: 'USD' },
    quantity: { value: '1200', unit: 'KGM' },
    grossMass: { value: '1250', unit: 'KGM' },
    netMass: { value: '1195', unit: 'KGM' },
    invoice: [{ number: 'EX-1', date: '2026-03-01' }],
    producer: { name: 'Ballarat Mill', address: ADDRESS },
  }
}

/** A dataset with everything that forms have a place for. */
export function aDataset(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    certificateNumber: 'AU-2026-000123',
    agreement: { code: 'RCEP', version: '2022' },
    isPreferential: true,
    issueDateTime: '2026-03-02T09:30:00+11:00',
    issuePlaceName: 'Melbourne',
    issuingCountry: 'AU',
    issuingAuthority: { id: 'AU-CHAMBER', name: 'Chamber of Commerce' },
    authorisedOfficial: { name: 'A. Officer' },
    exporterDeclaration: { placeName: 'Geelong', date: '2026-03-01', signatory: 'M. Example' },
    validUntil: '2027-03-01',
    exporter: { name: 'Southern Wool Pty Ltd', address: ADDRESS },
    producer: { name: 'Western Station', address: ADDRESS },
    importer: { name: '中国纺织进出口有限公司', address: { city: '上海市', country: 'CN' } },
    consignee: { name: '한솔 Textile', address: { city: '부산', country: 'KR' } },
    exportCountry: 'AU',
    importCountry: 'KR',
    departureDate: '2026-03-05',
    transportMeans: { name: 'MV PACIFIC STAR', id: 'IMO 9321483' },
    loadingPlace: 'AUMEL',
    dischargePort: 'KRPUS',
    remarks: 'Lê Văn Ångström Čapek 東京ウール株式会社',
    replaces: { certificateNumber: 'AU-2025-9', issueDate: '2025-12-01' },
    items: [anItem(1)],
    ...changes,
  }
}

/** What is printed of it. */
export function anInput(changes: Partial<CertificatePdfInput> = {}): CertificatePdfInput {
  return { dataset: aDataset(), document: DOCUMENT, qr: QR, ...changes }
}

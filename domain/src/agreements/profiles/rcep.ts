import { background, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import {
  SINGAPORE_HANDBOOK,
  UNREAD,
  WO,
  PE,
  calendarDays,
  codes,
  conditional,
  day,
  forbidden,
  inForce,
  always,
  plain,
  required,
  years,
} from './draft'

const ANNEX = 'Annex 3B (minimum information), paragraph 1'

/** Regional Comprehensive Economic Partnership Agreement. */
export const RCEP: AgreementProfile = {
  ...UNREAD,
  code: 'RCEP',
  version: '2022',
  name: 'Regional Comprehensive Economic Partnership Agreement',
  legalAct: 'RCEP Agreement, Chapter 3 (Rules of Origin), Section B and Annex 3B',
  parties: read(
    {
      relation: 'among',
      countries: ['AU', 'BN', 'CN', 'ID', 'JP', 'KH', 'KR', 'LA', 'MY', 'NZ', 'PH', 'SG', 'TH', 'VN'],
    },
    'Parties of the agreement; Myanmar is left out because its standing was not read',
  ),
  inForce: background(
    inForce('2022-01-01', { KR: '2022-02-01', MY: '2022-03-18', ID: '2023-01-02', PH: '2023-06-02' }),
  ),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: read(['paper', 'electronic-document'], 'Art. 3.16.5(a)'),
      evidence: 'read',
      source: 'Art. 3.16.1(a), 3.17',
    },
    {
      kind: 'approved-exporter-declaration',
      signedBy: ['approved-exporter'],
      forms: read(['paper', 'electronic-document'], 'Art. 3.16.5(a)'),
      evidence: 'read',
      source: 'Art. 3.16.1(b), 3.18.1(a), 3.21',
    },
    {
      kind: 'self-certification',
      signedBy: ['exporter', 'producer'],
      forms: read(['paper', 'electronic-document'], 'Art. 3.16.5(a)'),
      evidence: 'read',
      source: 'Art. 3.16.1(c), 3.18.1(b)',
      remark: 'Each party has 10 or 20 years from its entry into force to accept it (Art. 3.16.2).',
    },
  ],
  elements: [
    ...required('read', ANNEX, [
      'certificateNumber',
      'issueDateTime',
      'issuingAuthority',
      'exporterDeclaration',
      'exporter.name',
      'exporter.address',
      'item.description',
      'item.hsCode',
      'item.originCriterion',
      'item.originCountry',
      'item.quantity',
      'item.invoice',
    ]),
    conditional('read', ANNEX, 'importer', { not: { present: 'consignee' } }),
    conditional('read', `${ANNEX}(j)`, 'dischargePort', {
      not: { any: [{ present: 'departureDate' }, { present: 'transportMeans' }] },
    }),
    conditional('read', ANNEX, 'item.fobValue', { criterion: ['RVC'] }),
    forbidden('read', ANNEX, 'item.fobValue', { not: { criterion: ['RVC'] } }),
    conditional('read', `${ANNEX}(m)`, 'originals', { certificateType: 'back-to-back' }),
    conditional('read', 'Annex 3B, paragraph 2(e)', 'approvedExporterCode', { proof: 'approved-exporter-declaration' }),
  ],
  criterion: secondary(
    codes(
      [
        WO,
        PE,
        plain('CTC', 'change in tariff classification'),
        { code: 'RVC', forms: ['RVC', 'RVC#'], meaning: 'regional value content, the percentage where it is stated' },
        plain('CR', 'chemical reaction'),
      ],
      { extras: ['ACU', 'DMI'] },
    ),
    SINGAPORE_HANDBOOK,
  ),
  itemLimit: read(always(null), 'Art. 3.17.4(b) allows several goods and names no number'),
  tariffCode: read({ least: 6, most: 6, tariff: 'harmonized-system' }, ANNEX),
  hsEdition: background([
    { from: null, value: '2012' },
    { from: day('2023-01-01'), value: '2022' },
  ]),
  validity: read(years(1), 'Art. 3.16.6'),
  retroactiveGrace: read(calendarDays(0), 'Art. 3.17.8'),
  retroactiveLimit: read(years(1), 'Art. 3.17.8'),
  retroactiveWords: read('ISSUED RETROACTIVELY', 'Art. 3.17.8'),
  trueCopy: read({ limit: years(1), words: 'CERTIFIED TRUE COPY', onlyIfUnused: false }, 'Art. 3.17.9'),
  deadlines: [
    {
      name: 'verification-reply',
      from: background('receipt-of-request'),
      period: read({ least: calendarDays(30), most: calendarDays(90), duty: 'shall' }, 'Art. 3.24'),
      consequence: 'Preference may be denied when there is no sufficient answer (Art. 3.25.3(b)).',
    },
    {
      name: 'determination',
      from: background('receipt-of-reply'),
      period: read({ least: calendarDays(90), most: calendarDays(180), duty: 'endeavour' }, 'Art. 3.24'),
      consequence: '',
    },
    {
      name: 'visit-consent',
      from: background('receipt-of-visit-notice'),
      period: read({ most: calendarDays(30), duty: 'shall' }, 'Art. 3.24'),
      consequence: '',
    },
    {
      name: 'goods-in-transit-claim',
      from: read('entry-into-force', 'Art. 3.30'),
      period: read({ most: calendarDays(180), duty: 'shall' }, 'Art. 3.30'),
      consequence: '',
    },
  ],
  retention: read(years(3), 'Chapter 3, Section B'),
  backToBack: read(
    {
      allowed: true,
      severalOriginals: true,
      expiryNotAfterOriginals: true,
      quantityNotAboveOriginals: true,
    },
    'Art. 3.19',
  ),
  shipments: read({ covers: 'single', blanket: null }, 'Art. 3.17.4(a)'),
  valueWaivers: read(
    [{ effect: 'no-proof-needed', amount: '200', currency: 'USD', basis: 'customs-value' }],
    'Chapter 3, Section B',
  ),
  languages: read(['en'], 'Art. 3.17.3(c)'),
  minorDiscrepancies: read({ kinds: ['minor discrepancies and errors'] }, 'Art. 3.26'),
  notes: [
    'A new certificate after an error counts as issued retroactively when it is made after shipment (Art. 3.17.5(a), 3.17.8).',
    'Goods subject to tariff differentials state the basis of Art. 2.6.6(a) or (b); the codes for it are not in the grammar.',
  ],
}

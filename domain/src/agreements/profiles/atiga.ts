import { background, notRead, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import {
  ASEAN,
  UNREAD,
  WO,
  calendarDays,
  codes,
  conditional,
  forbidden,
  inForce,
  months,
  plain,
  required,
  years,
} from './draft'

const FORM = 'Annex 7 (Form D) and overleaf notes'
const PROCEDURES = 'Annex 8 (Operational Certification Procedure)'
const VALUE_STATES = { all: [{ exporter: ['KH', 'ID', 'LA'] }, { criterion: ['RVC'] }] }

/** ASEAN Trade in Goods Agreement: Form D, a pattern for members to come. */
export const ATIGA: AgreementProfile = {
  ...UNREAD,
  code: 'ATIGA',
  version: '2021',
  name: 'ASEAN Trade in Goods Agreement, Form D',
  legalAct: 'ASEAN Trade in Goods Agreement, Annexes 7 and 8 (endorsed 8 September 2021)',
  status: 'pattern',
  parties: read({ relation: 'among', countries: ASEAN }, 'Parties of the agreement'),
  inForce: background(inForce('2010-05-17')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: read(
        ['data-exchange', 'paper'],
        `${PROCEDURES}, Rules 26 to 31; paper on technical failure since 1 January 2024`,
      ),
      evidence: 'read',
      source: `${PROCEDURES}, Rules 2 to 7`,
    },
    {
      kind: 'approved-exporter-declaration',
      signedBy: ['approved-exporter'],
      forms: read(['paper'], `${PROCEDURES}, Rules 12A to 12D`),
      evidence: 'read',
      source: `${PROCEDURES}, Rules 12A to 12D: certified exporters`,
    },
  ],
  elements: [
    ...required('read', FORM, [
      'certificateNumber',
      'issueDateTime',
      'issuingAuthority',
      'exporterDeclaration',
      'exporter.name',
      'exporter.address',
      'consignee',
      'item.marks',
      'item.packages',
      'item.description',
      'item.hsCode',
      'item.originCriterion',
      'item.quantity',
      'item.invoice',
    ]),
    conditional('read', `${FORM}, note 10; Rule 25`, 'item.fobValue', VALUE_STATES),
    forbidden('read', `${FORM}, note 10; Rule 25`, 'item.fobValue', { not: VALUE_STATES }),
    conditional('read', `${FORM}, note 11; Rule 23`, 'thirdPartyInvoicer', { flag: 'thirdPartyInvoicing' }),
    conditional('read', `${PROCEDURES}, Rule 22`, 'exhibition', { flag: 'exhibition' }),
    conditional('read', `${PROCEDURES}, Rule 11`, 'originals', { certificateType: 'back-to-back' }),
    conditional('read', `${PROCEDURES}, Rules 9 and 29(4)`, 'replaces', { certificateType: 'replacement' }),
  ],
  criterion: read(
    codes(
      [
        WO,
        { code: 'RVC', forms: ['#%'], meaning: 'regional value content' },
        plain('CC', 'change of chapter'),
        plain('CTH', 'change of heading'),
        plain('CTSH', 'change of subheading'),
        plain('SP', 'specific processes'),
        {
          code: 'PC',
          forms: ['PC #%'],
          meaning: 'partial cumulation',
          percentBelow: 40,
          flag: 'partialCumulation',
        },
      ],
      {
        combinations: [
          ['CC', 'RVC'],
          ['CTH', 'RVC'],
          ['CTSH', 'RVC'],
        ],
      },
    ),
    `${FORM}, notes 3 and 16`,
  ),
  deMinimis: read({ percent: 10, of: 'fob' }, `${FORM}, note 17`),
  tariffCode: read(
    { least: 8, most: 8, tariff: 'importing-party' },
    `${FORM}: tariff nomenclature of the importing state`,
  ),
  validity: read(months(12), PROCEDURES),
  retroactiveGrace: read(calendarDays(0), `${PROCEDURES}, Rule 10: prior to or at the time of shipment`),
  retroactiveLimit: read(years(1), `${PROCEDURES}, Rule 10(2)`),
  retroactiveWords: read('ISSUED RETROACTIVELY', `${PROCEDURES}, Rule 10(2)`),
  trueCopy: read({ limit: years(1), words: 'CERTIFIED TRUE COPY', onlyIfUnused: false }, `${PROCEDURES}, Rule 12`),
  reissue: read(years(1), `${PROCEDURES}, Rule 29(1)`),
  deadlines: [
    {
      name: 'refusal-notice',
      from: read('receipt-of-proof', `${PROCEDURES}, Rules 13 and 30(3)`),
      period: read({ most: calendarDays(60), duty: 'shall' }, `${PROCEDURES}, Rules 13 and 30(3)`),
      consequence: '',
    },
    {
      name: 'verification-reply',
      from: background('receipt-of-request'),
      period: read({ most: calendarDays(90), duty: 'shall' }, PROCEDURES),
      consequence: '',
    },
    {
      name: 'whole-verification',
      from: background('date-of-request'),
      period: read({ most: calendarDays(180), duty: 'shall' }, PROCEDURES),
      consequence: '',
    },
    {
      name: 'visit-consent',
      from: background('receipt-of-visit-notice'),
      period: read({ most: calendarDays(30), duty: 'shall' }, PROCEDURES),
      consequence: '',
    },
    {
      name: 'visit-postponement',
      from: background('receipt-of-visit-notice'),
      period: read({ most: calendarDays(60), duty: 'shall' }, PROCEDURES),
      consequence: '',
    },
    {
      name: 'visit-report',
      from: notRead(),
      period: read({ most: calendarDays(30), duty: 'shall' }, PROCEDURES),
      consequence: '',
    },
    {
      name: 'visit-comments',
      from: background('receipt-of-findings'),
      period: read({ most: calendarDays(30), duty: 'shall' }, PROCEDURES),
      consequence: '',
    },
  ],
  retention: read(years(3), PROCEDURES),
  backToBack: read(
    {
      allowed: true,
      severalOriginals: true,
      expiryNotAfterOriginals: true,
      quantityNotAboveOriginals: true,
    },
    `${PROCEDURES}, Rule 11`,
  ),
  valueWaivers: read([{ effect: 'no-proof-needed', amount: '200', currency: 'USD', basis: 'fob' }], PROCEDURES),
  languages: read(['en'], PROCEDURES),
  minorDiscrepancies: secondary(
    {
      kinds: [
        'spelling',
        'tick marks',
        'signature',
        'units of measurement',
        'paper size',
        'colour of ink',
        'description',
        'entry of the certified exporter in the database',
      ],
    },
    'Matrix of minor discrepancy issues (36th meeting of the Sub-Committee on Rules of Origin, June 2021); Rule 16',
  ),
  notes: [
    'For electronic certificates Rules 29 to 31 replace the paper rules on loss, strike-out, presentation and records (Rule 26(2)): there is re-issue and cancel-plus-new, and no certified true copy.',
    'An electronically applied signature and seal is not a digital signature (Rule 7, footnote 4).',
    'The length of the importing state’s code is that of the ASEAN nomenclature.',
  ],
}

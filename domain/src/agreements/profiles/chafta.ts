import { background, read } from '../evidence'
import type { AgreementProfile } from '../profile'
import { PSR, UNREAD, WO, WP, always, codes, conditional, inForce, required, years } from './draft'

const FORM = 'Annex 3-A (certificate form) and overleaf notes'

/** China–Australia Free Trade Agreement. */
export const CHAFTA: AgreementProfile = {
  ...UNREAD,
  code: 'ChAFTA',
  version: '2015',
  name: 'China–Australia Free Trade Agreement',
  legalAct: 'Free Trade Agreement between Australia and China, Chapter 3 and Annex 3-A',
  parties: read({ relation: 'between', countries: ['AU'], counterparts: ['CN'] }, 'Title of the agreement'),
  inForce: background(inForce('2015-12-20')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: background(['paper']),
      evidence: 'read',
      source: FORM,
    },
    {
      kind: 'self-certification',
      signedBy: ['exporter', 'producer'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: 'Chapter 3, definition of the declaration of origin; when one is enough was not read',
      remark: 'Known to cover goods of an advance ruling (background).',
    },
  ],
  elements: [
    ...required('read', FORM, [
      'certificateNumber',
      'issueDateTime',
      'issuePlace',
      'issuingAuthority',
      'exporterDeclaration',
      'exporter.name',
      'exporter.address',
      'importer',
      'loadingPlace',
      'dischargePort',
      'departureDate',
      'transportMeans',
      'item.packages',
      'item.description',
      'item.hsCode',
      'item.originCriterion',
      'item.quantity',
      'item.invoice',
    ]),
    conditional('read', FORM, 'thirdPartyInvoicer', { flag: 'thirdPartyInvoicing' }),
  ],
  criterion: read(codes([WO, WP, PSR]), 'Certificate form; a published sample shows WP and PSR, WO is background'),
  itemLimit: read(always(20), FORM),
  tariffCode: read({ least: 6, most: 6, tariff: 'harmonized-system' }, FORM),
  validity: read(years(1), 'Annex 3-A'),
  retroactiveLimit: background(years(1), 'retroactive issue was read, its period was not'),
  notes: [
    'The producer may be given as SAME, or kept confidential and made available to the authority on request.',
    'Marks are optional.',
  ],
}

import { background, notRead, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { CRITERION_IN_WORDS, UNREAD, conditional, inForce, months, required, years } from './draft'

const ANNEX = 'Annex 3-B (minimum data elements), as customs guidance gives it'
const TEXT = 'United Kingdom, origin reference document of the agreement'

/** Comprehensive and Progressive Agreement for Trans-Pacific Partnership: certified by the traders themselves. */
export const CPTPP: AgreementProfile = {
  ...UNREAD,
  code: 'CPTPP',
  version: '2018',
  name: 'Comprehensive and Progressive Agreement for Trans-Pacific Partnership',
  legalAct: 'Comprehensive and Progressive Agreement for Trans-Pacific Partnership, Chapter 3 and Annex 3-B',
  parties: background({
    relation: 'among',
    countries: ['AU', 'BN', 'CA', 'CL', 'GB', 'JP', 'MX', 'MY', 'NZ', 'PE', 'SG', 'VN'],
  }),
  inForce: background(
    inForce('2018-12-30', {
      VN: '2019-01-14',
      PE: '2021-09-19',
      MY: '2022-11-29',
      CL: '2023-02-21',
      BN: '2023-07-12',
      GB: '2024-12-15',
    }),
  ),
  proofs: [
    {
      kind: 'self-certification',
      signedBy: ['importer', 'exporter', 'producer'],
      forms: background(['paper', 'electronic-document']),
      evidence: 'secondary',
      source: ANNEX,
    },
  ],
  elements: [
    ...required('secondary', ANNEX, [
      'certifier',
      'exporter.name',
      'exporter.address',
      'producer',
      'item.description',
      'item.hsCode',
      'item.originCriterion',
    ]),
    conditional('secondary', ANNEX, 'item.invoice', { not: { present: 'blanketPeriod' } }),
  ],
  criterion: secondary(CRITERION_IN_WORDS, `${ANNEX}: the rule of origin that is met`),
  tariffCode: secondary({ least: 6, most: 6, tariff: 'harmonized-system' }, ANNEX),
  validity: secondary(years(2), TEXT),
  deadlines: [
    {
      name: 'visit-consent',
      from: background('receipt-of-visit-notice'),
      period: notRead(TEXT),
      consequence: 'A visit needs written consent.',
    },
  ],
  retention: secondary(years(5), TEXT),
  shipments: secondary({ covers: 'several', blanket: months(12) }, ANNEX),
  notes: [
    'Preference may be denied when a request for information is not answered.',
    'An invoice for a consignment from a third country is no ground for refusal.',
  ],
}

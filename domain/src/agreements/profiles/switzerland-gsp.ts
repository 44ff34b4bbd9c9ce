import { background } from '../evidence'
import type { AgreementProfile } from '../profile'
import { SINGAPORE_HANDBOOK, UNREAD, codes, conditional, inForce, months, plain, required } from './draft'

const FACT_SHEET =
  'Swiss customs, fact sheet on the formal validity of proofs of origin (March 2020), sections 6, 9 and 10'

/** Switzerland's preferences for developing countries: Form A and statements of registered exporters (REX). */
export const SWITZERLAND_GSP: AgreementProfile = {
  ...UNREAD,
  code: 'Switzerland-GSP',
  version: '2011',
  name: 'Switzerland’s Generalized System of Preferences',
  legalAct: 'Swiss ordinances on preferential tariff rates and on rules of origin for developing countries',
  parties: background({ relation: 'one-way', exporters: ['MG'], importers: ['CH'] }),
  inForce: background(inForce('2011-05-01')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: `${FACT_SHEET}: Form A`,
    },
    {
      kind: 'self-certification',
      signedBy: ['registered-exporter'],
      forms: background(['paper', 'electronic-document']),
      evidence: 'secondary',
      source: `${FACT_SHEET}: statement on origin in the REX system`,
    },
  ],
  elements: [
    ...required('background', 'general knowledge of Form A', [
      'certificateNumber',
      'issueDateTime',
      'issuePlace',
      'exporterDeclaration',
      'exporter.name',
      'exporter.address',
      'item.packages',
      'item.description',
      'item.originCriterion',
      'item.invoice',
    ]),
    conditional('background', 'general knowledge of the REX system', 'approvedExporterCode', {
      proof: 'self-certification',
    }),
  ],
  criterion: background(
    codes([
      plain('P', 'wholly obtained'),
      plain('PK', 'cumulated'),
      { code: 'Y', forms: ['Y#'], meaning: 'value added, with its percentage' },
      plain('W', 'sufficiently worked; printed with the heading of the product'),
    ]),
    `P, Y and Pk: ${SINGAPORE_HANDBOOK}; W with the heading: general knowledge, not confirmed`,
  ),
  validity: background(
    months(10),
    'Form A; a statement of a registered exporter 12 months: general knowledge, not confirmed',
  ),
  notes: [
    'Which products enter free from least developed countries, and whether the exporter’s country still uses Form A, was not read.',
    'Indonesia is not a beneficiary any more since its agreement with the EFTA states.',
  ],
}

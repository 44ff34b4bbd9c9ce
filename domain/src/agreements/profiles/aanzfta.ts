import { background, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import {
  ASEAN,
  PE,
  SINGAPORE_HANDBOOK,
  UNREAD,
  WO,
  codes,
  conditional,
  inForce,
  months,
  plain,
  required,
  workingDays,
} from './draft'

const STEPS = 'ASEAN, steps for using the agreement; Operational Certification Procedures'
const GUIDE = 'Department of Foreign Affairs and Trade (Australia), guide to the agreement'

/** ASEAN–Australia–New Zealand Free Trade Area, with its First Protocol. */
export const AANZFTA: AgreementProfile = {
  ...UNREAD,
  code: 'AANZFTA',
  version: '2015',
  name: 'ASEAN–Australia–New Zealand Free Trade Area',
  legalAct: 'Agreement establishing the area, Chapter 3, as amended by the First Protocol',
  parties: read({ relation: 'among', countries: ['AU', 'NZ', ...ASEAN] }, 'Title of the agreement'),
  inForce: secondary(
    inForce('2010-01-01', { TH: '2010-03-12', LA: '2011-01-01', KH: '2011-01-04', ID: '2012-01-10' }),
    GUIDE,
  ),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: STEPS,
    },
  ],
  elements: [
    ...required('background', 'general knowledge of the list of data requirements', [
      'certificateNumber',
      'issueDateTime',
      'issuingAuthority',
      'exporter.name',
      'exporter.address',
      'consignee',
      'item.description',
      'item.hsCode',
      'item.originCriterion',
      'item.quantity',
    ]),
    conditional('secondary', 'Rule 22 of the Operational Certification Procedures', 'thirdPartyInvoicer', {
      flag: 'thirdPartyInvoicing',
    }),
  ],
  criterion: secondary(
    codes(
      [
        WO,
        PE,
        { code: 'RVC', forms: ['RVC', 'RVC#'], meaning: 'regional value content' },
        { code: 'CTC', forms: ['CTC', '~'], meaning: 'change in tariff classification' },
        plain('OTHER', 'another product-specific rule'),
      ],
      { combinations: [['CTC', 'RVC']] },
    ),
    SINGAPORE_HANDBOOK,
  ),
  validity: secondary(months(12), STEPS),
  retroactiveGrace: secondary(workingDays(3), STEPS),
  retroactiveLimit: secondary(months(12), STEPS),
  notes: [
    'The Second Protocol adds declarations of origin by approved exporters (Annex 3A, Rule 1); it is another version of the profile, not shipped because its entry into force for each party was not read.',
    'Indonesia applied the First Protocol from 1 March 2019.',
    'The value of goods with RVC may be declared in a document of its own instead of on the certificate.',
  ],
}

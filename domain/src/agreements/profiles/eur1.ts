import { background, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { NO_CRITERION, UNREAD, conditional, inForce, months, required, years } from './draft'

const EXAMPLE = 'United Kingdom–Switzerland/Liechtenstein text, an example of the type'
const BOXES = 'Guidance of the United Kingdom on completing EUR.1'

/** Movement certificate EUR.1 of the Pan-Euro-Mediterranean type, a pattern for members to come. */
export const EUR1: AgreementProfile = {
  ...UNREAD,
  code: 'EUR.1',
  version: '2025',
  name: 'Movement certificate EUR.1, Pan-Euro-Mediterranean type',
  legalAct: 'Agreements of the Pan-Euro-Mediterranean type; electronic certificates by Decision 1/2024',
  status: 'pattern',
  parties: background({ relation: 'among', countries: ['CH', 'LI', 'IS', 'NO', 'TR', 'MA', 'IL', 'GB'] }),
  inForce: secondary(inForce('2025-01-01'), 'Recommendation 1/2023 and Decision 1/2024'),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: secondary(
        ['paper', 'electronic-document'],
        'Decision 1/2024: electronic when the form is alike and a secure internet system shows that it is authentic',
      ),
      evidence: 'secondary',
      source: BOXES,
    },
    {
      kind: 'approved-exporter-declaration',
      signedBy: ['approved-exporter'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: EXAMPLE,
    },
    {
      kind: 'self-certification',
      signedBy: ['exporter'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: `${EXAMPLE}: any exporter up to EUR 6 000`,
    },
  ],
  elements: [
    ...required('secondary', BOXES, [
      'certificateNumber',
      'issueDateTime',
      'issuePlace',
      'exporterDeclaration',
      'exporter.name',
      'exporter.address',
      'item.marks',
      'item.packages',
      'item.description',
      'item.originCountry',
      'item.grossMass',
    ]),
    conditional('secondary', EXAMPLE, 'approvedExporterCode', { proof: 'approved-exporter-declaration' }),
  ],
  criterion: secondary(NO_CRITERION, BOXES),
  validity: secondary(months(10), EXAMPLE),
  retroactiveLimit: secondary(years(2), EXAMPLE),
  retroactiveWords: secondary('ISSUED RETROSPECTIVELY', EXAMPLE),
  trueCopy: secondary({ limit: null, words: 'DUPLICATE', onlyIfUnused: false }, EXAMPLE),
  deadlines: [
    {
      name: 'verification-reply',
      from: background('date-of-request'),
      period: secondary({ most: months(10), duty: 'shall' }, EXAMPLE),
      consequence: 'Preference shall be refused when there is no reply.',
    },
  ],
  retention: background(years(3)),
  valueWaivers: secondary(
    [{ effect: 'any-exporter-may-declare', amount: '6000', currency: 'EUR', basis: 'consignment-value' }],
    EXAMPLE,
  ),
  languages: secondary(['de', 'en', 'fr', 'it'], `${EXAMPLE}, Art. 20bis: any official language or English`),
  notes: [
    'The examples are agreements of the United Kingdom; they resemble the original ones and are not the agreements of the members.',
    'Exporting or importing country may be a group of countries (boxes 2, 4 and 5).',
    'The consignee (box 3), the means of transport (box 6) and the invoices (box 10) may stay blank.',
  ],
}

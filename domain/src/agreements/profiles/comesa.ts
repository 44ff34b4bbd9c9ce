import { background, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { UNREAD, inForce, required } from './draft'

const PRESS = 'Press of the common market on its electronic certificate of origin (2014 to June 2025)'

/** Common Market for Eastern and Southern Africa, a pattern for members to come. */
export const COMESA: AgreementProfile = {
  ...UNREAD,
  code: 'COMESA',
  version: '2024',
  name: 'Common Market for Eastern and Southern Africa, certificate of origin',
  legalAct: 'Protocol on the Rules of Origin; regulations on the electronic certificate of November 2019',
  status: 'pattern',
  parties: background({
    relation: 'among',
    countries: [
      'BI',
      'CD',
      'DJ',
      'EG',
      'ER',
      'ET',
      'KE',
      'KM',
      'LY',
      'MG',
      'MU',
      'MW',
      'RW',
      'SC',
      'SD',
      'SO',
      'SZ',
      'TN',
      'UG',
      'ZM',
      'ZW',
    ],
  }),
  inForce: background(inForce('2000-10-31')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: secondary(['paper', 'electronic-document'], PRESS),
      evidence: 'secondary',
      source: PRESS,
      remark: 'The electronic certificate was piloted by Eswatini, Malawi, Zambia and Zimbabwe from November 2024.',
    },
  ],
  elements: required('background', 'general knowledge of the form', [
    'certificateNumber',
    'issueDateTime',
    'issuingAuthority',
    'exporter.name',
    'consignee',
    'item.description',
    'item.originCriterion',
  ]),
}

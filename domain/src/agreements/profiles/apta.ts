import { background, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { UNREAD, inForce, required } from './draft'

/** Asia-Pacific Trade Agreement. */
export const APTA: AgreementProfile = {
  ...UNREAD,
  code: 'APTA',
  version: '2009',
  name: 'Asia-Pacific Trade Agreement',
  legalAct: 'Asia-Pacific Trade Agreement; in China the measures on origin in force since 1 January 2009',
  parties: secondary(
    { relation: 'among', countries: ['BD', 'CN', 'IN', 'KR', 'LA', 'LK'] },
    'Commentary on the measures of the General Administration of Customs of 3 November 2008',
  ),
  inForce: background(inForce('2006-09-01')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: secondary(
        ['paper', 'data-exchange'],
        'Announcement 10/2017 of the General Administration of Customs: data exchange since 8 February 2017',
      ),
      evidence: 'secondary',
      source: 'Announcement 10/2017 of the General Administration of Customs',
    },
  ],
  elements: required('background', 'general knowledge of the form', [
    'certificateNumber',
    'issueDateTime',
    'issuingAuthority',
    'exporter.name',
    'exporter.address',
    'consignee',
    'item.description',
    'item.originCriterion',
    'item.invoice',
  ]),
  notes: [
    'Non-originating parts may be 55 per cent of the value, 65 per cent from least developed members (secondary); how the criterion is written was not read.',
    'Mongolia joined later (background).',
  ],
}

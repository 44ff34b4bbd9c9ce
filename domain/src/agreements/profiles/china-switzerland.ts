import { background, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { PSR, UNREAD, WO, WP, codes, conditional, day, inForce, required } from './draft'

const PROMOTION = 'Switzerland Global Enterprise, on proofs of origin under the agreement'

/** Free Trade Agreement between Switzerland and China. */
export const CHINA_SWITZERLAND: AgreementProfile = {
  ...UNREAD,
  code: 'China-Switzerland',
  version: '2014',
  name: 'China–Switzerland Free Trade Agreement',
  legalAct: 'Free Trade Agreement between the Swiss Confederation and China, Chapter 3',
  parties: read({ relation: 'between', countries: ['CH'], counterparts: ['CN'] }, 'Title of the agreement'),
  inForce: secondary(inForce('2014-07-01'), PROMOTION),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: PROMOTION,
    },
    {
      kind: 'approved-exporter-declaration',
      signedBy: ['approved-exporter'],
      forms: secondary(['paper'], `${PROMOTION}; approved exporters upload the data or serial numbers`),
      evidence: 'secondary',
      source: PROMOTION,
      remark: 'The declaration carries the registration number and a serial number of 23 digits.',
    },
  ],
  elements: [
    ...required('background', 'general knowledge of the form', [
      'certificateNumber',
      'issueDateTime',
      'issuingAuthority',
      'exporter.name',
      'exporter.address',
      'item.description',
      'item.hsCode',
      'item.quantity',
      'item.invoice',
    ]),
    ...required('secondary', PROMOTION, ['item.originCriterion']),
    conditional('secondary', PROMOTION, 'approvedExporterCode', { proof: 'approved-exporter-declaration' }),
  ],
  criterion: background(codes([WO, WP, PSR])),
  itemLimit: read(
    [
      { from: null, value: 20 },
      { from: day('2021-09-01'), value: 50 },
    ],
    'Announcement 49/2021 of the General Administration of Customs',
  ),
  languages: secondary(['en'], PROMOTION),
  notes: [
    'The form with 50 items is used for certificates issued from 1 September 2021; old and new forms are not mixed.',
  ],
}

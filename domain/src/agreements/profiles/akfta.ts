import { background, notRead, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import {
  ASEAN,
  KOREA_VERIFICATION_LIST,
  SINGAPORE_HANDBOOK,
  UNREAD,
  WO,
  codes,
  inForce,
  months,
  plain,
  required,
} from './draft'

/** ASEAN–Korea Free Trade Area: Form AK. */
export const AKFTA: AgreementProfile = {
  ...UNREAD,
  code: 'AKFTA',
  version: '2007',
  name: 'ASEAN–Korea Free Trade Area',
  legalAct: 'ASEAN–Korea Agreement on Trade in Goods, Annex 3 and its operational certification procedures',
  parties: read({ relation: 'among', countries: ['KR', ...ASEAN] }, 'Title of the agreement'),
  inForce: background(inForce('2007-06-01')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: secondary(
        ['paper', 'data-exchange'],
        'Notices of the Korea Customs Service on the exchange with Indonesia (2020)',
      ),
      evidence: 'secondary',
      source: KOREA_VERIFICATION_LIST,
    },
  ],
  elements: required('background', 'general knowledge of Form AK', [
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
    'item.invoice',
  ]),
  criterion: secondary(
    codes([
      WO,
      plain('WO-AK', 'wholly obtained in the territory of the parties'),
      { code: 'RVC', forms: ['RVC#'], meaning: 'regional value content' },
      { code: 'CTC', forms: ['CTC', '~'], meaning: 'change in tariff classification' },
      plain('SP', 'specific processes'),
    ]),
    SINGAPORE_HANDBOOK,
  ),
  deadlines: [
    {
      name: 'verification-reply',
      from: notRead(),
      period: secondary({ most: months(2), duty: 'shall' }, KOREA_VERIFICATION_LIST),
      consequence: '',
    },
  ],
  notes: ['Verification is indirect: by the authority of the exporting party.'],
}

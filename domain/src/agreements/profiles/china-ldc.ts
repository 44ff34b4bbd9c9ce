import { background, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { UNREAD, inForce, required } from './draft'

const ORDER = 'Order 231 of the General Administration of Customs (1 March 2017), in translation'

/** China's special preferential tariff for least developed countries. */
export const CHINA_LDC: AgreementProfile = {
  ...UNREAD,
  code: 'China-LDC',
  version: '2017',
  name: 'China’s special preferential tariff for least developed countries',
  legalAct:
    'Measures on the place of origin of imports from least developed countries entitled to special preferential tariff treatment, Order 231 of the General Administration of Customs',
  parties: background(
    { relation: 'one-way', exporters: ['MG'], importers: ['CN'] },
    'The measures cover least developed countries with diplomatic relations with China; that Madagascar is one of them is background',
  ),
  inForce: secondary(inForce('2017-04-01'), ORDER),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: background(['paper']),
      evidence: 'background',
      source: 'general knowledge, not confirmed',
    },
  ],
  elements: required('background', 'general knowledge of the form', [
    'certificateNumber',
    'issueDateTime',
    'issuingAuthority',
    'exporter.name',
    'item.description',
    'item.hsCode',
    'item.originCriterion',
  ]),
  notes: [
    'Goods are wholly obtained, produced from originating materials, or substantially changed in the beneficiary country (Article 3); how the criterion is written was not read.',
    'Other beneficiary countries are not listed here.',
  ],
}

import { background, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { UNREAD, inForce, required, months } from './draft'

const ANNEX = 'Annex 3-C as listed by Australian customs'

/** Korea–Australia Free Trade Agreement. */
export const KOREA_AUSTRALIA: AgreementProfile = {
  ...UNREAD,
  code: 'Korea-Australia-FTA',
  version: '2014',
  name: 'Korea–Australia Free Trade Agreement',
  legalAct: 'Free Trade Agreement between Australia and the Republic of Korea, Chapter 3 and Annex 3-C',
  parties: read({ relation: 'between', countries: ['AU'], counterparts: ['KR'] }, 'Title of the agreement'),
  inForce: secondary(inForce('2014-12-12'), 'Australian Treaty Series [2014] ATS 43'),
  proofs: [
    {
      kind: 'self-certification',
      signedBy: ['exporter', 'producer'],
      forms: background(['paper', 'electronic-document']),
      evidence: 'secondary',
      source: ANNEX,
      remark: 'The certificate is completed by the exporter or the producer.',
    },
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: background(['paper', 'electronic-document']),
      evidence: 'secondary',
      source: `${ANNEX}, item 11: the person who completes it may belong to an authorised body`,
    },
  ],
  elements: required('secondary', ANNEX, [
    'certificateNumber',
    'issueDateTime',
    'exporter.name',
    'exporter.address',
    'exporterDeclaration',
    'item.description',
    'item.hsCode',
    'item.originCriterion',
  ]),
  tariffCode: secondary({ least: 6, most: 6, tariff: 'harmonized-system' }, ANNEX),
  shipments: secondary(
    { covers: 'several', blanket: months(12) },
    `${ANNEX}, item 3; the length of the period is background`,
  ),
  notes: ['Producer, importer and observations are optional. The codes of the criterion were not read.'],
}

import { background, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { UNREAD, inForce, required } from './draft'

const EXCHANGE = 'Japanese trade organisation and ministry, on the exchange with Indonesia live since 26 June 2023'

/** Indonesia–Japan Economic Partnership Agreement. */
export const INDONESIA_JAPAN: AgreementProfile = {
  ...UNREAD,
  code: 'Indonesia-Japan-EPA',
  version: '2008',
  name: 'Indonesia–Japan Economic Partnership Agreement',
  legalAct: 'Agreement between the Republic of Indonesia and Japan for an Economic Partnership, Chapter 3',
  parties: read({ relation: 'between', countries: ['ID'], counterparts: ['JP'] }, 'Title of the agreement'),
  inForce: background(inForce('2008-07-01')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: secondary(['paper', 'data-exchange'], EXCHANGE),
      evidence: 'secondary',
      source: EXCHANGE,
    },
  ],
  elements: required('background', 'general knowledge of the form', [
    'certificateNumber',
    'issueDateTime',
    'issuingAuthority',
    'exporter.name',
    'exporter.address',
    'item.description',
    'item.hsCode',
    'item.originCriterion',
    'item.quantity',
  ]),
}

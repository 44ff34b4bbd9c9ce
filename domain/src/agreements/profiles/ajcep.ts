import { background, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { ASEAN, PE, SINGAPORE_HANDBOOK, UNREAD, WO, codes, inForce, plain, required } from './draft'

/** ASEAN–Japan Comprehensive Economic Partnership: Form AJ. */
export const AJCEP: AgreementProfile = {
  ...UNREAD,
  code: 'AJCEP',
  version: '2008',
  name: 'ASEAN–Japan Comprehensive Economic Partnership',
  legalAct:
    'Agreement on Comprehensive Economic Partnership among Japan and member states of ASEAN, Chapter 3 and Annex 4',
  parties: read({ relation: 'among', countries: ['JP', ...ASEAN] }, 'Title of the agreement'),
  inForce: background(inForce('2008-12-01', { ID: '2018-03-01' })),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: secondary(['paper', 'electronic-document'], 'Japan Chamber of Commerce and Industry: certificates as PDF'),
      evidence: 'secondary',
      source: 'Japan Chamber of Commerce and Industry',
    },
  ],
  elements: required('background', 'general knowledge of Form AJ', [
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
  criterion: secondary(
    codes(
      [
        WO,
        PE,
        plain('RVC', 'regional value content'),
        plain('CTH', 'change of tariff heading'),
        plain('CTC', 'change in tariff classification'),
        plain('SP', 'specific processes'),
      ],
      { extras: ['ACU', 'DMI'] },
    ),
    SINGAPORE_HANDBOOK,
  ),
}

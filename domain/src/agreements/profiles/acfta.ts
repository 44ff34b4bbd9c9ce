import { background, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { ASEAN, PE, PSR, SINGAPORE_HANDBOOK, UNREAD, WO, codes, inForce, plain, required } from './draft'

const FORM = 'Form E, as published by the General Administration of Customs (Announcement 11/2011)'

/** ASEAN–China Free Trade Area: Form E. */
export const ACFTA: AgreementProfile = {
  ...UNREAD,
  code: 'ACFTA',
  version: '2019',
  name: 'ASEAN–China Free Trade Area',
  legalAct: 'ASEAN–China Agreement on Trade in Goods with its rules of origin, Form E',
  parties: read({ relation: 'among', countries: ['CN', ...ASEAN] }, 'Title of the agreement'),
  inForce: background(inForce('2005-07-01')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: secondary(['paper', 'data-exchange'], 'Press on the China–Indonesia exchange of 15 October 2020'),
      evidence: 'read',
      source: 'Operational certification procedures, Rule 2',
    },
  ],
  elements: required('secondary', FORM, [
    'certificateNumber',
    'issueDateTime',
    'issuingAuthority',
    'exporterDeclaration',
    'exporter.name',
    'exporter.address',
    'consignee',
    'item.packages',
    'item.description',
    'item.hsCode',
    'item.originCriterion',
    'item.invoice',
  ]),
  criterion: secondary(
    codes([
      WO,
      PE,
      { code: 'RVC', forms: ['RVC#'], meaning: 'regional value content' },
      plain('CTH', 'change of tariff heading'),
      PSR,
    ]),
    SINGAPORE_HANDBOOK,
  ),
  retroactiveWords: secondary('ISSUED RETROACTIVELY', FORM),
  notes: ['A certificate drawn from another party’s certificate is called a movement certificate (Rule 1).'],
}

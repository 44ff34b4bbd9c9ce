import { background, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { UNREAD, codes, inForce, months, plain, required, years } from './draft'

const REGIME = 'Pages on Decision CMC 5/23 (Regime of Origin) and its questions and answers'
const COD =
  'Material of the Latin American Integration Association on the digital certificate of origin (Resolution 386)'

/** MERCOSUR regime of origin with the digital certificate (COD), a pattern for members to come. */
export const MERCOSUR: AgreementProfile = {
  ...UNREAD,
  code: 'MERCOSUR',
  version: '2024',
  name: 'MERCOSUR, digital certificate of origin',
  legalAct: 'Decision CMC 5/23 (Regime of Origin), Resolution 386 of the Committee of Representatives',
  status: 'pattern',
  parties: background({ relation: 'among', countries: ['AR', 'BR', 'PY', 'UY'] }),
  inForce: secondary(inForce('2024-07-18'), REGIME),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: secondary(
        ['electronic-document', 'paper'],
        'Decree 004/020 of Uruguay: with Argentina and Brazil only digital since 1 February 2020, paper on force majeure with notice within 2 working days',
      ),
      evidence: 'secondary',
      source: COD,
    },
  ],
  elements: required('secondary', COD, [
    'certificateNumber',
    'issueDateTime',
    'issuingAuthority',
    'authorisedOfficial',
    'exporterDeclaration',
    'exporter.name',
    'exporter.address',
    'producer',
    'consignee',
    'item.description',
    'item.hsCode',
    'item.originCriterion',
    'item.quantity',
  ]),
  criterion: secondary(
    codes([
      plain('A', 'first criterion of the regime'),
      plain('B', 'second criterion of the regime'),
      plain('C', 'third criterion of the regime'),
    ]),
    `${REGIME}: letters A, B and C; what each means was not read`,
  ),
  validity: secondary(months(12), REGIME),
  retention: secondary(years(5), `${REGIME}, Art. 32`),
  notes: [
    'The exporter signs the inner part, the official the outer one; the officials’ certificates are kept in a directory.',
    'Requests go to the certifying body (Art. 35) and a verification may cover three years (Art. 34).',
    'Before 18 July 2024 certificates were valid for 180 days (background).',
  ],
}

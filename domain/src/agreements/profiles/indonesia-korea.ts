import { background, read } from '../evidence'
import type { AgreementProfile } from '../profile'
import { UNREAD, calendarDays, inForce, required, years } from './draft'

const CHAPTER = 'Chapter 3 (Rules of Origin), on the issue of certificates'

/** Indonesia–Korea Comprehensive Economic Partnership Agreement. */
export const INDONESIA_KOREA: AgreementProfile = {
  ...UNREAD,
  code: 'Indonesia-Korea-CEPA',
  version: '2023',
  name: 'Indonesia–Korea Comprehensive Economic Partnership Agreement',
  legalAct:
    'Comprehensive Economic Partnership Agreement between the Republic of Indonesia and the Republic of Korea, Chapter 3',
  parties: read({ relation: 'between', countries: ['ID'], counterparts: ['KR'] }, 'Title of the agreement'),
  inForce: background(inForce('2023-01-01')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: read(['paper', 'electronic-document', 'data-exchange'], `${CHAPTER}; Art. 3.25`),
      evidence: 'read',
      source: CHAPTER,
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
  retroactiveGrace: read(calendarDays(7), `${CHAPTER}, paragraph 5`),
  retroactiveLimit: read(years(1), `${CHAPTER}, paragraph 5`),
  retroactiveWords: read('ISSUED RETROACTIVELY', `${CHAPTER}, paragraph 5`),
  shipments: read({ covers: 'single', blanket: null }, `${CHAPTER}, paragraph 3(c)`),
  languages: read(['en'], `${CHAPTER}, paragraph 3(c)`),
  notes: [
    'An electronic certificate is the data sent through the Electronic Origin Data Exchange System of Art. 3.25.',
  ],
}

import { background } from '../evidence'
import type { AgreementProfile } from '../profile'
import { CRITERION_IN_WORDS, UNREAD, inForce, required } from './draft'

/** Origin without preference, certified by chambers and customs for every pair of countries. */
export const NON_PREFERENTIAL: AgreementProfile = {
  ...UNREAD,
  code: 'Non-preferential',
  version: '1',
  name: 'Non-preferential certificate of origin',
  legalAct: 'The law of the exporting country; no agreement',
  preferential: false,
  parties: background({ relation: 'any' }, 'a certificate without preference needs no agreement'),
  inForce: background(inForce('1923-11-03'), 'Geneva Convention on the simplification of customs formalities'),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: background(['paper', 'electronic-document']),
      evidence: 'background',
      source: 'general knowledge, not confirmed',
    },
  ],
  elements: required('background', 'general knowledge of chamber certificates', [
    'certificateNumber',
    'issueDateTime',
    'issuingAuthority',
    'exporter.name',
    'consignee',
    'item.description',
    'item.originCountry',
  ]),
  criterion: background(CRITERION_IN_WORDS, 'none, wholly obtained or substantial transformation: general knowledge'),
  notes: ['It proves origin for quotas, statistics or a letter of credit; it gives no right to a lower duty.'],
}

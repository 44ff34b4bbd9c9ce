import { background, read } from '../evidence'
import type { AgreementProfile } from '../profile'
import { UNREAD, conditional, inForce, required, workingDays } from './draft'

const CHAPTER =
  'Partnership agreements of this type, Art. 3.20 to 3.22; the parties of the texts that were read are not known'

/** Partnership agreements with an electronic seal that must be verifiable: a pattern for members to come. */
export const CEPA_TYPE: AgreementProfile = {
  ...UNREAD,
  code: 'CEPA-type',
  version: '1',
  name: 'Partnership agreement with an electronic seal',
  legalAct: 'Recent comprehensive economic partnership agreements with an electronic origin data exchange clause',
  status: 'pattern',
  parties: background({ relation: 'any' }, 'a pattern has no parties of its own'),
  inForce: background(inForce('2020-01-01')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: read(['paper', 'electronic-document', 'data-exchange'], CHAPTER),
      evidence: 'read',
      source: CHAPTER,
    },
    {
      kind: 'approved-exporter-declaration',
      signedBy: ['approved-exporter'],
      forms: read(['paper'], CHAPTER),
      evidence: 'read',
      source: CHAPTER,
    },
  ],
  elements: [
    ...required('read', CHAPTER, ['certificateNumber', 'issuingAuthority', 'exporter.name', 'item.description']),
    conditional('read', CHAPTER, 'replaces', { certificateType: 'replacement' }),
  ],
  retroactiveGrace: read(workingDays(3), CHAPTER),
  electronicSeal: read(['qr-code', 'secured-website'], CHAPTER),
  notes: ['Any alteration makes the certificate void; a new one names the number of the one that it corrects.'],
}

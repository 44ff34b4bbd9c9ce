import { background, read } from '../evidence'
import type { AgreementProfile } from '../profile'
import { UNREAD, inForce } from './draft'

const FACT_SHEET = 'Swiss customs, fact sheet on the formal validity of proofs of origin (March 2020), section 3'

/** Japan–Switzerland Free Trade and Economic Partnership Agreement. */
export const JAPAN_SWITZERLAND: AgreementProfile = {
  ...UNREAD,
  code: 'Japan-Switzerland-EPA',
  version: '2009',
  name: 'Japan–Switzerland Free Trade and Economic Partnership Agreement',
  legalAct: 'Agreement on Free Trade and Economic Partnership between Japan and the Swiss Confederation, Annex II',
  parties: read({ relation: 'between', countries: ['JP'], counterparts: ['CH'] }, 'Title of the agreement'),
  inForce: background(inForce('2009-09-01')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: FACT_SHEET,
    },
    {
      kind: 'approved-exporter-declaration',
      signedBy: ['approved-exporter'],
      forms: background(['paper']),
      evidence: 'background',
      source: 'general knowledge, not confirmed',
    },
  ],
}

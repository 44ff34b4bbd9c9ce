import { notRead, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { EFTA, NO_CRITERION, UNREAD, inForce, months, required } from './draft'

const PROMOTION = 'Switzerland Global Enterprise, questions on the agreement with Indonesia'

/** Comprehensive Economic Partnership Agreement between the EFTA states and Indonesia. */
export const EFTA_INDONESIA: AgreementProfile = {
  ...UNREAD,
  code: 'EFTA-Indonesia',
  version: '2021',
  name: 'EFTA–Indonesia Comprehensive Economic Partnership Agreement',
  legalAct:
    'Comprehensive Economic Partnership Agreement between the EFTA States and Indonesia, annex on rules of origin',
  parties: read({ relation: 'between', countries: EFTA, counterparts: ['ID'] }, 'Title of the agreement'),
  inForce: secondary(inForce('2021-11-01'), PROMOTION),
  proofs: [
    {
      kind: 'self-certification',
      signedBy: ['exporter'],
      forms: secondary(['paper'], PROMOTION),
      evidence: 'secondary',
      source: PROMOTION,
      remark: 'Any exporter may declare, whatever the value; there is no movement certificate.',
    },
  ],
  elements: required('secondary', PROMOTION, ['exporterDeclaration']),
  criterion: secondary(NO_CRITERION, PROMOTION),
  deadlines: [
    {
      name: 'verification-reply',
      from: notRead(),
      period: secondary({ most: months(3), duty: 'shall' }, PROMOTION),
      consequence: '',
    },
    {
      name: 'verification-reply-extension',
      from: notRead(),
      period: secondary({ most: months(3), duty: 'shall' }, PROMOTION),
      consequence: '',
    },
  ],
  languages: secondary(['en'], PROMOTION),
}

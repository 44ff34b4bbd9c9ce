import { background, notRead, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { EFTA, KOREA_VERIFICATION_LIST, NO_CRITERION, UNREAD, conditional, inForce, months, required } from './draft'

const FORM = 'Origin declaration form with its completion guidelines; Annex I, Art. 16'

/** Free Trade Agreement between the EFTA states and Korea. */
export const EFTA_KOREA: AgreementProfile = {
  ...UNREAD,
  code: 'EFTA-Korea',
  version: '2006',
  name: 'EFTA–Korea Free Trade Agreement',
  legalAct: 'Free Trade Agreement between the EFTA States and the Republic of Korea, Annex I',
  parties: read({ relation: 'between', countries: EFTA, counterparts: ['KR'] }, 'Title of the agreement'),
  inForce: background(inForce('2006-09-01')),
  proofs: [
    {
      kind: 'approved-exporter-declaration',
      signedBy: ['approved-exporter'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: FORM,
    },
    {
      kind: 'self-certification',
      signedBy: ['exporter'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: `${FORM}: made out by an exporter that is not approved, the place of the number is left blank`,
    },
  ],
  elements: [
    ...required('secondary', FORM, ['exporterDeclaration', 'item.originCountry']),
    conditional('secondary', FORM, 'approvedExporterCode', { proof: 'approved-exporter-declaration' }),
  ],
  criterion: secondary(NO_CRITERION, FORM),
  deadlines: [
    {
      name: 'verification-reply',
      from: notRead(),
      period: secondary({ most: months(15), duty: 'shall' }, KOREA_VERIFICATION_LIST),
      consequence: '',
    },
  ],
  languages: secondary(['en'], FORM),
  notes: [
    'There is no movement certificate. Swiss cheese needs a certificate of authenticity of a body authorised by the Federal Office for Agriculture.',
  ],
}

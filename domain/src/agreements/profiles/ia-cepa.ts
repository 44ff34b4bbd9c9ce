import { background, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { PE, UNREAD, WO, codes, inForce, plain, required, workingDays } from './draft'

const BORDER_FORCE = 'Australian Border Force, Indonesia–Australia Comprehensive Economic Partnership Agreement'

/** Indonesia–Australia Comprehensive Economic Partnership Agreement. */
export const IA_CEPA: AgreementProfile = {
  ...UNREAD,
  code: 'IA-CEPA',
  version: '2020',
  name: 'Indonesia–Australia Comprehensive Economic Partnership Agreement',
  legalAct: 'Indonesia–Australia Comprehensive Economic Partnership Agreement, Chapter 4',
  parties: read({ relation: 'between', countries: ['AU'], counterparts: ['ID'] }, 'Title of the agreement'),
  inForce: secondary(inForce('2020-07-05'), BORDER_FORCE),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: BORDER_FORCE,
    },
    {
      kind: 'approved-exporter-declaration',
      signedBy: ['registered-exporter', 'approved-exporter'],
      forms: background(['paper']),
      evidence: 'secondary',
      source: BORDER_FORCE,
      remark: 'Only an exporter that the exporting party registered or certified may complete a declaration of origin.',
    },
  ],
  elements: required('background', 'general knowledge of the form', [
    'certificateNumber',
    'issueDateTime',
    'exporter.name',
    'exporter.address',
    'item.description',
    'item.hsCode',
    'item.originCriterion',
    'item.quantity',
  ]),
  criterion: secondary(
    codes([
      WO,
      PE,
      plain('CTC', 'change in tariff classification'),
      plain('QVC', 'qualifying value content'),
      plain('SP', 'specific process such as a chemical reaction'),
    ]),
    `${BORDER_FORCE}, origin criteria codes`,
  ),
  retroactiveGrace: secondary(workingDays(3), 'Business Chamber Queensland, notice on certificates for Indonesia'),
  notes: ['Indonesian customs is reported to refuse certificates whose retroactive box is wrongly left unticked.'],
}

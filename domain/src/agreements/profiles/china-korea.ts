import { background, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { PSR, UNREAD, WO, WP, always, codes, conditional, inForce, required, workingDays, years } from './draft'

const FORM = 'Certificate form and overleaf notes'
const MEASURES = 'Origin administration measures under the agreement'

/** Free Trade Agreement between China and Korea. */
export const CHINA_KOREA: AgreementProfile = {
  ...UNREAD,
  code: 'China-Korea',
  version: '2015',
  name: 'China–Korea Free Trade Agreement',
  legalAct: 'Free Trade Agreement between China and the Republic of Korea, with the measures on its origin rules',
  parties: read({ relation: 'between', countries: ['CN'], counterparts: ['KR'] }, 'Title of the agreement'),
  inForce: background(inForce('2015-12-20')),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: secondary(
        ['paper', 'data-exchange'],
        'Announcements 39/2016 and 85/2016 of the General Administration of Customs',
      ),
      evidence: 'read',
      source: FORM,
    },
  ],
  elements: [
    ...required('read', FORM, [
      'certificateNumber',
      'issueDateTime',
      'issuePlace',
      'issuingAuthority',
      'exporterDeclaration',
      'exporter.name',
      'exporter.address',
      'producer',
      'importer',
      'loadingPlace',
      'dischargePort',
      'departureDate',
      'transportMeans',
      'item.marks',
      'item.packages',
      'item.description',
      'item.hsCode',
      'item.originCriterion',
      'item.quantity',
      'item.invoice',
    ]),
    conditional('read', FORM, 'thirdPartyInvoicer', { flag: 'thirdPartyInvoicing' }),
  ],
  criterion: background(codes([WO, WP, PSR])),
  itemLimit: read(always(20), FORM),
  validity: read(years(1), MEASURES),
  retroactiveGrace: read(workingDays(7), MEASURES),
  retroactiveLimit: read(years(1), MEASURES),
  trueCopy: read({ limit: null, words: '', onlyIfUnused: true }, MEASURES),
  notes: [
    'The producer may be given as SAME, or kept confidential and made available to the authority on request.',
    'At import in China: one line of the declaration to one item, the same unit, no more than the quantity of the item, within validity, all goods of the certificate in one batch, the first six digits alike (Announcement 39/2016).',
  ],
}

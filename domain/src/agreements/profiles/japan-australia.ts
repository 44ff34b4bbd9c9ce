import { background, read, secondary } from '../evidence'
import type { AgreementProfile } from '../profile'
import { UNREAD, inForce, required, years } from './draft'

const GUIDE = 'Department of Foreign Affairs and Trade (Australia), certificates of origin under the agreement'

/** Japan–Australia Economic Partnership Agreement. */
export const JAPAN_AUSTRALIA: AgreementProfile = {
  ...UNREAD,
  code: 'Japan-Australia-EPA',
  version: '2015',
  name: 'Japan–Australia Economic Partnership Agreement',
  legalAct: 'Agreement between Australia and Japan for an Economic Partnership, Chapter 3 and Annex 3',
  parties: read({ relation: 'between', countries: ['AU'], counterparts: ['JP'] }, 'Title of the agreement'),
  inForce: secondary(inForce('2015-01-15'), 'Trade press of January 2015'),
  proofs: [
    {
      kind: 'certificate',
      signedBy: ['issuing-body'],
      forms: secondary(['paper', 'electronic-document'], 'Japan Chamber of Commerce and Industry: certificates as PDF'),
      evidence: 'secondary',
      source: GUIDE,
    },
    {
      kind: 'self-certification',
      signedBy: ['importer', 'exporter', 'producer'],
      forms: background(['paper', 'electronic-document']),
      evidence: 'secondary',
      source: `${GUIDE}: origin certification document`,
    },
  ],
  elements: required('secondary', 'Annex 3, data elements as listed in trade press', [
    'exporter.name',
    'item.description',
    'item.hsCode',
    'item.originCriterion',
  ]),
  tariffCode: secondary(
    { least: 6, most: 6, tariff: 'harmonized-system' },
    'Annex 3, data elements as listed in trade press',
  ),
  validity: secondary(years(1), GUIDE),
  retention: secondary(years(5), GUIDE),
  shipments: secondary({ covers: 'single', blanket: null }, GUIDE),
  notes: ['The five years of retention count from the signing of the certificate or the completion of the document.'],
}

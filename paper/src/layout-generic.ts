import { agreementOf, certification, countries, declaration, remarksRow } from './common-boxes'
import { criterionAndOrigin, goods, marks, quantitiesAndValue, sequence } from './item-cells'
import type { Form } from './layout'
import { marksOf } from './marks'
import { invoices, joined, labelled, party, transport } from './shown'
import type { Shown } from './shown'

/** Everything that a certificate says, for agreements without a form of their own, and for self-certification. */
export function layoutGeneric(shown: Shown): Form {
  const certifier = party(shown, '/certifier')
  return {
    title: shown.isSet('/isPreferential') ? 'CERTIFICATE OF ORIGIN' : 'CERTIFICATE OF NON-PREFERENTIAL ORIGIN',
    subtitle: agreementOf(shown),
    reference: shown.text('/certificateNumber'),
    marks: marksOf(shown, 'retroactively'),
    top: [
      {
        boxes: [
          { number: '1', caption: 'Exporter', text: party(shown, '/exporter'), share: 0.5 },
          {
            number: '2',
            caption: 'Consignee or importer',
            text: party(shown, '/consignee') || party(shown, '/importer'),
            share: 0.5,
          },
        ],
        least: 66,
      },
      {
        boxes: [
          { number: '3', caption: 'Producer', text: party(shown, '/producer'), share: 0.34 },
          { number: '4', caption: 'Transport', text: transport(shown), share: 0.33 },
          {
            number: '5',
            caption: 'Countries',
            text: joined([countries(shown), labelled('Certified by', certifier)], '\n'),
            share: 0.33,
          },
        ],
        least: 62,
      },
    ],
    columns: [
      { number: '6', caption: 'Item', share: 0.06, cell: sequence },
      { number: '7', caption: 'Marks and numbers', share: 0.13, cell: marks },
      { number: '8', caption: 'Packages, description of goods, HS code', share: 0.34, cell: goods },
      { number: '9', caption: 'Criterion and country of origin', share: 0.14, cell: criterionAndOrigin },
      { number: '10', caption: 'Quantity, weight, value', share: 0.18, cell: quantitiesAndValue },
      { number: '11', caption: 'Invoices', share: 0.15, cell: invoices },
    ],
    bottom: [
      remarksRow(shown, '12', 40),
      {
        boxes: [
          { number: '13', caption: 'Declaration', text: declaration(shown), share: 0.5 },
          { number: '14', caption: 'Certification', text: certification(shown), share: 0.5 },
        ],
        least: 110,
      },
    ],
  }
}

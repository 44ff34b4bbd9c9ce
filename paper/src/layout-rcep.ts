import { agreementOf, certification, declaration, remarksRow } from './common-boxes'
import { criterionAndContent, goods, marks, origin, quantitiesAndValue, sequence } from './item-cells'
import type { Form } from './layout'
import { marksOf } from './marks'
import { invoices, party, transport } from './shown'
import type { Shown } from './shown'

/** The minimum information of RCEP, Annex 3B, in the order of its list. */
export function layoutRcep(shown: Shown): Form {
  return {
    title: 'CERTIFICATE OF ORIGIN — FORM RCEP',
    subtitle: agreementOf(shown),
    reference: shown.text('/certificateNumber'),
    marks: marksOf(shown, 'retroactively'),
    top: [
      {
        boxes: [
          { number: '1', caption: 'Exporter (name, address, country)', text: party(shown, '/exporter'), share: 0.5 },
          {
            number: '2',
            caption: 'Importer or consignee (name, address, country)',
            text: party(shown, '/importer') || party(shown, '/consignee'),
            share: 0.5,
          },
        ],
        least: 66,
      },
      {
        boxes: [
          {
            number: '3',
            caption: 'Producer (name, address, country), if known',
            text: party(shown, '/producer'),
            share: 0.5,
          },
          { number: '4', caption: 'Means of transport and route, if known', text: transport(shown), share: 0.5 },
        ],
        least: 66,
      },
    ],
    columns: [
      { number: '5', caption: 'Item', share: 0.06, cell: sequence },
      { number: '6', caption: 'Marks and numbers', share: 0.12, cell: marks },
      { number: '7', caption: 'Packages, description of goods, HS code', share: 0.33, cell: goods },
      { number: '8', caption: 'Origin conferring criterion', share: 0.11, cell: criterionAndContent },
      { number: '9', caption: 'RCEP country of origin', share: 0.09, cell: origin },
      { number: '10', caption: 'Quantity; value where RVC', share: 0.15, cell: quantitiesAndValue },
      { number: '11', caption: 'Invoice number and date', share: 0.14, cell: invoices },
    ],
    bottom: [
      remarksRow(shown, '12', 40),
      {
        boxes: [
          { number: '13', caption: 'Declaration by the exporter or producer', text: declaration(shown), share: 0.5 },
          { number: '14', caption: 'Certification', text: certification(shown), share: 0.5 },
        ],
        least: 110,
      },
    ],
  }
}

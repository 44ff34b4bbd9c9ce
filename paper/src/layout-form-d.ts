import { agreementOf, certification, countries, declaration, remarksRow } from './common-boxes'
import { goods, marks, quantitiesAndValue, sequence } from './item-cells'
import type { Form } from './layout'
import { marksOf } from './marks'
import { criterion, invoices, party, transport } from './shown'
import type { Shown } from './shown'

/** Thirteen boxes, as ATIGA Form D and its relatives have them. */
export function layoutFormD(shown: Shown): Form {
  return {
    title: shown.text('/agreement/code') === 'ATIGA' ? 'CERTIFICATE OF ORIGIN — FORM D' : 'CERTIFICATE OF ORIGIN',
    subtitle: `${agreementOf(shown)} · combined declaration and certificate`,
    reference: shown.text('/certificateNumber'),
    marks: marksOf(shown, 'retroactively'),
    top: [
      {
        boxes: [
          {
            number: '1',
            caption: 'Goods consigned from (exporter’s name, address, country)',
            text: party(shown, '/exporter'),
            share: 0.5,
          },
          {
            number: '2',
            caption: 'Goods consigned to (consignee’s name, address, country)',
            text: party(shown, '/consignee') || party(shown, '/importer'),
            share: 0.5,
          },
        ],
        least: 74,
      },
      {
        boxes: [
          {
            number: '3',
            caption: 'Means of transport and route (as far as known)',
            text: transport(shown),
            share: 0.5,
          },
          { number: '4', caption: 'For official use', text: '', share: 0.5 },
        ],
        least: 74,
      },
    ],
    columns: [
      { number: '5', caption: 'Item number', share: 0.07, cell: sequence },
      { number: '6', caption: 'Marks and numbers on packages', share: 0.15, cell: marks },
      { number: '7', caption: 'Number and type of packages, description of goods, HS code', share: 0.36, cell: goods },
      { number: '8', caption: 'Origin criterion', share: 0.11, cell: criterion },
      { number: '9', caption: 'Quantity, weight and FOB value', share: 0.16, cell: quantitiesAndValue },
      { number: '10', caption: 'Number and date of invoices', share: 0.15, cell: invoices },
    ],
    bottom: [
      {
        boxes: [
          {
            number: '11',
            caption: 'Declaration by the exporter',
            text: `${countries(shown)}\n${declaration(shown)}`,
            share: 0.5,
          },
          { number: '12', caption: 'Certification', text: certification(shown), share: 0.5 },
        ],
        least: 110,
      },
      remarksRow(shown, '13'),
    ],
  }
}

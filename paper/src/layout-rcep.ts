import { agreementOf, certification, declaration, remarks } from './common-boxes'
import type { Layout } from './layout'
import { goods } from './layout-form-d'
import { marksOf } from './marks'
import { amount, criterion, invoices, joined, labelled, listed, party, quantities, transport } from './shown'
import type { Shown } from './shown'

/** The minimum information of RCEP, Annex 3B, in the order of its list. */
export function layoutRcep(shown: Shown): Layout {
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
      { number: '5', caption: 'Item', share: 0.06 },
      { number: '6', caption: 'Marks and numbers', share: 0.12 },
      { number: '7', caption: 'Packages, description of goods, HS code', share: 0.33 },
      { number: '8', caption: 'Origin conferring criterion', share: 0.11 },
      { number: '9', caption: 'RCEP country of origin', share: 0.09 },
      { number: '10', caption: 'Quantity; value where RVC', share: 0.15 },
      { number: '11', caption: 'Invoice number and date', share: 0.14 },
    ],
    items: shown
      .list('/items')
      .map((item) => [
        shown.text(`${item}/sequence`),
        joined(listed(shown, `${item}/marks`), '\n'),
        goods(shown, item),
        joined([criterion(shown, item), labelled('RVC %', shown.text(`${item}/rvcPercent`))], '\n'),
        shown.text(`${item}/originCountry`),
        joined([quantities(shown, item), labelled('FOB', amount(shown, `${item}/fobValue`))], '\n'),
        invoices(shown, item),
      ]),
    bottom: [
      {
        boxes: [
          {
            number: '12',
            caption: 'Remarks',
            text: joined([...marksOf(shown, 'retroactively'), remarks(shown)], '\n'),
            share: 1,
          },
        ],
        least: 40,
      },
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

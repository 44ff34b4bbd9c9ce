import { agreementOf, certification, declaration, remarks } from './common-boxes'
import type { Layout } from './layout'
import { marksOf } from './marks'
import { amount, criterion, invoices, joined, labelled, listed, packages, party, quantities, transport } from './shown'
import type { Shown } from './shown'

/** Thirteen boxes, as ATIGA Form D and its relatives have them. */
export function layoutFormD(shown: Shown): Layout {
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
      { number: '5', caption: 'Item number', share: 0.07 },
      { number: '6', caption: 'Marks and numbers on packages', share: 0.15 },
      { number: '7', caption: 'Number and type of packages, description of goods, HS code', share: 0.36 },
      { number: '8', caption: 'Origin criterion', share: 0.11 },
      { number: '9', caption: 'Quantity, weight and FOB value', share: 0.16 },
      { number: '10', caption: 'Number and date of invoices', share: 0.15 },
    ],
    items: shown
      .list('/items')
      .map((item) => [
        shown.text(`${item}/sequence`),
        joined(listed(shown, `${item}/marks`), '\n'),
        goods(shown, item),
        criterion(shown, item),
        joined([quantities(shown, item), labelled('FOB', amount(shown, `${item}/fobValue`))], '\n'),
        invoices(shown, item),
      ]),
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
      {
        boxes: [
          {
            number: '13',
            caption: 'Remarks',
            text: joined([...marksOf(shown, 'retroactively'), remarks(shown)], '\n'),
            share: 1,
          },
        ],
      },
    ],
  }
}

/** Packages and description with the HS code, the trademark and the producer. */
export function goods(shown: Shown, item: string): string {
  return joined(
    [
      packages(shown, item),
      shown.text(`${item}/description`),
      labelled('Trademark:', shown.text(`${item}/trademark`)),
      labelled('HS', joined([shown.text(`${item}/hsCode`), labelled('edition', shown.text(`${item}/hsVersion`))])),
      labelled('Producer:', party(shown, `${item}/producer`).replaceAll('\n', ', ')),
    ],
    '\n',
  )
}

/** From where to where. */
export function countries(shown: Shown): string {
  return `Produced in ${shown.text('/exportCountry') || shown.text('/issuingCountry')}, exported to ${shown.text('/importCountry')}.`
}

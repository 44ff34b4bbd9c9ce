import { agreementOf, certification, declaration, remarks } from './common-boxes'
import { goods, marks, sequence } from './item-cells'
import type { Form } from './layout'
import { marksOf } from './marks'
import { amount, invoices, joined, labelled, listed, party, quantities, transport } from './shown'
import type { Shown } from './shown'

/** Twelve boxes, as the movement certificate EUR.1 has them. */
export function layoutEur1(shown: Shown): Form {
  const [from, to] = [shown.text('/exportCountry') || shown.text('/issuingCountry'), shown.text('/importCountry')]
  return {
    title: shown.text('/agreement/code') === 'EUR.1' ? 'MOVEMENT CERTIFICATE EUR.1' : 'MOVEMENT CERTIFICATE',
    subtitle: agreementOf(shown),
    reference: shown.text('/certificateNumber'),
    marks: marksOf(shown, 'retrospectively'),
    top: [
      {
        boxes: [
          {
            number: '1',
            caption: 'Exporter (name, full address, country)',
            text: party(shown, '/exporter'),
            share: 0.5,
          },
          {
            number: '2',
            caption: 'Certificate used in preferential trade between',
            text: `${shown.text('/exportCountryGroup') || from}\nand\n${shown.text('/importCountryGroup') || to}`,
            share: 0.5,
          },
        ],
        least: 70,
      },
      {
        boxes: [
          {
            number: '3',
            caption: 'Consignee (name, full address, country)',
            text: party(shown, '/consignee') || party(shown, '/importer'),
            share: 0.5,
          },
          {
            number: '4',
            caption: 'Country of origin of the products',
            text: shown.text('/exportCountryGroup') || from,
            share: 0.25,
          },
          {
            number: '5',
            caption: 'Country of destination',
            text: shown.text('/importCountryGroup') || to,
            share: 0.25,
          },
        ],
        least: 62,
      },
      {
        boxes: [
          { number: '6', caption: 'Transport details', text: transport(shown), share: 0.5 },
          {
            number: '7',
            caption: 'Remarks',
            text: joined([...marksOf(shown, 'retrospectively'), cumulation(shown), remarks(shown)], '\n'),
            share: 0.5,
          },
        ],
        least: 62,
      },
    ],
    columns: [
      { number: '8', caption: 'Item', share: 0.07, cell: sequence },
      { caption: 'Marks and numbers', share: 0.16, cell: marks },
      { caption: 'Number and kind of packages; description of goods', share: 0.42, cell: goods },
      { number: '9', caption: 'Gross mass or other measure', share: 0.19, cell: quantities },
      { number: '10', caption: 'Invoices', share: 0.16, cell: invoices },
    ],
    bottom: [
      {
        boxes: [
          { number: '11', caption: 'Customs endorsement', text: certification(shown), share: 0.5 },
          { number: '12', caption: 'Declaration by the exporter', text: declaration(shown), share: 0.5 },
        ],
        least: 120,
      },
    ],
  }
}

function cumulation(shown: Shown): string {
  const mass = labelled('Gross mass', amount(shown, '/grossMass'))
  return joined([labelled('Cumulation applied with', joined(listed(shown, '/cumulationCountries'))), mass], '\n')
}

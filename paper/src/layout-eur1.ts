import { agreementOf, certification, declaration, factsOf, furtherRows, receiver, remarks } from './common-boxes'
import {
  criterion,
  goods,
  invoices,
  itemRows,
  marks,
  originCountry,
  quantities,
  sequence,
  tariffLine,
} from './item-phrases'
import type { ItemColumn } from './item-phrases'
import type { BoxRow, Layout } from './layout'
import { marksOf, ticksOf } from './marks'
import { party, territory, transport } from './phrases'
import { joined, labelled } from './shown'
import type { Shown } from './shown'

/** Twelve boxes, as the movement certificate EUR.1 has them. */
export function layoutEur1(shown: Shown): Layout {
  const isEur1 = shown.value('/agreement/code') === 'EUR.1'
  const columns = columnsOf(shown)
  const top = topOf(shown)
  return {
    title: isEur1 ? 'MOVEMENT CERTIFICATE EUR.1' : 'MOVEMENT CERTIFICATE',
    subtitle: agreementOf(shown),
    reference: shown.text('/certificateNumber'),
    facts: factsOf(shown, isEur1 ? 'EUR.1 No.' : 'No.'),
    marks: marksOf(shown, 'RETROSPECTIVELY'),
    top,
    columns,
    items: itemRows(shown, columns),
    bottom: [...bottomOf(shown), ...furtherRows(shown)],
  }
}

function topOf(shown: Shown): readonly BoxRow[] {
  const [exporter, consignee] = [
    'Exporter (name, full address, country)',
    'Consignee (name, full address, country) (optional)',
  ]
  const [origin, destination] = [
    'Country, group of countries or territory in which the products are considered as originating',
    'Country, group of countries or territory of destination',
  ]
  const [from, to] = [territory(shown, 'export'), territory(shown, 'import')]
  const noted = joined([remarks(shown), shown.isSet('/isPreferential') ? '' : 'Without preference'], '\n')
  return [
    {
      boxes: [
        { number: '1', caption: exporter, text: party(shown, '/exporter'), share: 0.5 },
        {
          number: '2',
          caption: 'Certificate used in preferential trade between',
          text: `${from}\nand\n${to}`,
          share: 0.5,
        },
      ],
      least: 66,
    },
    {
      boxes: [
        { number: '3', caption: consignee, text: receiver(shown), share: 0.5 },
        { number: '4', caption: origin, text: from, share: 0.27 },
        { number: '5', caption: destination, text: to, share: 0.23 },
      ],
      least: 66,
    },
    {
      boxes: [
        { number: '6', caption: 'Transport details (optional)', text: transport(shown), share: 0.5 },
        { number: '7', caption: 'Remarks', ticks: ticksOf(shown, [], 'RETROSPECTIVELY'), text: noted, share: 0.5 },
      ],
      least: 66,
    },
  ]
}

function columnsOf(shown: Shown): readonly ItemColumn[] {
  return [
    { number: '8', caption: 'Item No.', share: 0.07, print: (item) => sequence(shown, item) },
    { caption: 'Marks and numbers', share: 0.15, print: (item) => marks(shown, item) },
    {
      caption: 'Number and kind of packages; description of goods',
      share: 0.43,
      print: (item) => joined([goods(shown, item), tariffLine(shown, item), originLine(shown, item)], '\n'),
    },
    {
      number: '9',
      caption: 'Gross mass (kg) or other measure (litres, m³, etc.)',
      share: 0.19,
      print: (item) => quantities(shown, item),
    },
    { number: '10', caption: 'Invoices (optional)', share: 0.16, print: (item) => invoices(shown, item) },
  ]
}

// The form has no box for either.
function originLine(shown: Shown, item: string): string {
  return labelled('Origin:', joined([originCountry(shown, item), criterion(shown, item).replace('\n', ', ')]))
}

function bottomOf(shown: Shown): readonly BoxRow[] {
  const words =
    'I, the undersigned, declare that the goods described above meet the conditions required for the issue of this certificate.'
  return [
    {
      boxes: [
        {
          number: '11',
          caption: 'Customs endorsement',
          words: 'Declaration certified.',
          text: certification(shown),
          share: 0.5,
        },
        { number: '12', caption: 'Declaration by the exporter', words, text: declaration(shown), share: 0.5 },
      ],
      least: 130,
    },
  ]
}

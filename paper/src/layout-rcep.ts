import {
  agreementOf,
  CERTIFIED,
  certification,
  declaration,
  declarationWords,
  factsOf,
  furtherRows,
  remarks,
} from './common-boxes'
import {
  criterion,
  goods,
  invoices,
  itemRows,
  marks,
  originCountry,
  quantities,
  sequence,
  tariffCode,
} from './item-phrases'
import type { ItemColumn } from './item-phrases'
import type { BoxRow, Layout } from './layout'
import { marksOf, ticksOf } from './marks'
import { party, transport } from './phrases'
import type { Shown } from './shown'

/** The minimum information of RCEP, Annex 3B. */
export function layoutRcep(shown: Shown): Layout {
  const columns = columnsOf(shown)
  const top = topOf(shown)
  return {
    title: 'CERTIFICATE OF ORIGIN — FORM RCEP',
    subtitle: agreementOf(shown),
    reference: shown.text('/certificateNumber'),
    facts: factsOf(shown, 'Certificate No.'),
    marks: marksOf(shown, 'RETROACTIVELY'),
    top,
    columns,
    items: itemRows(shown, columns),
    bottom: [...bottomOf(shown), ...furtherRows(shown)],
  }
}

function topOf(shown: Shown): readonly BoxRow[] {
  const [from, to] = [
    'Goods consigned from (exporter’s name, address and country)',
    'Goods consigned to (importer’s or consignee’s name, address, country)',
  ]
  const route = 'Means of transport and route (if known)'
  const importer = shown.has('/importer') ? '/importer' : '/consignee'
  return [
    {
      boxes: [
        { number: '1', caption: from, text: party(shown, '/exporter'), share: 0.5 },
        { number: '2', caption: to, text: party(shown, importer), share: 0.5 },
      ],
      least: 62,
    },
    {
      boxes: [
        {
          number: '3',
          caption: 'Producer’s name, address and country (if known)',
          text: party(shown, '/producer'),
          share: 0.5,
        },
        { number: '4', caption: route, text: transport(shown), share: 0.5 },
      ],
      least: 62,
    },
    { boxes: [{ number: '5', caption: 'For official use', text: '', share: 1 }], least: 34 },
  ]
}

function columnsOf(shown: Shown): readonly ItemColumn[] {
  return [
    { number: '6', caption: 'Item No.', share: 0.06, print: (item) => sequence(shown, item) },
    { number: '7', caption: 'Marks and numbers on packages', share: 0.12, print: (item) => marks(shown, item) },
    {
      number: '8',
      caption: 'Number and kind of packages; description of goods',
      share: 0.27,
      print: (item) => goods(shown, item),
    },
    { number: '9', caption: 'HS code (6 digits)', share: 0.09, print: (item) => tariffCode(shown, item) },
    { number: '10', caption: 'Origin conferring criterion', share: 0.11, print: (item) => criterion(shown, item) },
    { number: '11', caption: 'RCEP country of origin', share: 0.09, print: (item) => originCountry(shown, item) },
    {
      number: '12',
      caption: 'Quantity, and value (FOB) where RVC is applied',
      share: 0.14,
      print: (item) => quantities(shown, item),
    },
    { number: '13', caption: 'Invoice number and date', share: 0.12, print: (item) => invoices(shown, item) },
  ]
}

function bottomOf(shown: Shown): readonly BoxRow[] {
  const [words, declared] = [declarationWords(shown), declaration(shown)]
  const ticks = ticksOf(shown, ['/flags/backToBack', '/flags/thirdPartyInvoicing', '/flags/issuedRetroactively'])
  return [
    { boxes: [{ number: '14', caption: 'Remarks', text: remarks(shown), share: 1 }], least: 40 },
    {
      boxes: [
        { number: '15', caption: 'Declaration by the exporter or producer', words, text: declared, share: 0.5 },
        { number: '16', caption: 'Certification', words: CERTIFIED, text: certification(shown), share: 0.5 },
      ],
      least: 112,
    },
    { boxes: [{ number: '17', caption: 'Circumstances', ticks, text: '', share: 1 }] },
  ]
}

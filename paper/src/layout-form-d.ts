import {
  agreementOf,
  CERTIFIED,
  certification,
  declaration,
  declarationWords,
  factsOf,
  furtherRows,
  receiver,
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
  tariffLine,
} from './item-phrases'
import type { ItemColumn } from './item-phrases'
import type { BoxRow, Layout } from './layout'
import { marksOf, ticksOf } from './marks'
import { party, transport } from './phrases'
import { joined, labelled } from './shown'
import type { Shown } from './shown'

/** Thirteen boxes, as ATIGA Form D and its relatives have them. */
export function layoutFormD(shown: Shown): Layout {
  const isFormD = shown.value('/agreement/code') === 'ATIGA'
  const columns = columnsOf(shown)
  return {
    title: isFormD ? 'CERTIFICATE OF ORIGIN — FORM D' : 'CERTIFICATE OF ORIGIN',
    subtitle: agreementOf(shown),
    reference: shown.text('/certificateNumber'),
    facts: factsOf(shown),
    marks: marksOf(shown, 'RETROACTIVELY'),
    top: topOf(shown),
    columns,
    items: itemRows(shown, columns),
    bottom: [...bottomOf(shown), ...furtherRows(shown)],
  }
}

function topOf(shown: Shown): readonly BoxRow[] {
  const [from, to] = [
    'Goods consigned from (exporter’s business name, address, country)',
    'Goods consigned to (consignee’s name, address, country)',
  ]
  const route = 'Means of transport and route (as far as known)'
  const official = [
    { label: 'Preferential treatment given', state: 'clear' },
    { label: 'Preferential treatment not given (please state reasons)', state: 'clear' },
  ] as const
  return [
    {
      boxes: [
        { number: '1', caption: from, text: party(shown, '/exporter'), share: 0.5 },
        { number: '2', caption: to, text: receiver(shown), share: 0.5 },
      ],
      least: 66,
    },
    {
      boxes: [
        { number: '3', caption: route, text: transport(shown), share: 0.5 },
        { number: '4', caption: 'For official use', ticks: official, text: '', share: 0.5 },
      ],
      least: 74,
    },
  ]
}

function columnsOf(shown: Shown): readonly ItemColumn[] {
  return [
    { number: '5', caption: 'Item No.', share: 0.07, print: (item) => sequence(shown, item) },
    { number: '6', caption: 'Marks and numbers on packages', share: 0.15, print: (item) => marks(shown, item) },
    {
      number: '7',
      caption: 'Number and type of packages, description of goods (HS code of the importing country)',
      share: 0.37,
      print: (item) =>
        joined([goods(shown, item), tariffLine(shown, item), labelled('Origin:', originCountry(shown, item))], '\n'),
    },
    { number: '8', caption: 'Origin criterion', share: 0.11, print: (item) => criterion(shown, item) },
    {
      number: '9',
      caption: 'Gross weight or other quantity, and value (FOB)',
      share: 0.16,
      print: (item) => quantities(shown, item),
    },
    { number: '10', caption: 'Number and date of invoices', share: 0.14, print: (item) => invoices(shown, item) },
  ]
}

function bottomOf(shown: Shown): readonly BoxRow[] {
  const ticks = ticksOf(shown, [
    '/flags/thirdPartyInvoicing',
    '/flags/accumulation',
    '/flags/backToBack',
    '/flags/partialCumulation',
    '/flags/exhibition',
    '/flags/deMinimis',
    '/flags/issuedRetroactively',
  ])
  const [words, declared] = [declarationWords(shown), declaration(shown)]
  return [
    {
      boxes: [
        { number: '11', caption: 'Declaration by the exporter', words, text: declared, share: 0.5 },
        { number: '12', caption: 'Certification', words: CERTIFIED, text: certification(shown), share: 0.5 },
      ],
      least: 118,
    },
    {
      boxes: [{ number: '13', caption: 'Circumstances and remarks', ticks, text: remarks(shown), share: 1 }],
      least: 44,
    },
  ]
}

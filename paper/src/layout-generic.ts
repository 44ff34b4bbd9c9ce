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
  tariffLine,
} from './item-phrases'
import type { ItemColumn } from './item-phrases'
import type { BoxRow, Layout } from './layout'
import { marksOf, ticksOf } from './marks'
import { party, territory, transport } from './phrases'
import { joined, labelled } from './shown'
import type { Shown } from './shown'

/** Everything that a certificate says, for agreements without a form of their own, and for self-certification. */
export function layoutGeneric(shown: Shown): Layout {
  const columns = columnsOf(shown)
  const top = topOf(shown)
  return {
    title:
      shown.value('/isPreferential') === false ? 'CERTIFICATE OF NON-PREFERENTIAL ORIGIN' : 'CERTIFICATE OF ORIGIN',
    subtitle: agreementOf(shown),
    reference: shown.text('/certificateNumber'),
    facts: factsOf(shown),
    marks: marksOf(shown, 'RETROACTIVELY'),
    top,
    columns,
    items: itemRows(shown, columns),
    bottom: [...bottomOf(shown), ...furtherRows(shown)],
  }
}

function topOf(shown: Shown): readonly BoxRow[] {
  const caption = '(name, address, country)'
  const countries = joined(
    [labelled('From', territory(shown, 'export')), labelled('to', territory(shown, 'import'))],
    '\n',
  )
  return [
    {
      boxes: [
        { number: '1', caption: `Exporter ${caption}`, text: party(shown, '/exporter'), share: 0.5 },
        { number: '2', caption: `Consignee ${caption}`, text: party(shown, '/consignee'), share: 0.5 },
      ],
      least: 62,
    },
    {
      boxes: [
        { number: '3', caption: `Producer ${caption}`, text: party(shown, '/producer'), share: 0.5 },
        { number: '4', caption: `Importer ${caption}`, text: party(shown, '/importer'), share: 0.5 },
      ],
      least: 62,
    },
    {
      boxes: [
        { number: '5', caption: 'Transport', text: transport(shown), share: 0.5 },
        { number: '6', caption: 'Countries of export and import', text: countries, share: 0.5 },
      ],
      least: 62,
    },
  ]
}

function columnsOf(shown: Shown): readonly ItemColumn[] {
  return [
    { number: '7', caption: 'Item No.', share: 0.07, print: (item) => sequence(shown, item) },
    { number: '8', caption: 'Marks and numbers on packages', share: 0.13, print: (item) => marks(shown, item) },
    {
      number: '9',
      caption: 'Number and kind of packages; description of goods; HS code',
      share: 0.34,
      print: (item) => joined([goods(shown, item), tariffLine(shown, item)], '\n'),
    },
    {
      number: '10',
      caption: 'Country of origin and criterion',
      share: 0.15,
      print: (item) => joined([originCountry(shown, item), criterion(shown, item)], '\n'),
    },
    { number: '11', caption: 'Quantity, mass and value', share: 0.17, print: (item) => quantities(shown, item) },
    { number: '12', caption: 'Invoices', share: 0.14, print: (item) => invoices(shown, item) },
  ]
}

function bottomOf(shown: Shown): readonly BoxRow[] {
  const role = shown.text('/certifier/role')
  const certifier = labelled(`Certified by the ${role || 'certifier'}:`, party(shown, '/certifier'))
  const declared = joined([certifier, declaration(shown)], '\n')
  return [
    {
      boxes: [{ number: '13', caption: 'Remarks', ticks: ticksOf(shown, []), text: remarks(shown), share: 1 }],
      least: 40,
    },
    {
      boxes: [
        { number: '14', caption: 'Declaration', words: declarationWords(shown), text: declared, share: 0.5 },
        {
          number: '15',
          caption: shown.has('/certifier') ? 'Registered by' : 'Certification',
          words: shown.has('/certifier') ? '' : CERTIFIED,
          text: certification(shown),
          share: 0.5,
        },
      ],
      least: 112,
    },
  ]
}

import { bullets, heading, table } from '../markdown'
import { LOSS_SENTENCES } from './answer'
import { BOX_WRITINGS } from './box-text'
import type { BoxTable } from './boxes'
import { FORMATS, READABLE_FORMATS, formatGaps } from './catalogue'
import type { FormatName } from './catalogue'
import { DESCRIPTIONS } from './descriptions'
import { EDI3 } from './edi3-table'
import { EUR1 } from './eur1-table'
import { FORM_D } from './form-d-table'
import { FORMAT_LIMITS } from './size'
import type { Row, TreeTable } from './table'
import { UBL } from './ubl-table'
import { W3C } from './w3c-table'
import { WCO } from './wco-table'
import { WRITINGS } from './written-as'

const TREES: readonly (readonly [FormatName, TreeTable])[] = [
  ['wco', WCO],
  ['edi3', EDI3],
  ['ubl', UBL],
  ['w3c', W3C],
]
const FORMS: readonly (readonly [FormatName, BoxTable])[] = [
  ['form-d', FORM_D],
  ['eur1', EUR1],
]

const EVIDENCE = {
  stated: 'the source gives this place to this element',
  reading: 'the source has the place; that the element belongs there is our reading',
  unconfirmed: 'no source that was read confirms id or place',
} as const

const GAP_WORDS = {
  'no-place': 'No place',
  'first-only': 'A place for the first only',
  unconfirmed: 'A place that is not confirmed',
} as const

/** The page about the formats, made from the tables by which they are written and read. */
export function formatsPage(): string {
  const sections = FORMATS.map((name) => formatSection(name))
  return `<!-- prettier-ignore-start -->\n\n${[opening(), ...sections].join('\n\n')}\n\n<!-- prettier-ignore-end -->\n`
}

function opening(): string {
  const { bytes, depth, elements, attributes } = FORMAT_LIMITS
  return [
    heading(1, 'Formats of a certificate of origin'),
    '<!-- Made from the tables in domain/src/formats; its test says when it is out of date and writes it anew with UPDATE_DOCUMENTATION=1. -->\n',
    'The [common dataset](dataset.md) is written in other formats and read from them by one visible table per format. What a format does not carry is never dropped in silence: **lossless or listed**. A text that was written and is read again gives the same dataset, but for the elements that writing listed as lost.\n',
    overview(),
    '',
    bullets([
      '*Places* is the number of rows: elements with a place in the format. *Gaps* are elements of the dataset without one, listed below for each format.',
      'Formats of JSON and XML carry elements without a place *beside* their own: JSON in the member `beside`, UBL in an extension. Only who knows it reads it; who writes without it gets those elements listed as lost.',
      `Reasons for a loss: ${Object.entries(LOSS_SENTENCES)
        .map(([reason, why]) => `\`${reason}\` – ${why}`)
        .join(' ')}`,
      'An element that a format has no place for at all is carried, or lost, as a whole: an address, a list.',
      '`extensions` with a name such as `__proto__`, which strict readers of JSON refuse, are listed as lost.',
      'What is read is not judged: it is handed to the parser of the dataset, which tells all its problems. Places of the text that no row reads are listed as ignored.',
      `Limits of reading: ${bytes / 1024 / 1024} MiB, ${depth} levels, ${elements} values or elements, in XML ${attributes} attributes of one element.`,
      `How well a row is known: ${Object.entries(EVIDENCE)
        .map(([word, meaning]) => `*${word}* – ${meaning}`)
        .join('; ')}.`,
    ]),
  ].join('\n')
}

function overview(): string {
  const rows = FORMATS.map((name) => [
    `\`${name}\``,
    DESCRIPTIONS[name].title,
    READABLE_FORMATS.includes(name) ? 'written and read' : 'written',
    String(rowCount(name)),
    String(formatGaps(name).length),
  ])
  return table(['Name', 'Format', '', 'Places', 'Gaps'], rows)
}

function rowCount(name: FormatName): number {
  return [...TREES, ...FORMS].find(([other]) => other === name)?.[1].rows.length ?? 0
}

function formatSection(name: FormatName): string {
  const { title, source, places, notes } = DESCRIPTIONS[name]
  const tree = TREES.find(([other]) => other === name)?.[1]
  const form = FORMS.find(([other]) => other === name)?.[1]
  return [
    heading(2, `${title} (\`${name}\`)`),
    `Source: ${source} Places: ${places}\n`,
    `${bullets(notes)}\n`,
    ...(tree === undefined ? [] : [treeTable(tree)]),
    ...(form === undefined ? [] : [boxTables(form)]),
    gapList(name),
  ].join('\n')
}

function treeTable({ rows, fillers }: TreeTable): string {
  const lines = rows.map((row) => [`\`${row.at}\``, placesOf(row), WRITINGS[row.as].words, row.known, remarkOf(row)])
  const filled = fillers.map(({ to, text, at, why }) => [
    `\`${to}\``,
    text === undefined ? `the value of \`${at}\`` : `\`${text}\``,
    why,
  ])
  const beside =
    filled.length === 0
      ? ''
      : `\nWritten beside them, and passed over when read:\n\n${table(['Place', 'Value', 'Why'], filled)}\n`
  return `${table(['Element', 'Place in the format', 'Written', 'Known', 'Remark'], lines)}\n${beside}`
}

function placesOf({ to, and }: Row): string {
  return and === undefined ? `\`${to}\`` : `\`${to}\` and \`${and}\``
}

function remarkOf({ needs, note }: Row): string {
  const condition =
    needs === undefined ? [] : [`Only with \`${needs.at}\`${needs.is === undefined ? '' : ` \`${needs.is}\``}.`]
  return [...condition, ...(note === undefined ? [] : [note])].join(' ')
}

function boxTables({ boxes, rows }: BoxTable): string {
  const titles = boxes.map(({ name, title, ofItem }) => [name, title, ofItem === true ? 'each item' : ''])
  const lines = rows.map(({ at, box, as, label = '', known, note = '' }) => [
    `\`${at}\``,
    box,
    BOX_WRITINGS[as],
    label,
    known,
    note,
  ])
  return [
    table(['Box', 'Title', ''], titles),
    '',
    table(['Element', 'Box', 'Printed', 'Label', 'Known', 'Remark'], lines),
    '',
  ].join('\n')
}

function gapList(name: FormatName): string {
  const gaps = formatGaps(name)
  if (gaps.length === 0) return 'Gaps: none.'
  const lines = Object.entries(GAP_WORDS).flatMap(([reason, words]) => {
    const places = gaps.filter((gap) => gap.reason === reason).map(({ at }) => `\`${at}\``)
    return places.length === 0 ? [] : [`${words} (${places.length}): ${places.join(', ')}.`]
  })
  return `Gaps:\n\n${bullets(lines)}`
}

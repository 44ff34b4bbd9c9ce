import { LIMITS } from '../limits'
import { table } from '../markdown'
import { CODE_LISTS, HS_CHAPTERS, TRANSPORT_MODES, WITHDRAWN_CURRENCIES } from './code-lists'
import { HS_EDITIONS } from './common-formats'
import { REGIMES } from './element'
import type { Element } from './element'
import { ELEMENTS } from './elements'
import { cardinality, formatWords } from './format-words'
import { membersOf } from './places'
import { DATASET_RULES, PROBLEMS_MOST } from './problem'

/** The page that documents the dataset, in Markdown. */
export function datasetDocumentation(): string {
  const text = [
    INTRODUCTION,
    '## Elements',
    ELEMENTS_INTRODUCTION,
    elementTable(),
    '## Members of elements',
    'What an element that is an object, or a list of objects, is made of.',
    memberTable(),
    '## Beside the dataset',
    'Elements of the table that no dataset holds, and what holds them.',
    besideTable(),
    '## Rules',
    `A dataset that breaks rules gets all its problems at once, at most ${PROBLEMS_MOST}: a JSON Pointer, a rule, a sentence and the limit. Neither values nor names that the sender chose are repeated. The rules of one agreement are with its profile.`,
    table(
      ['Rule', 'What it asks for'],
      Object.entries(DATASET_RULES).map(([rule, meaning]) => [`\`${rule}\``, meaning]),
    ),
    '## Code lists',
    CODE_LIST_INTRODUCTION,
    codeListTable(),
    codeListNotes(),
    '## Members of your own',
    EXTENSIONS_TEXT,
  ].join('\n\n')
  // Tables that are padded to their widest cell cannot be read in a comparison of versions.
  return `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->\n`
}

const INTRODUCTION = `# The common dataset of a certificate of origin

<!-- Made from the table of elements in domain/src/dataset; its test says when it is out of date and writes it anew with UPDATE_DOCUMENTATION=1. -->

One table holds every element; JSON Schema, OpenAPI component, TypeScript types, the parser and this page are made from it. A dataset is a JSON object of at most ${LIMITS.datasetBytes / 1024} KiB (as canonical text, RFC 8785) and ${LIMITS.datasetDepth} levels, with 1 to ${LIMITS.itemsPerCertificate} items. Amounts, quantities, masses and percentages are exact decimals as text, never numbers with a point; counts are whole numbers.`

const ELEMENTS_INTRODUCTION = `*Often* says what the parser asks of every dataset; an agreement makes further elements required or forbids some. *Asked by* names the kinds of certificate that ask for it, in lower case where it is conditional or optional: ${Object.entries(
  REGIMES,
)
  .map(([letter, name]) => `**${letter}** ${name}`)
  .join(
    ', ',
  )}. UNTDED tags and WCO Data Model ids are those of the UN/CEFACT mapping of certificates of origin; where both are missing, the format is a proposal of this dataset.`

const CODE_LIST_INTRODUCTION =
  'The codes are part of the code, so that every party comes to the same answer without a network. Names, source and edition stand in `domain/code-lists`.'

const EXTENSIONS_TEXT = `\`extensions\`, in the dataset and in every item, holds what parties agreed on among themselves: up to 50 members with names of their own. They are signed and kept, but no check looks at them. Any other member that the table does not name is refused: a misspelt element would otherwise pass every check by not being there, and a reader would trust what nobody judged. The answer names the element that was probably meant.`

function elementTable(): string {
  const rows = rowsBy(({ carriedBy }) => carriedBy === 'dataset')
  return table(
    ['No.', 'Element', 'Place', 'UNTDED', 'WCO', 'Format', 'Often', 'Level', 'Asked by', 'Remark'],
    rows.map(([name, row]) => [
      String(row.number),
      `\`${name}\``,
      `\`${row.at}\``,
      row.untded ?? '',
      row.wco ?? '',
      formatWords(row.format),
      cardinality(row),
      row.level,
      row.neededBy,
      row.remark,
    ]),
  )
}

function besideTable(): string {
  const rows = rowsBy(({ carriedBy }) => carriedBy !== 'dataset')
  return table(
    ['No.', 'Element', 'Held by', 'UNTDED', 'WCO', 'Format', 'Asked by', 'Remark'],
    rows.map(([name, row]) => [
      String(row.number),
      `\`${name}\``,
      row.carriedBy,
      row.untded ?? '',
      row.wco ?? '',
      formatWords(row.format),
      row.neededBy,
      row.remark,
    ]),
  )
}

function rowsBy(wanted: (row: Element) => boolean): readonly (readonly [string, Element])[] {
  const rows: readonly (readonly [string, Element])[] = Object.entries(ELEMENTS)
  return rows.filter(([, row]) => wanted(row)).sort(([, one], [, other]) => one.number - other.number)
}

function memberTable(): string {
  const rows = rowsBy(({ carriedBy }) => carriedBy === 'dataset').flatMap(([, row]) => membersOf(row.format, row.at))
  return table(
    ['Place', 'UNTDED', 'WCO', 'Format', 'Often'],
    rows.map(([place, member]) => [
      `\`${place}\``,
      member.untded ?? '',
      member.wco ?? '',
      formatWords(member.format),
      cardinality(member),
    ]),
  )
}

function codeListTable(): string {
  const lists = Object.entries(CODE_LISTS).map(([name, { title, codes }]) => [
    title,
    String(codes.size),
    `\`${name}.json\``,
  ])
  const modes = ['UN/ECE Recommendation 19', String(Object.keys(TRANSPORT_MODES).length), '`transport-modes.json`']
  return table(['List', 'Codes', 'File'], [...lists, modes])
}

function codeListNotes(): string {
  const withdrawn = Object.entries(WITHDRAWN_CURRENCIES).map(([code, day]) => `${code} (${day})`)
  return [
    `- Currencies out of use may stand in certificates issued up to the last day on which they were legal tender: ${withdrawn.join(', ')}.`,
    '- A place is a UN/LOCODE whose country exists; whether the place is listed is not looked up.',
    `- An HS code has 6 to 12 digits in one of ${HS_CHAPTERS.length} chapters (01 to 99 without 77, which is reserved; 98 and 99 are national). Editions: ${HS_EDITIONS.join(', ')}. Whether a subheading exists in an edition is not looked up.`,
  ].join('\n')
}

import { bullets, heading, table } from '../markdown'
import { LATE_REASONS } from './declaration'
import { IMPORT_RULES } from './import-rule'
import type { ImportRule } from './import-rule'
import { MINOR_KINDS } from './minor-discrepancy'
import { LINE_CHECKS, LINE_CODES, LINE_STEPS } from './words'
import type { LineCodeMeaning } from './words'

const OPENING = `<!-- Made from the tables of domain/src/declaration; do not edit. -->

An importing customs officer asks of each line of a declaration: may it claim the preference with the certificate that it
cites? The answer is \`VALID\`, \`NOT_VALID\` or \`CANNOT_DETERMINE\` with the questions that led to it. \`NOT_VALID\` if one
fails, \`VALID\` if all pass. Whether the goods originate is never determined.

Lines are answered by themselves, so that a problem with one item holds up no other. Only what two lines want of the same
quantity is decided by their line numbers: the lower one is served first, and a line that fails takes nothing.
`

const RESERVING = `A line may be reserved when no question fails and its quantity is there, even while other questions are open: goods may be
released against security. Each line is a reservation of its own; all lines go to the register in one transaction. In the
register stand blinded amounts and a digest of the declaration's reference (HMAC-SHA-256 under a salt of its own for each
certificate), so that nobody else can try references or tell which certificates one declaration cited.
`

const UNITS = `Quantities are compared in the unit of the item. Units of mass, volume, length, area, pieces and pairs convert among
themselves, exactly or not at all: nothing is rounded. Packages do not convert.
`

/** The page that describes declaration checks, as Markdown, made from the tables that the code uses. */
export function declarationsPage(): string {
  const text = [
    heading(1, 'Declaration checks'),
    OPENING,
    heading(2, 'Questions and answers'),
    table(['question', 'answer', 'result', 'meaning', 'next step'], LINE_CHECKS.flatMap(answersOf)),
    '',
    heading(2, 'Next steps'),
    bullets(Object.entries(LINE_STEPS).map(coded)),
    '',
    heading(2, 'Minor discrepancies'),
    'Eight kinds, none of which makes a line `NOT_VALID` by itself; each is told with what the agreement says of it.\n',
    bullets(Object.entries(MINOR_KINDS).map(coded)),
    '',
    heading(2, 'Units'),
    UNITS,
    heading(2, 'Reservations'),
    RESERVING,
    `After the end of validity a reason is given: ${LATE_REASONS.map((reason) => `\`${reason}\``).join(' or ')}.\n`,
    heading(2, 'Rules of importing members'),
    bullets(IMPORT_RULES.map(ruleText)),
  ].join('\n')
  return `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->\n`
}

function coded([code, sentence]: readonly [string, string]): string {
  return `\`${code}\`: ${sentence}`
}

function answersOf(question: string): readonly (readonly string[])[] {
  const meanings = Object.entries(LINE_CODES) as readonly (readonly [string, LineCodeMeaning])[]
  return meanings
    .filter(([, { name }]) => name === question)
    .map(([code, { result, sentence, step }]) => [
      question,
      `\`${code}\``,
      result,
      sentence,
      step === null ? '' : `\`${step}\``,
    ])
}

function ruleText({ agreement, exportCountry, importingMember, source, ...asked }: ImportRule): string {
  const words = [
    asked.oneLinePerItem ? 'one line for each item' : '',
    asked.allGoodsInOneBatch ? 'all goods of the certificate in one declaration' : '',
    asked.sameUnit ? 'the unit of the certificate' : '',
    asked.notBeforeIssue ? 'no declaration before the day of issue' : '',
  ].filter((word) => word !== '')
  return `${importingMember}, for certificates of ${exportCountry} under ${agreement}: ${words.join(', ')} (${source}).`
}

import type { Role } from '../caller'
import { CERTIFICATE_TRANSACTIONS } from '../certificate/transactions'
import { DELIVERY_TRANSACTIONS } from '../delivery/transactions'
import { eventNameOf } from '../ledger/event'
import type { TransactionSpec } from '../ledger/transaction'
import { LIMITS } from '../limits'
import { bullets, heading, table } from '../markdown'
import { REFUSAL_MEANINGS } from '../refusal'
import { SPECIMEN_TRANSACTIONS } from '../register/specimen-transactions'
import { REGISTER_TRANSACTIONS } from '../register/transactions'
import { RETENTION_TRANSACTIONS } from '../retention/transactions'
import { casesSection } from '../verification/documentation'
import { CASE_TRANSACTIONS } from '../verification/transactions'
import { AXES } from './axes'
import type { Axis } from './axes'
import { BUSINESS_CODES } from './business-codes'
import type { Said } from './business-codes'
import { lanePicture } from './lane-picture'
import { CASE_LANES, CERTIFICATE_LANES } from './lanes'
import { stateChart } from './state-chart'

/** The transactions by what they are about, in the order of the page. */
export const AREAS: Readonly<Record<string, Readonly<Record<string, TransactionSpec>>>> = {
  Certificates: CERTIFICATE_TRANSACTIONS,
  Delivery: DELIVERY_TRANSACTIONS,
  'Verification cases': CASE_TRANSACTIONS,
  Retention: RETENTION_TRANSACTIONS,
  Registers: REGISTER_TRANSACTIONS,
  Specimens: SPECIMEN_TRANSACTIONS,
}

const LANES_TITLE = 'A certificate from the application to the acquittal'
const CASE_TITLE = 'A verification case from the request to the determination'

/** The pictures of the page, by the names of their files. */
export function processPictures(): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ['lanes-certificate.svg', lanePicture(LANES_TITLE, CERTIFICATE_LANES)],
    ['lanes-case.svg', lanePicture(CASE_TITLE, CASE_LANES)],
    ...AXES.map((axis) => [`states-${axis.name}.svg`, stateChart(axis)] as const),
  ])
}

/** The page on the business process, made from the table of transactions and those of the states. */
export function processPage(): string {
  const parts = [
    heading(1, 'The business process'),
    'Made by `npm run generate` from the table of transactions and the tables of states in `domain/src`, by which the contract and ' +
      'every gateway work.',
    heading(2, LANES_TITLE),
    picture(LANES_TITLE, 'lanes-certificate.svg'),
    'Under an arrow stand the transactions by which a step reaches the ledger; a dashed arrow is no transaction. `deliver`, ' +
      '`sendText` and `shareSpecimen` write the collection of two members and nothing public.',
    heading(2, 'The states'),
    'A certificate has several states at the same time, each with its own life. In the pictures every pole is a state and every row a ' +
      'step; an open circle marks a state in which the step may be taken and that stays as it is.',
    ...AXES.map(axisSection),
    casesSection(picture(CASE_TITLE, 'lanes-case.svg')),
    repeats(),
    heading(2, 'Every transaction'),
    transactionsIntroduction(),
    ...Object.entries(AREAS).map(([area, specs]) => `${heading(3, area)}\n${transactionsTable(specs)}`),
    heading(2, 'Every refusal'),
    table(
      ['code', 'means'],
      Object.entries(REFUSAL_MEANINGS).map(([code, meaning]) => [`\`${code}\``, meaning]),
    ),
    heading(2, 'What can go wrong with a certificate, and who says it'),
    businessCodes(),
  ]
  const text = parts
    .map((part) => part.trimEnd())
    .join('\n\n')
    .replaceAll(/\n{3,}/g, '\n\n')
  return `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->\n`
}

function axisSection(axis: Axis): string {
  const rows = axis.steps.map(({ name, transaction, side, roles, from, to, guard }) => [
    ...[name, `\`${transaction}\``, `${roles.join(' or ')}, ${side}`],
    ...[from.join(', '), to.length === 0 ? 'as it is' : to.join(' or '), guard],
  ])
  const head = ['step', 'transaction', 'who', 'in which state', 'leads to', 'what else must hold']
  return [heading(3, axis.title), axis.about, picture(axis.title, `states-${axis.name}.svg`), table(head, rows)].join(
    '\n\n',
  )
}

function transactionsTable(specs: Readonly<Record<string, TransactionSpec>>): string {
  const rows = Object.entries(specs).map(([name, spec]) => {
    const event = eventNameOf(name, spec)
    return [
      `\`${name}\``,
      spec.summary,
      spec.arguments.join(', '),
      whoOf(spec.roles),
      spec.refusals.map((code) => `\`${code}\``).join(', '),
      event === undefined ? (spec.writes ? 'none' : 'only read') : `\`${event}\``,
    ]
  })
  return table(['transaction', 'what it does', 'arguments', 'who', 'may be refused with', 'event'], rows)
}

function whoOf(roles: readonly Role[]): string {
  return roles.length === 0 ? 'whoever may read the channel' : roles.join(', ')
}

function transactionsIntroduction(): string {
  return (
    `\`entries\` is a JSON list of 1 to ${LIMITS.entriesPerTransaction} entries, each with an outcome of its own: \`"done"\`, or a refusal with code and ` +
    'detail. Beside the refusals that are named, whatever has not the shape that is asked for is `MALFORMED_INPUT`, what is too ' +
    'large `LIMIT_EXCEEDED`, and who has another role `ROLE_NOT_ALLOWED`. A transaction that changed something is announced by its ' +
    'event, with the number of entries and of those that were carried out; one that changed nothing writes and announces nothing.'
  )
}

function repeats(): string {
  return [
    heading(2, 'Requests that come again'),
    'Whoever does not know whether a request arrived sends it again under the same request id. The same content from the same side is ' +
      'answered `done` and changes nothing; other content under the same id is `REQUEST_ID_REUSED`. How far back that is known:',
    bullets([
      'the issue, the end and the acquittal of a certificate, and every step of a verification case: always;',
      `a use, a reservation, a refusal and a changed destination: the beginning always, and the last ${LIMITS.rememberedSteps} steps;`,
      'giving up a hold, taking back a purge request, withdrawing an exporter: asking twice is the same as asking once;',
      'deliveries, declarations in the registers, holds and purges: as long as nothing else has been said about the same thing since. ' +
        'These are repeated by programs that look at the register first.',
    ]),
  ].join('\n\n')
}

function businessCodes(): string {
  const rows = BUSINESS_CODES.flatMap(({ wrong, said }) =>
    said.map((one, index) => [index === 0 ? wrong : '', one.tag, codeOf(one), one.how]),
  )
  return [
    'A *refusal* stops a step; a *finding* is part of the answer of a check and stops nothing by itself; a *notice* only informs.',
    table(['what is wrong', 'tag', 'code', 'who meets it'], rows),
  ].join('\n\n')
}

function codeOf(one: Said): string {
  const rule = one.tag === 'refusal' ? one.rule : undefined
  return rule === undefined ? `\`${one.code}\`` : `\`${one.code}\`, rule \`${rule}\``
}

function picture(title: string, file: string): string {
  return `![${title}](process/${file})`
}

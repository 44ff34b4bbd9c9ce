import { bullets, heading, table } from '../markdown'
import { CASE_DEADLINES, CASE_DEADLINE_TABLE } from './deadline-table'
import { CASE_NOTICES } from './notices'
import { CASE_EVENTS, CASE_STATES, CASE_STEPS, SIDE_ROLES, VISIT_STATES } from './steps'
import type { CaseEventName, CaseSide } from './steps'

/** The part of the page on the business process that is about verification cases, made from the tables of this folder. */
export function casesSection(): string {
  return [
    heading(2, 'Verification cases'),
    'A case asks one of two questions about a certificate: is it authentic, or do its goods originate where it says. Several ' +
      'cases follow each other over the years; one at a time is undecided. Everything that happens is an event with its ' +
      'time, and the state follows from the events. Texts and reports travel between the two members alone; the ledger ' +
      'holds their hashes.',
    diagram('case', CASE_STATES, caseArrows()),
    diagram('visit', VISIT_STATES, visitArrows()),
    heading(3, 'Steps of a case'),
    table(
      ['event', 'transaction', 'who', 'in which state', 'leads to', 'what else must hold'],
      CASE_EVENTS.map((event) => {
        const { transaction, side, from, to, visit, guard } = CASE_STEPS[event]
        const states = visit === undefined ? from.join(', ') : `undecided; visit ${visit.from.join(', ')}`
        return [
          event,
          `\`${transaction}\``,
          whoOf(side),
          states,
          to ?? (visit ? `visit ${visit.to}` : 'as it is'),
          guard,
        ]
      }),
    ),
    heading(3, 'Deadlines of a case'),
    'How long each is, from which event it runs and what missing it means stands in the profile of the agreement. Days are ' +
      'those of the calendar of the office that acts; working days leave out the holidays of its member. What nobody read ' +
      'is shown as unknown, and nothing is assumed. A request, a reply or a notice counts as received on the day on which ' +
      'the register shows it, unless the acknowledgement states another day. The clock only informs: what follows is a ' +
      "person's decision.",
    table(
      ['deadline', 'who must act', 'kept by', 'of interest'],
      CASE_DEADLINES.map((name) => {
        const { side, keptBy, always, after } = CASE_DEADLINE_TABLE[name]
        const interest = always ? 'always' : 'where the agreement has it'
        return [name, whoOf(side), keptBy.join(', '), after === undefined ? interest : `${interest}, after ${after}`]
      }),
    ),
    heading(3, 'Notices about a case'),
    bullets(Object.entries(CASE_NOTICES).map(([code, sentence]) => `\`${code}\`: ${sentence}`)),
  ].join('\n\n')
}

/** The swim-lanes of a case from the request to the determination, as a picture in words. */
export function caseSequence(): string {
  const lines = SHOWN.map((event) => {
    const { side, transaction } = CASE_STEPS[event]
    return `  ${LANES[side]}->>Ledger: ${transaction} (${event})`
  })
  return fenced([
    'sequenceDiagram',
    '  participant Customs',
    '  participant Ledger',
    '  participant Authority',
    ...lines,
  ])
}

const LANES: Readonly<Record<CaseSide, string>> = { importing: 'Customs', issuing: 'Authority' }
const SHOWN = ['opened', 'acknowledged', 'answered', 'determined'] as const satisfies readonly CaseEventName[]

function whoOf(side: CaseSide): string {
  const member = side === 'importing' ? 'importing member that opened it' : 'issuing member'
  return `${SIDE_ROLES[side].join(' or ')} of the ${member}`
}

function caseArrows(): readonly string[] {
  return CASE_EVENTS.flatMap((event) => {
    const { from, to } = CASE_STEPS[event]
    return to === undefined ? [] : from.map((state) => `${state === 'none' ? '[*]' : state} --> ${to}: ${event}`)
  })
}

function visitArrows(): readonly string[] {
  return CASE_EVENTS.flatMap((event) => {
    const { visit } = CASE_STEPS[event]
    return (visit?.from ?? []).map((state) => `${state} --> ${visit?.to ?? ''}: ${event}`)
  })
}

function diagram(name: string, states: readonly string[], arrows: readonly string[]): string {
  const declared = states.map((state) => `  state "${name} ${state}" as ${state}`)
  return fenced(['stateDiagram-v2', ...declared, ...arrows.map((arrow) => `  ${arrow}`)])
}

function fenced(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n')
}

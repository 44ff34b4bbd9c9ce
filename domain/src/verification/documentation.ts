import { bullets, heading, table } from '../markdown'
import { CASE_DEADLINES, CASE_DEADLINE_TABLE } from './deadline-table'
import { CASE_NOTICES } from './notices'
import { SIDE_ROLES } from './steps'
import type { CaseSide } from './steps'

/** The part of the page on the business process that is about verification cases; the picture shows who does what. */
export function casesSection(picture: string): string {
  return [
    heading(2, 'Verification cases'),
    'A case asks one of two questions about a certificate: is it authentic, or do its goods originate where it says. Several ' +
      'cases follow each other over the years; one at a time is undecided. Everything that happens is an event with its ' +
      'time, and the state follows from the events. Texts and reports travel between the two members alone; the ledger ' +
      'holds their hashes.',
    picture,
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

function whoOf(side: CaseSide): string {
  const member = side === 'importing' ? 'importing member that opened it' : 'issuing member'
  return `${SIDE_ROLES[side].join(' or ')} of the ${member}`
}

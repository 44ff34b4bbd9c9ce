import { CALENDARS } from '../calendar/calendars'
import { MEMBERS, memberByCode } from '../member'
import type { MemberCode } from '../member'
import { PROFILES } from './catalogue'
import { profileSections } from './documentation-profile'
import { isKnown } from './evidence'
import { EXCHANGES } from './exchanges'
import { bullets, heading, table } from '../markdown'
import { memberPairs } from '../member'
import { profilesBetween } from './matrix'
import type { ApplicableProfile } from './matrix'
import { profileHash } from './parse-profile'

const OPENING = `An agreement profile says as data what a proof of origin must contain, for how long it is good and until when
something must be done. Each rule carries its source and how well it is known:

| mark | means | a certificate that breaks it |
| --- | --- | --- |
| read | read in the agreement's own text or form | error, or minor discrepancy where the agreement forgives it |
| secondary | read in the guidance of an administration or in another publication | the same |
| background | general knowledge that nobody confirmed | notice |
| not read | looked for and not found; it does not mean that there is no such rule | notice where it would have been judged |

A check of the form never says whether the goods originate. This page is made from the profiles in
\`domain/src/agreements\`; the vectors are in \`domain/vectors/agreements\`.`

/** The documentation page of all agreements, as Markdown. */
export function agreementsPage(): string {
  const parts = [
    heading(1, 'Agreements') + `\n${OPENING}`,
    heading(2, 'The profiles') + `\n${catalogue()}`,
    heading(2, 'Which agreements work between which members') + `\n${matrix()}`,
    heading(2, 'Exchange of data that is running') + `\n${exchanges()}`,
    heading(2, 'Working days') + `\n${calendars()}`,
    heading(2, 'Agreement by agreement'),
    ...PROFILES.map(profileSections),
  ]
  // Tables that are padded to their widest cell cannot be read in a comparison of versions.
  const text = parts.map((part) => part.trimEnd()).join('\n\n')
  return `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->\n`
}

function catalogue(): string {
  const rows = PROFILES.map((profile) => [
    profile.code,
    profile.version,
    profile.name,
    isKnown(profile.inForce) ? profile.inForce.value.from : 'not read',
    profile.status === 'in-use' ? '' : 'pattern',
    `\`${profileHash(profile).slice(0, 16)}\``,
  ])
  const note = 'A pattern is for members to come. The hash is the beginning of the SHA-256 of the canonical text.'
  return `${note}\n\n${table(['code', 'version', 'name', 'in force from', 'status', 'hash'], rows)}`
}

function matrix(): string {
  const rows = memberPairs().map(([one, other]) => {
    const [there, back] = [printAll(profilesBetween(one, other)), printAll(profilesBetween(other, one))]
    return [`${nameOf(one)} – ${nameOf(other)}`, there, there === back ? 'the same' : back]
  })
  const note = `Goods of the first member to the second, and the other way. Behind each agreement stand the kinds of proof, C a
certificate, D a declaration of an approved exporter, S self-certification, each with the forms in which it travels: p
paper, e an electronic document, x an exchange of data that is running; a question mark where the forms are general
knowledge. Beside these, and where there is no agreement, a non-preferential certificate (C pe?) can be issued for
every pair. Preferences that Australia, Japan and Korea give to least developed countries are not among the profiles.`
  return `${note}\n\n${table(['pair', 'there', 'back'], rows)}`
}

const KIND_LETTERS = { certificate: 'C', 'approved-exporter-declaration': 'D', 'self-certification': 'S' } as const
const FORM_LETTERS = { paper: 'p', 'electronic-document': 'e', 'data-exchange': 'x' } as const

function printAll(applicable: readonly ApplicableProfile[]): string {
  const preferential = applicable.filter(({ profile }) => profile.preferential)
  if (preferential.length === 0) return 'non-preferential only'
  return preferential.map(printOne).join('; ')
}

function printOne({ profile, proofs }: ApplicableProfile): string {
  const kinds = proofs.map(({ rule, forms, formsEvidence }) => {
    const letters = forms.map((form) => FORM_LETTERS[form]).join('')
    return `${KIND_LETTERS[rule.kind]} ${letters}${formsEvidence === 'background' ? '?' : ''}`
  })
  return `**${profile.code}** ${kinds.join(', ')}`
}

function exchanges(): string {
  const rows = EXCHANGES.map(({ agreement, between, since, paperWaived, evidence, source }) => [
    between.map((country) => nameOf(country)).join(' – '),
    agreement,
    since,
    paperWaived ? 'yes' : 'not read',
    evidence,
    source,
  ])
  return table(['pair', 'agreement', 'since', 'paper waived', 'evidence', 'source'], rows)
}

function calendars(): string {
  const note = `Deadlines in working days leave out weekends and the holidays below. Outside the covered years only weekends are left
out, and the answer says so. Where days are missing the answer says that the true day may be later.`
  const rows = MEMBERS.map(({ code }) => {
    const { years, holidays, source, leftOut } = CALENDARS[code]
    return [nameOf(code), years.join(', '), String(holidays.length), source, leftOut === '' ? '–' : leftOut]
  })
  const legend = bullets([
    'A period does not count the day from which it runs.',
    'A month ends on the day with the same number, or on its last day: 29 February and twelve months is 28 February.',
  ])
  return `${note}\n\n${legend}\n\n${table(['member', 'years', 'days', 'source', 'left out'], rows)}`
}

function nameOf(country: string): string {
  return MEMBERS.some(({ code }) => code === country) ? memberByCode(country as MemberCode).name : country
}

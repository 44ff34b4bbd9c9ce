import type { IsoDate } from '../date'
import type { CheckInput } from './check'
import type { RegisterEntry } from './context'
import { isKnown } from './evidence'
import { textAt } from './facts'
import { ISSUER_PRACTICES } from './issuer-practices'

// Said by every agreement that lists its issuers; read in these.
const REGISTER_RULE = {
  evidence: 'read',
  source: 'ATIGA, Annex 8, Rules 2(2) and 2(6); RCEP, Art. 3.17.6 and 3.21',
} as const

/** The issuer on the list of its day (V12), the language (V18), the seal (V19), and the habits of one issuer (V17). */
export function checkIssuer(input: CheckInput): void {
  checkRegister(input)
  checkLanguage(input)
  checkSeal(input)
  checkPractices(input)
}

function checkRegister({ facts, context, findings }: CheckInput): void {
  const { register } = context
  const { issueDate } = facts
  if (register === undefined || issueDate === undefined) return
  const places: readonly (readonly [string, readonly RegisterEntry[]])[] = [
    ['/issuingAuthority/id', register.authorities],
    ['/authorisedOfficial/id', register.officials],
    ['/approvedExporterCode', register.approvedExporters],
  ]
  for (const [pointer, entries] of places) {
    const id = textAt(facts.dataset, pointer)
    if (id === undefined || entries.some((entry) => entry.id === id && isOn(entry, issueDate))) continue
    const sentence = entries.some((entry) => entry.id === id)
      ? 'It stood on the list, but not on the day of issue.'
      : 'It stands on no list of those who may issue.'
    findings.broken('V12', pointer, REGISTER_RULE, sentence)
  }
}

function isOn({ from, until }: RegisterEntry, date: IsoDate): boolean {
  return from <= date && (until === null || date <= until)
}

// Only what cannot be in any of the languages is found: a description without a single Latin letter.
function checkLanguage({ facts, profile, findings }: CheckInput): void {
  if (!isKnown(profile.languages)) return
  const { languages } = profile
  for (const { pointer, value } of facts.items) {
    const description = textAt(value, '/description') ?? ''
    if (!/\p{L}/u.test(description) || /\p{Script=Latin}/u.test(description)) continue
    const sentence = `The description must be in ${languages.value.join(' or ')} (ISO 639-1).`
    findings.broken('V18', `${pointer}/description`, languages, sentence)
  }
}

function checkSeal({ context, profile, findings }: CheckInput): void {
  const { seal } = context
  if (seal?.applied !== 'electronically' || !isKnown(profile.electronicSeal)) return
  const { electronicSeal } = profile
  if (electronicSeal.value.some((means) => seal.verifiableBy.includes(means))) return
  const means = electronicSeal.value.join(' or a ')
  findings.broken('V19', '', electronicSeal, `A seal that is applied electronically needs a ${means}.`)
}

function checkPractices({ facts, findings }: CheckInput): void {
  const practice = ISSUER_PRACTICES.find(({ country }) => country === facts.issuingCountry)
  if (practice === undefined) return
  const remarks = textAt(facts.dataset, '/remarks') ?? ''
  if (remarks.length > practice.mostRemarks) {
    const sentence = `This issuer prints at most ${practice.mostRemarks} characters of additional details.`
    findings.notice('V17', '/remarks', practice, sentence)
  }
  if (facts.items.length > practice.mostItems) {
    findings.notice('V17', '/items', practice, `This issuer takes at most ${practice.mostItems} items at a time.`)
  }
}

import { canonicalText } from '../canonical'
import { requireImportingSide } from '../certificate/guards'
import { parseCertificateId } from '../certificate-id'
import type { CertificateId } from '../certificate-id'
import type { Stamp } from '../change'
import { LIST_ARGUMENTS, runEntries } from '../ledger/entries'
import type { DecideEntry } from '../ledger/entries'
import type { Transaction, TransactionSpec } from '../ledger/transaction'
import { Refusal } from '../refusal'
import type { RefusalCode } from '../refusal'
import { requireNotPurged } from '../retention/guard'
import { decideOpen, decideStep, isRepeat } from './decide'
import type { CaseContext } from './decide'
import { parseOpening, parseStep, parseVisitAnswer } from './entries'
import type { OpeningEntry, StepEntry } from './entries'
import { caseHeadKey, caseKey, loadCase, loadCases, loadHead } from './load'
import { profileOf } from '../register/in-force'
import { addresseeOf, isUndecided, openedOf, printCase, printHead, readCase, stateOfCase } from './record'
import type { CaseHead, VerificationCase } from './record'
import { partiesOf } from './start'
import { CASE_STEPS, SIDE_ROLES } from './steps'
import type { CaseEventName, CaseSide, CaseState } from './steps'
import { loadSubject, requireCompetent, requireItems } from './subject'
import type { CaseSubject } from './subject'

const COMMON = ['CERTIFICATE_NOT_FOUND', 'CASE_NOT_FOUND', 'TRANSITION_NOT_ALLOWED', 'REQUEST_ID_REUSED'] as const

/** The transactions by which two members hold verification cases about certificates. */
export const CASE_TRANSACTIONS = {
  openCase: {
    summary: 'Asks the issuing side of certificates whether they are authentic, or their goods originating.',
    arguments: LIST_ARGUMENTS,
    writes: true,
    roles: SIDE_ROLES.importing,
    refusals: [
      'CERTIFICATE_NOT_FOUND',
      'CALLER_NOT_IMPORTING_MEMBER',
      'CASE_ALREADY_OPEN',
      'CASE_NOT_FOUND',
      'ADDRESSEE_NOT_COMPETENT',
      'REPLY_PERIOD_NOT_ALLOWED',
      'PURGED',
      'REQUEST_ID_REUSED',
    ],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, openCase),
  },
  acknowledgeCase: written(
    'acknowledged',
    'Confirms that requests were received, and may name the body that answers.',
    ['ADDRESSEE_NOT_COMPETENT'],
  ),
  answerCase: written('answered', 'Replies whether certificates are authentic and their goods originating.'),
  extendCase: written('extended', 'Gives the issuing side the longer time for its reply that the agreement has.', [
    'EXTENSION_NOT_PROVIDED',
  ]),
  requestVisit: written('visit-requested', 'Asks for a visit to the premises of the exporter or producer.'),
  answerVisit: {
    ...written('visit-consented', 'Consents to visits, refuses them, or postpones them to another day.'),
    run: (tx, requestId, entries) =>
      runEntries(tx, requestId, entries, (inner, entry, stamp) => takeStep(inner, parseVisitAnswer(entry), stamp)),
  },
  reportVisit: written('visit-reported', 'Says on which day visits took place, and what was found.'),
  commentVisit: written('visit-commented', 'Comments on what was found at visits.'),
  determine: written('determined', 'Concludes cases, and says what becomes of the preference.', [
    'REPLY_PERIOD_RUNNING',
  ]),
  withdrawCase: written('withdrawn', 'Takes cases back.'),
  cases: {
    summary: 'Every verification case of a certificate, the oldest first.',
    arguments: ['id'],
    writes: false,
    roles: [],
    refusals: ['CERTIFICATE_NOT_FOUND'],
    run: listCases,
  },
} as const satisfies Record<string, TransactionSpec>

function written(event: CaseEventName, summary: string, refusals: readonly RefusalCode[] = []): TransactionSpec {
  const { side } = CASE_STEPS[event]
  const decide: DecideEntry = (tx, entry, stamp) => takeStep(tx, parseStep(event, entry), stamp)
  const others: readonly RefusalCode[] =
    side === 'importing' ? ['CALLER_NOT_IMPORTING_MEMBER'] : ['CALLER_NOT_ISSUING_MEMBER', 'CALLER_NOT_ADDRESSEE']
  return {
    summary,
    arguments: LIST_ARGUMENTS,
    writes: true,
    roles: SIDE_ROLES[side],
    refusals: [...COMMON, ...others, ...refusals],
    run: (tx, requestId, entries) => runEntries(tx, requestId, entries, decide),
  }
}

async function openCase(tx: Transaction, input: unknown, stamp: Stamp): Promise<void> {
  const entry = parseOpening(input)
  const { id, number } = entry
  const subject = await loadSubject(tx.workspace, id)
  const { importingMember } = subject
  requireImportingSide(importingMember, tx.caller)
  const { kind, reasons, items, replyPeriod, textHash } = entry
  requireItems(subject, items)
  const addressee = entry.addressee ?? subject.authority
  const content = { kind, reasons, items, replyPeriod, textHash, importingMember, addressee }
  const parties = { importing: importingMember, issuing: subject.issuingMember }
  // Every key that is read is a possible conflict: the profile is, only where it decides something.
  const profile = replyPeriod === null ? undefined : await profileOf(tx.workspace, subject)
  const record = decideOpen(number, content, { stamp, by: null, parties, profile })
  const head = await loadHead(tx.workspace, id)
  if (await isOpened(tx, entry, record, head)) return
  await requireCompetent(tx.workspace, subject, addressee, tx.time)
  await requireNotPurged(tx.workspace, id, importingMember)
  const determinedBefore = head !== undefined && (head.determinedBefore || head.state === 'determined')
  tx.workspace.write(caseKey(id, number), printCase(record))
  tx.workspace.write(caseHeadKey(id), printHead({ count: number, state: 'open', determinedBefore }))
}

/** True for a repeat of the request that opened the case; refuses another case while one is undecided. */
async function isOpened(
  tx: Transaction,
  { id, number }: OpeningEntry,
  wanted: VerificationCase,
  head: CaseHead | undefined,
): Promise<boolean> {
  const existing = await loadCase(tx.workspace, id, number)
  if (existing !== undefined && isRepeat(existing, wanted.events[0])) return true
  if (head !== undefined && isUndecided(head.state)) {
    throw new Refusal('CASE_ALREADY_OPEN', `case: number ${head.count} is ${head.state}`)
  }
  const next = (head?.count ?? 0) + 1
  if (number !== next) throw new Refusal('CASE_NOT_FOUND', `case: the next one has the number ${next}`)
  return false
}

async function takeStep(tx: Transaction, entry: StepEntry, stamp: Stamp): Promise<void> {
  const { id, number, event } = entry
  const subject = await loadSubject(tx.workspace, id)
  const before = await loadCase(tx.workspace, id, number)
  if (before === undefined) throw new Refusal('CASE_NOT_FOUND', 'case: there is none of this number')
  const by = REQUIRE_SIDE[CASE_STEPS[event].side](tx, subject, before)
  const profile = needsProfile(entry) ? await profileOf(tx.workspace, subject) : undefined
  const context: CaseContext = { stamp, by, parties: partiesOf(before, subject.issuingMember), profile }
  const after = decideStep(before, entry, context)
  if (after === before) return
  await requireAddressee(tx, subject, entry)
  tx.workspace.write(caseKey(id, number), printCase(after))
  await saveHead(tx, id, stateOfCase(before), after)
}

async function requireAddressee(tx: Transaction, subject: CaseSubject, { event, content }: StepEntry): Promise<void> {
  if (event !== 'acknowledged' || content.addressee === null) return
  await requireCompetent(tx.workspace, subject, content.addressee, tx.time)
}

function needsProfile({ event, content }: StepEntry): boolean {
  return event === 'extended' || (event === 'determined' && content.basis === 'no-reply')
}

// The head changes only with the state: steps that leave it alone conflict with nothing that reads it.
async function saveHead(
  tx: Transaction,
  id: CertificateId,
  stateBefore: CaseState,
  record: VerificationCase,
): Promise<void> {
  const state = stateOfCase(record)
  if (state === stateBefore) return
  const head = await loadHead(tx.workspace, id)
  const determinedBefore = head?.determinedBefore ?? false
  tx.workspace.write(caseHeadKey(id), printHead({ count: record.number, state, determinedBefore }))
}

/** The authority that acts; null for the importing side. */
type RequireSide = (tx: Transaction, subject: CaseSubject, record: VerificationCase) => string | null

const REQUIRE_SIDE: Readonly<Record<CaseSide, RequireSide>> = {
  // A case stays with the member that opened it, even if the goods were sent on to another one.
  importing: ({ caller }, _subject, record) => {
    const { importingMember } = openedOf(record)
    if (caller.organisation === importingMember) return null
    throw new Refusal('CALLER_NOT_IMPORTING_MEMBER', `caller: ${importingMember} opened the case`)
  },
  issuing: ({ caller }, { issuingMember, authority }, record) => {
    if (caller.organisation !== issuingMember) {
      throw new Refusal('CALLER_NOT_ISSUING_MEMBER', `caller: ${issuingMember} issued the certificate`)
    }
    const acting = caller.authority
    if (acting !== undefined && [authority, addresseeOf(record)].includes(acting)) return acting
    throw new Refusal('CALLER_NOT_ADDRESSEE', 'caller: neither issued the certificate nor is asked in the case')
  },
}

async function listCases(tx: Transaction, id = ''): Promise<string> {
  const certificate = parseCertificateId(id)
  await loadSubject(tx.workspace, certificate)
  return canonicalText((await loadCases(tx.workspace, certificate)).map((record) => ({ ...record, formatVersion: 1 })))
}

/** Reads the answer of `cases`. */
export function parseCases(input: unknown): readonly VerificationCase[] {
  if (!Array.isArray(input)) throw new Refusal('MALFORMED_INPUT', 'cases: must be a list')
  return input.map((entry: unknown, index) => readCase(entry, `cases[${index}]`))
}

import type { AgreementProfile } from '../../agreements/profile'
import { theProfile } from '../../agreements/testing/samples'
import { canonicalText } from '../../canonical'
import { registeredKey } from '../../certificate/load'
import { printRegisteredCertificate } from '../../certificate/registered'
import type { RegisteredCertificate } from '../../certificate/registered'
import type { Caller } from '../../caller'
import { parseDate } from '../../date'
import { parseOutcomes } from '../../ledger/entries'
import type { Outcome } from '../../ledger/entries'
import { MemoryLedger } from '../../ledger/memory-state'
import { runTransaction } from '../../ledger/run'
import { authorityKey, printAuthority } from '../../register/authority-record'
import type { AuthorityFunction } from '../../register/words'
import { aRegistration } from '../../testing/samples'
import { decideOpen, decideStep } from '../decide'
import type { StepEntry } from '../entries'
import type { OpenedContent } from '../content'
import type { VerificationCase } from '../record'
import { CASE_TRANSACTIONS } from '../transactions'

/** Who may or may not do something with the sample certificate, which Australia issued for Korea. */
export const CALLERS = {
  issuer: { organisation: 'AU', role: 'issuer', authority: 'AU-ACCI' },
  competent: { organisation: 'AU', role: 'authority-admin', authority: 'AU-ABF' },
  neighbour: { organisation: 'AU', role: 'issuer', authority: 'AU-AIG' },
  importer: { organisation: 'KR', role: 'customs', authority: undefined },
  third: { organisation: 'CN', role: 'customs', authority: undefined },
  thirdIssuer: { organisation: 'CN', role: 'issuer', authority: 'AU-ACCI' },
} as const satisfies Record<string, Caller>

/** The sample certificate, from Australia to Korea under RCEP. */
export const CERTIFICATE: RegisteredCertificate = aCertificate()

/** The sample certificate, with the given members in place of its own. */
export function aCertificate(changes: Partial<RegisteredCertificate> = {}): RegisteredCertificate {
  const registration = aRegistration()
  return {
    ...registration,
    issuingMember: 'AU',
    authority: 'AU-ACCI',
    requestId: 'registration',
    registeredAt: Date.parse('2026-03-02T00:00:00.000Z'),
    items: registration.items.map((item) => ({ ...item, drawnFrom: null })),
    replaces: null,
    late: null,
    ...changes,
  }
}

/** A hash of a text. */
export const TEXT_HASH = 'ab'.repeat(32)

/** An entry of `openCase` about the sample certificate. */
export function anOpening(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    certificate: CERTIFICATE.id,
    case: 1,
    kind: 'origin',
    reasons: ['criterion-doubtful'],
    items: [1],
    replyPeriod: null,
    textHash: TEXT_HASH,
    ...changes,
  }
}

/** The entries of the other transactions, in case 1. */
export const ENTRIES = {
  acknowledgeCase: { received: null, addressee: null },
  answerCase: { authentic: 'yes', originating: 'unknown', textHash: TEXT_HASH },
  extendCase: { textHash: null },
  requestVisit: { day: '2026-06-01', textHash: TEXT_HASH },
  answerVisit: { answer: 'consent', day: null, textHash: null },
  reportVisit: { day: '2026-03-10', textHash: TEXT_HASH },
  commentVisit: { textHash: TEXT_HASH },
  determine: { result: 'confirmed', basis: 'reply', preference: 'granted', textHash: null },
  withdrawCase: { reason: 'claim-withdrawn' },
} as const satisfies Partial<Record<keyof typeof CASE_TRANSACTIONS, object>>

/** A channel on which certificates are registered; its clock stands until it is set. */
export class CaseLedger {
  readonly state = new MemoryLedger()
  time = '2026-03-10T12:00:00.000Z'
  #transactions = 0

  constructor(...records: readonly RegisteredCertificate[]) {
    const writes = (records.length === 0 ? [CERTIFICATE] : records).map(
      (record) => [registeredKey(record.id), printRegisteredCertificate(record)] as const,
    )
    this.state.commit('registration', new Map(writes))
    this.declare('AU-ABF', ['competent'])
  }

  /** Writes that Australia has an authority with these functions, active since long. */
  declare(authority: string, functions: readonly AuthorityFunction[], state: 'active' | 'suspended' = 'active'): void {
    const recorded = { requestId: 'declaration', transactionId: '0'.repeat(64), time: '2026-01-01T00:00:00.000Z' }
    const states = [{ state, from: '2020-01-01T00:00:00.000Z', recorded }]
    const record = { member: 'AU', id: authority, name: 'An authority', functions, states, keys: [], recorded } as const
    const text = printAuthority({ formatVersion: 1, ...record })
    this.state.commit('declaration', new Map([[authorityKey('AU', authority), text]]))
  }

  /** Submits a list; what it wrote is committed. */
  async submit(
    caller: Caller,
    name: keyof typeof CASE_TRANSACTIONS,
    entries: readonly unknown[],
    requestId = `request-${this.#transactions}`,
  ): Promise<readonly Outcome[]> {
    const state = this.state.simulate()
    this.#transactions += 1
    const transactionId = this.#transactions.toString(16).padStart(64, '0')
    const input = { caller, transactionId, time: this.time, state }
    const args = [requestId, canonicalText(entries)]
    const { answer } = await runTransaction(name, CASE_TRANSACTIONS[name], args, input)
    state.commit(transactionId)
    return parseOutcomes(answer)
  }

  /** Takes one step in case 1 of the sample certificate; what became of it, a refusal by its code. */
  async step(
    caller: Caller,
    name: keyof typeof ENTRIES,
    changes: Readonly<Record<string, unknown>> = {},
    requestId?: string,
  ): Promise<string> {
    const entry = { certificate: CERTIFICATE.id, case: 1, ...ENTRIES[name], ...changes }
    const [outcome] = await this.submit(caller, name, [entry], requestId)
    return typeof outcome === 'object' ? outcome.code : String(outcome)
  }

  /** Opens a case about the sample certificate; what became of it, a refusal by its code. */
  async open(changes: Readonly<Record<string, unknown>> = {}, requestId?: string): Promise<string> {
    const [outcome] = await this.submit(CALLERS.importer, 'openCase', [anOpening(changes)], requestId)
    return typeof outcome === 'object' ? outcome.code : String(outcome)
  }

  /** Evaluates the query. */
  async cases(id: string = CERTIFICATE.id): Promise<string> {
    const input = { caller: CALLERS.third, transactionId: 'query', time: this.time, state: this.state.simulate() }
    return (await runTransaction('cases', CASE_TRANSACTIONS.cases, [id], input)).answer
  }
}

/** What happens in a case, with the time of each step. */
export type Told = readonly (Pick<StepEntry, 'event' | 'content'> & { readonly at: string })[]

/** A case between Korea, which asks, and Australia, with these steps. */
export function aCase(
  profile: AgreementProfile = theProfile('RCEP'),
  openedAt = '2026-03-10T12:00:00.000Z',
  steps: Told = [],
  changes: Partial<OpenedContent> = {},
): VerificationCase {
  const parties = { importing: 'KR', issuing: 'AU' } as const
  const context = (time: string, by: string | null, index: number): Parameters<typeof decideOpen>[2] => ({
    stamp: { requestId: `request-${index}`, transactionId: '0'.repeat(64), time },
    by,
    parties,
    profile,
  })
  const content: OpenedContent = {
    kind: 'origin',
    reasons: [],
    items: [],
    replyPeriod: null,
    textHash: null,
    importingMember: 'KR',
    addressee: 'AU-ACCI',
    ...changes,
  }
  const opened = decideOpen(1, content, context(openedAt, null, 0))
  return steps.reduce(
    (record, { at, ...step }, index) => decideStep(record, step, context(at, null, index + 1)),
    opened,
  )
}

/** A day of the calendar. */
export const aDay = (text: string): ReturnType<typeof parseDate> => parseDate(text, 'day')

import type {
  AgreementProfile,
  CaseEventName,
  CertificateId,
  CertificateRecord,
  TransactionName,
  VerificationCase,
} from '@eco/domain'
import {
  caseHeadKey,
  caseKey,
  loadCases,
  longId,
  parseCase,
  parseCases,
  partsOfKey,
  profileOf,
  purposeOfEvent,
  Refusal,
} from '@eco/domain'
import type { Command } from '../http/command'
import type { Plain } from '../http/plain'
import { ProblemError } from '../http/problem'
import type { GatewayParts } from '../parts'
import type { StoredRecord } from '../read-model/store'
import { RegisterWriter } from '../register/writer'
import type { Place } from '../register/register'
import { nthOf, verificationView } from './case-view'
import type { CaseName } from './case-view'
import { otherText } from './case-texts'
import type { CaseTexts, TextPlace } from './case-texts'
import type { VerificationQuery } from './verification.dto'
import type { CaseTextView, ChangedVerification, VerificationView } from './verification.view'

/** What verification cases need of a gateway. */
export type VerificationParts = Pick<
  GatewayParts,
  'register' | 'store' | 'projector' | 'freshness' | 'deadlines' | 'clock' | 'config'
>

/** A step in a case: the event that it makes, by which transaction, and what it says beside its text. */
export interface CaseStepInput {
  readonly event: CaseEventName
  readonly transaction: TransactionName
  readonly content: Readonly<Record<string, unknown>>
  /** Undefined where the step has no text at all, null where it has none this time. */
  readonly text: string | null | undefined
}

/** The profiles that were read for one page, by agreement and version. */
type Profiles = Map<string, Promise<AgreementProfile | undefined>>

/** A page of cases, and where the next one begins. */
export interface CasePage {
  readonly verifications: readonly Plain<VerificationView>[]
  readonly next: number | undefined
}

/** The use cases around verification: steps go to the register, texts to the other member, answers come from the read model. */
export class VerificationsService {
  readonly #parts: VerificationParts
  readonly #texts: CaseTexts
  readonly #writer: RegisterWriter

  constructor(parts: VerificationParts, texts: CaseTexts) {
    this.#parts = parts
    this.#texts = texts
    this.#writer = new RegisterWriter(parts)
  }

  /** Opens the next case about a certificate; a repeat of the request finds the one that it opened. */
  async open(command: Command, id: CertificateId, step: CaseStepInput): Promise<Plain<ChangedVerification>> {
    await this.#parts.freshness.isCurrent()
    const cases = await this.#cases(id)
    const opened = cases.find(({ events: [{ requestId }] }) => requestId === command.requestId)
    return this.#take(command, { id, number: opened?.number ?? cases.length + 1 }, opened, step)
  }

  /** Takes a step in a case; the register decides whether the caller may. */
  async step(command: Command, name: CaseName, step: CaseStepInput): Promise<Plain<ChangedVerification>> {
    await this.#parts.freshness.isCurrent()
    const record = (await this.#cases(name.id)).find(({ number }) => number === name.number)
    return this.#take(command, name, record, step)
  }

  /** The cases of a certificate, the oldest first. */
  async ofCertificate(id: CertificateId): Promise<readonly Plain<VerificationView>[]> {
    const certificate = this.#certificate(id)
    const profile = await this.#profile(certificate)
    return (await this.#cases(id)).map((record) => verificationView(record, certificate, profile, this.#now()))
  }

  /** The cases that the query names, in the order in which they were opened. */
  async list({ overdue, state, side }: VerificationQuery, after: number, limit: number): Promise<CasePage> {
    const found: Plain<VerificationView>[] = []
    const records = this.#parts.store.records('verification')
    const profiles: Profiles = new Map()
    for (const [index, stored] of records.entries()) {
      if (index < after) continue
      const view = await this.#viewOf(stored, profiles)
      if (view === undefined || (overdue !== undefined && view.overdue !== overdue)) continue
      if ((state !== undefined && view.state !== state) || !this.#isOn(side, view)) continue
      if (found.length === limit) return { verifications: found, next: index }
      found.push(view)
    }
    return { verifications: found, next: undefined }
  }

  /** The text of an event; refuses what neither this gateway nor the own peer has. */
  async text(
    command: Pick<Command, 'caller'>,
    { id, number }: CaseName,
    { event, nth = 1 }: { readonly event: CaseEventName; readonly nth?: number | undefined },
  ): Promise<Plain<CaseTextView>> {
    const record = (await this.#cases(id)).find((candidate) => candidate.number === number)
    const index = record?.events.findIndex((entry, at) => entry.event === event && nthOf(record, at) === nth) ?? -1
    const textHash = record && hashOf(record, index)
    if (textHash === undefined) throw new Refusal('NOT_DELIVERED', 'text: no such event has one')
    const place = { id, purpose: purposeOfEvent(number, event, nth), role: command.caller.role }
    const text = await this.#texts.read(place, textHash)
    if (text === undefined) throw new Refusal('NOT_DELIVERED', 'text: it has not arrived')
    return { text, textHash }
  }

  async #take(
    command: Command,
    name: CaseName,
    record: VerificationCase | undefined,
    step: CaseStepInput,
  ): Promise<Plain<ChangedVerification>> {
    const textHash = await this.#textHash(command, name, record, step)
    const entry = { certificate: name.id, case: name.number, ...step.content, ...textHash }
    const place = await this.#writer.submitEntry(command, step.transaction, entry)
    return this.#changed(command, name, place)
  }

  /** Keeps the text before the register is told: what it names must be known here. */
  async #textHash(
    { caller: { role }, requestId }: Command,
    { id, number }: CaseName,
    record: VerificationCase | undefined,
    { event, text }: CaseStepInput,
  ): Promise<{ readonly textHash?: string | null }> {
    if (text === undefined) return {}
    const done = record && eventOf(record, event, requestId)
    const place = { id, purpose: purposeOfEvent(number, event, done?.nth ?? nextOf(record, event)), role }
    if (done !== undefined) return { textHash: await this.#sameText(place, done.textHash, text) }
    return { textHash: text === null ? null : this.#texts.keep(place, text) }
  }

  /** The hash that a step has on the ledger; refuses a repeat of it with another text. */
  async #sameText(place: TextPlace, textHash: string | null, text: string | null): Promise<string | null> {
    const kept = textHash === null ? null : await this.#texts.read(place, textHash)
    if (kept !== undefined && kept !== text) throw otherText()
    return textHash
  }

  async #changed(
    { caller, requestId }: Command,
    { id, number }: CaseName,
    place: Place | undefined,
  ): Promise<Plain<ChangedVerification>> {
    const { store, register } = this.#parts
    const stored = store.record(caseKey(id, number))
    const shown = stored && parseCase(stored.text)
    const isShown = shown?.events.some((event) => event.requestId === requestId) === true
    const cases = isShown ? [shown] : parseCases(JSON.parse(await register.evaluate(caller.role, 'cases', [id])))
    const record = cases.find((candidate) => candidate.number === number)
    if (record === undefined) throw new ProblemError('READ_MODEL_BEHIND', 'The step is done, but cannot be shown yet.')
    const certificate = this.#certificate(id)
    const profile = await this.#profile(certificate)
    return { verification: verificationView(record, certificate, profile, this.#now()), ...place }
  }

  #certificate(id: CertificateId): CertificateRecord {
    const record = this.#parts.store.certificate(id)?.record
    if (record !== undefined) return record
    throw new Refusal('CERTIFICATE_NOT_FOUND', 'the register holds no certificate under this id')
  }

  async #cases(id: CertificateId): Promise<readonly VerificationCase[]> {
    this.#certificate(id)
    return this.#parts.store.record(caseHeadKey(id)) === undefined ? [] : loadCases(this.#parts.store.reader(), id)
  }

  #profile(certificate: CertificateRecord): Promise<AgreementProfile | undefined> {
    return profileOf(this.#parts.store.reader(), certificate)
  }

  async #viewOf({ key, text }: StoredRecord, profiles: Profiles): Promise<Plain<VerificationView> | undefined> {
    const [short = '', number] = partsOfKey(key)?.parts ?? []
    const id = longId(short)
    // The record without a number is what is kept beside the cases.
    const certificate = id && number !== undefined ? this.#parts.store.certificate(id)?.record : undefined
    if (certificate === undefined) return undefined
    const name = `${certificate.agreement} ${certificate.agreementVersion}`
    const profile = profiles.get(name) ?? this.#profile(certificate)
    profiles.set(name, profile)
    return verificationView(parseCase(text), certificate, await profile, this.#now())
  }

  #isOn(side: VerificationQuery['side'], view: Plain<VerificationView>): boolean {
    if (side === undefined) return true
    const { member } = this.#parts.config
    return (side === 'importing' ? view.importingMember : view.issuingMember) === member
  }

  #now(): string {
    return this.#parts.clock().toISOString()
  }
}

interface DoneEvent {
  readonly nth: number
  readonly textHash: string | null
}

/** What a request has done in a case already. */
function eventOf(record: VerificationCase, name: CaseEventName, requestId: string): DoneEvent | undefined {
  const index = record.events.findIndex((entry) => entry.event === name && entry.requestId === requestId)
  return index < 0 ? undefined : { nth: nthOf(record, index), textHash: hashOf(record, index) ?? null }
}

function nextOf(record: VerificationCase | undefined, name: CaseEventName): number {
  return (record?.events ?? []).filter(({ event }) => event === name).length + 1
}

function hashOf({ events }: VerificationCase, index: number): string | undefined {
  const content = events[index]?.content
  return content !== undefined && 'textHash' in content ? (content.textHash ?? undefined) : undefined
}

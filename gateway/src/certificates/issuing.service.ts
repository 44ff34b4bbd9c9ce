import type {
  CertificateId,
  Dataset,
  DocumentHash,
  LateRegistrationReason,
  MemberCode,
  OpenIssueEntry,
} from '@eco/domain'
import {
  certificateIdIn,
  identityOf,
  printRegistration,
  profileOf,
  referenceOf,
  Refusal,
  registrationOf,
  requireApprovedExporter,
  requireReason,
} from '@eco/domain'
import type { AuthoritySigner } from '../document/authority-signer'
import type { Issuance } from '../document/issuance-store'
import { handOver, handOverRegistered, takeBack } from '../deliveries/hand-over'
import { exchangedDocument, exchangedDocuments } from '../declarations/exchanged-documents'
import type { Command } from '../http/command'
import { RefusedFields } from '../http/problem'
import type { GatewayParts } from '../parts'
import { RegisterWriter } from '../register/writer'
import type { Caller } from '../tokens/caller'
import { changeOf } from './change'
import type { Change } from './change'
import { otherId, readDatasetToIssue, readDocumentToIssue, withLinks } from './issue-input'
import type { FindRules, IssueInput } from './issue-input'
import { amountKeysOf, inClear, linkedEntry } from './linked-entry'
import type { AmountKeys } from './linked-entry'
import { LinkedCertificates } from './linked-certificates'
import type { LinkRequest } from './linked-certificates'
import type { PendingRegistration } from './pending-registrations'

/** A certificate as it was signed, and the hash under which it is registered. */
export interface Signed {
  readonly document: string
  readonly documentHash: DocumentHash
}

/** A certificate as it was issued. */
export interface Issued extends Signed, Change {}

/** A certificate that is signed, and whose registration is on its way. */
export interface SignedOnly extends Signed {
  readonly id: CertificateId
  readonly registration: RegistrationState
}

/** How far a registration is. */
export type RegistrationState = { readonly state: 'registered' } | PendingRegistration

interface Prepared {
  readonly issuance: Issuance
  readonly registration: OpenIssueEntry
}

/** Issues certificates: seals them, and registers them at once or as soon as the register can be reached. */
export class IssuingService {
  readonly #parts: GatewayParts
  readonly #writer: RegisterWriter
  readonly #linked: LinkedCertificates

  constructor(parts: GatewayParts) {
    this.#parts = parts
    this.#linked = new LinkedCertificates(parts, exchangedDocuments(parts.exchanged))
    this.#writer = new RegisterWriter(parts)
  }

  /** What a request wants to be issued: a dataset to seal, or a document that its authority has sealed outside this gateway. */
  async read(
    wanted: { readonly dataset: unknown } | { readonly document: string },
    { late, ...links }: LinkRequest & { readonly late?: LateRegistrationReason },
  ): Promise<IssueInput> {
    const { examiner, store } = this.#parts
    const rulesOf: FindRules = (named) => profileOf(store.reader(), named)
    const content =
      'dataset' in wanted
        ? await readDatasetToIssue(wanted.dataset, rulesOf)
        : await readDocumentToIssue(wanted.document, await examiner.examine(wanted.document), rulesOf)
    return { ...withLinks(content, await this.#linked.of(content.dataset, links)), late: late ?? null }
  }

  /** Seals and registers; a repeat of the request gives the same document. */
  async issue(command: Command, input: IssueInput): Promise<Issued> {
    const { issuance, registration } = await this.#prepare(command, input)
    const { id, documentHash } = registration
    const { document } = issuance
    this.#takeNumber(issuance, id, input.dataset)
    try {
      const place = await this.#writer.submitEntry(command, 'issue', printRegistration(registration))
      handOverRegistered(this.#parts, id, document)
      return {
        ...(await changeOf(this.#parts, command, id, place)),
        document,
        documentHash,
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.#parts.issuances.forget(issuance)
      takeBack(this.#parts, id, document)
      throw inClear(error, amountKeys(input), registration)
    }
  }

  /** Seals at once and registers as soon as that is possible, however long it takes; nobody waits for the register. */
  async sign(command: Command, input: IssueInput): Promise<SignedOnly> {
    const { pending, registrations, clock } = this.#parts
    const { issuance, registration } = await this.#prepare(command, input)
    const { id, documentHash } = registration
    if (this.#parts.store.certificate(id)?.record.documentHash !== documentHash) {
      if (pending.find(id) === undefined) this.#requireInTime(issuance, registration, input.dataset.issuingCountry)
      this.#takeNumber(issuance, id, input.dataset)
      pending.add(id, printRegistration(registration), clock())
      registrations.wake()
    }
    return { id, document: issuance.document, documentHash, registration: this.registration(id) }
  }

  // What is queued was in time: only then is the register to blame for a registration that comes late.
  #requireInTime(issuance: Issuance, { issueDate, late = null }: OpenIssueEntry, member: MemberCode): void {
    try {
      requireReason({ issueDate, late, member, time: this.#parts.clock().toISOString() })
    } catch (error) {
      this.#parts.issuances.forget(issuance)
      throw error
    }
  }

  /** How far the registration of a certificate is. @throws Refusal if it is neither registered nor signed here. */
  registration(id: CertificateId): RegistrationState {
    const { pending, store } = this.#parts
    const found = pending.find(id)
    if (found !== undefined && found.state !== 'registered') return this.#readable(found)
    if (found !== undefined || store.certificate(id) !== undefined) return { state: 'registered' }
    throw new Refusal('CERTIFICATE_NOT_FOUND', 'nothing was signed here under this id')
  }

  // The register says in its blinded unit what is left; whoever signed the certificate can read it.
  #readable(found: PendingRegistration): PendingRegistration {
    const { pending, exchanged } = this.#parts
    const [entry, document] = [pending.entryOf(found.id), exchangedDocument(exchanged, found.id)]
    if (found.problem !== 'QUANTITY_EXCEEDED' || entry === undefined || document === undefined) return found
    const keys = amountKeysOf(document, entry)
    const refusal = new Refusal('QUANTITY_EXCEEDED', found.detail ?? '')
    return keys === undefined ? found : { ...found, detail: inClear(refusal, keys, entry).detail }
  }

  async #prepare(command: Command, input: IssueInput): Promise<Prepared> {
    const { dataset, links } = input
    const issuance = await this.#issuanceOf(this.#authorityOf(command.caller, dataset), command.requestId, input)
    const salt = Buffer.from(issuance.salt, 'base64url').toString('hex')
    const { itemSalts } = links
    const registration = registrationOf({
      ...{ id: certificateIdIn(issuance.document), dataset, salt, itemSalts },
      ...identityOf(issuance.document),
    })
    return { issuance, registration: { ...linkedEntry(registration, links), late: input.late } }
  }

  #authorityOf({ authority }: Caller, dataset: Dataset): string {
    const { member } = this.#parts.config
    if (dataset.issuingCountry !== member) {
      throw refusedField(
        'CALLER_NOT_ISSUING_MEMBER',
        '/dataset/issuingCountry',
        `must be ${member}, which this gateway serves`,
      )
    }
    if (authority === undefined || dataset.issuingAuthority.id !== authority) {
      throw refusedField(
        'CALLER_NOT_ISSUING_AUTHORITY',
        '/dataset/issuingAuthority/id',
        'must be the authority that the token names',
      )
    }
    return authority
  }

  async #issuanceOf(authority: string, requestId: string, input: IssueInput): Promise<Issuance> {
    const { issuances } = this.#parts
    const known = issuances.find(authority, requestId)
    const issuance = known ?? issuances.keep(await this.#newIssuance(authority, requestId, input))
    if (issuance.datasetHash === input.fingerprint) return issuance
    throw new Refusal('REQUEST_ID_REUSED', 'the Idempotency-Key was used with another dataset')
  }

  async #newIssuance(
    authority: string,
    requestId: string,
    { dataset, signed, fingerprint, links, rules: profile }: IssueInput,
  ): Promise<Issuance> {
    const { store, clock } = this.#parts
    const id = this.#idOf(dataset, signed)
    const declared = { dataset, member: dataset.issuingCountry, profile, time: this.#latestTime() }
    await requireApprovedExporter(store.reader(), declared)
    const { text, salt } = signed ?? (await this.#signerOf(authority).seal({ dataset, id }, clock(), links.itemSalts))
    return { authority, requestId, datasetHash: fingerprint, salt, document: text }
  }

  #idOf(dataset: Dataset, signed: IssueInput['signed']): CertificateId {
    const { ids } = this.#parts
    const reference = referenceOf(dataset)
    if (signed === undefined) return ids.newId(reference, dataset.importCountry)
    if (ids.idsFor(reference, dataset.importCountry).includes(signed.id)) return signed.id
    throw otherId()
  }

  // For another importing member, or by another key, the same number has another id, and the register sees two certificates.
  // Nothing may come between looking and handing over, or two requests could take one number.
  #takeNumber(issuance: Issuance, id: CertificateId, dataset: Dataset): void {
    const others = this.#parts.ids.candidates(referenceOf(dataset)).filter((other) => other !== id)
    if (others.some((other) => this.#isTaken(other))) {
      this.#parts.issuances.forget(issuance)
      throw refusedField('CERTIFICATE_ALREADY_ISSUED', '/dataset/certificateNumber', 'is that of another certificate')
    }
    handOver(this.#parts, id, issuance.document)
  }

  #isTaken(id: CertificateId): boolean {
    const { store, pending, exchanged } = this.#parts
    if (store.certificate(id) !== undefined) return true
    return exchangedDocument(exchanged, id) !== undefined && pending.find(id)?.state !== 'refused'
  }

  // What the register shows has happened, even where this clock is behind that of its writer.
  #latestTime(): string {
    const { clock, freshness } = this.#parts
    const [now, seen] = [clock().toISOString(), freshness.asOf().time ?? '']
    return seen > now ? seen : now
  }

  #signerOf(authority: string): AuthoritySigner {
    const signer = this.#parts.signers.find((candidate) => candidate.authority === authority)
    if (signer !== undefined) return signer
    throw refusedField(
      'AUTHORITY_UNKNOWN',
      '/dataset/issuingAuthority/id',
      'must be an authority whose key this gateway holds',
    )
  }
}

function amountKeys({ dataset, links }: IssueInput): AmountKeys {
  return { dataset, itemSalts: links.itemSalts, draws: [...links.drawnFrom.keys()] }
}

function refusedField(code: Refusal['code'], pointer: string, rule: string): RefusedFields {
  return new RefusedFields(code, rule, [
    { pointer, rule: 'caller', sentence: `${pointer.slice(1).replaceAll('/', '.')} ${rule}.` },
  ])
}

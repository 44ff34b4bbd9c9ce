import type {
  CancellationReason,
  CertificateId,
  CertificateRecord,
  Dataset,
  DocumentHash,
  IssueOutcome,
} from '@eco/domain'
import { certificateId, identityOf, Refusal, registrationOf } from '@eco/domain'
import type { AuthoritySigner } from '../document/authority-signer'
import type { Issuance } from '../document/issuance-store'
import { ProblemError, RefusedFields } from '../http/problem'
import type { RequestTrace } from '../http/trace'
import type { GatewayParts } from '../parts'
import type { CertificatePage, StoredChange } from '../read-model/store'
import type { Place, WriteRequest, Written } from '../register/register'
import type { Caller } from '../tokens/caller'
import type { ListQuery } from './certificate.dto'
import { readDatasetToIssue, readDocumentToIssue } from './issue-input'
import type { IssueInput } from './issue-input'

/** A write as it came in: by whom, under which request id, and where its times are kept. */
export interface Command {
  readonly caller: Caller
  readonly requestId: string
  readonly trace: RequestTrace
}

/** What a write left behind: the record, and where the change stands. */
export interface Change extends Place {
  readonly certificate: CertificateRecord
}

/** A certificate as it was issued, with its document and the hash under which it is registered. */
export interface Issued extends Change {
  readonly document: string
  readonly documentHash: DocumentHash
}

/** The use cases around a certificate's life. Writes go to the register; reads come from the own read model. */
export class CertificatesService {
  readonly #parts: GatewayParts

  constructor(parts: GatewayParts) {
    this.#parts = parts
  }

  /** Seals a document for the dataset and registers it; a repeat of the request gives the same document. */
  issueDataset(command: Command, dataset: unknown): Promise<Issued> {
    return this.#issue(command, readDatasetToIssue(dataset))
  }

  /** Registers a document that its authority has sealed outside this gateway. */
  async issueDocument(command: Command, document: string): Promise<Issued> {
    return this.#issue(command, readDocumentToIssue(document, await this.#parts.examiner.examine(document)))
  }

  async #issue(command: Command, input: IssueInput): Promise<Issued> {
    const { dataset } = input
    const issuance = await this.#issuanceOf(this.#authorityOf(command.caller, dataset), command.requestId, input)
    const { document, salt } = issuance
    const registration = registrationOf({
      dataset,
      salt: Buffer.from(salt, 'base64url').toString('hex'),
      ...identityOf(document),
    })
    try {
      const written = await this.#parts.register.issue(asWrite(command), [registration])
      requireIssued(written.value[0])
      return {
        ...(await this.#changeOf(command, registration.id, written)),
        document,
        documentHash: registration.documentHash,
      }
    } catch (error) {
      if (error instanceof Refusal) this.#parts.issuances.forget(issuance)
      throw error
    }
  }

  /** Withdraws a certificate; the register decides whether the caller may. */
  async cancel(command: Command, id: CertificateId, reason: CancellationReason): Promise<Change> {
    const written = await this.#parts.register.cancel(asWrite(command), id, reason)
    return this.#changeOf(command, id, written)
  }

  /** The record as of the read model's block. */
  async find(id: CertificateId): Promise<CertificateRecord> {
    const found = this.#parts.store.certificate(id)
    if (found !== undefined) return found.record
    return this.#notFound()
  }

  /** Every change of a certificate, oldest first. */
  async history(id: CertificateId): Promise<readonly StoredChange[]> {
    const changes = this.#parts.store.history(id)
    return changes.length > 0 ? changes : this.#notFound()
  }

  /** A page of certificates in the order of registration. */
  list(query: ListQuery, after: number, limit: number): CertificatePage {
    const { issuer, authority, importer, document, number } = query
    const filter = {
      ...(issuer !== undefined && { issuer }),
      ...(authority !== undefined && { authority }),
      ...(importer !== undefined && { importer }),
      ...(document !== undefined && { document }),
    }
    if (number === undefined) return this.#parts.store.list(filter, after, limit)
    if (issuer === undefined || authority === undefined) throw numberAlone()
    const id = certificateId({ issuingMember: issuer, authority, number })
    return this.#parts.store.list({ ...filter, id }, after, limit)
  }

  /** Absent from a read model that is behind does not mean absent from the register. */
  async #notFound(): Promise<never> {
    if (await this.#parts.projector.isCurrent(0)) {
      throw new Refusal('CERTIFICATE_NOT_FOUND', 'the register holds no certificate under this id')
    }
    throw new ProblemError(
      'READ_MODEL_BEHIND',
      'The read model does not follow the register at the moment; repeat the request later.',
    )
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
    { dataset, signed, fingerprint }: IssueInput,
  ): Promise<Issuance> {
    const { text, salt } = signed ?? (await this.#signerOf(authority).seal(dataset, this.#parts.clock()))
    return { authority, requestId, datasetHash: fingerprint, salt, document: text }
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

  /** Waits until the own read model shows the change, so that whoever was answered also finds it. */
  async #changeOf(
    { caller, requestId, trace }: Command,
    id: CertificateId,
    { place }: Written<unknown>,
  ): Promise<Change> {
    const { projector, store, register, deadlines } = this.#parts
    if (place !== undefined) Object.assign(trace, place)
    const isVisible =
      place === undefined
        ? await projector.isCurrent(deadlines.visible)
        : await projector.holds(place.block, deadlines.visible)
    trace.mark('visible')
    const stored = isVisible ? store.certificate(id) : undefined
    if (place !== undefined) return { ...place, certificate: stored?.record ?? (await register.get(caller.role, id)) }
    const earlier = store.history(id).find(({ record }) => record.lastChange.requestId === requestId)
    if (stored === undefined || earlier === undefined) {
      throw new ProblemError(
        'READ_MODEL_BEHIND',
        'The request was carried out before, but cannot be shown yet; repeat it later.',
      )
    }
    return { certificate: stored.record, transactionId: earlier.transactionId, block: earlier.block }
  }
}

function asWrite({ caller, requestId, trace }: Command): WriteRequest {
  return { role: caller.role, requestId, mark: (step) => trace.mark(step) }
}

function requireIssued(outcome: IssueOutcome | undefined): void {
  if (outcome?.outcome === 'issued') return
  if (outcome === undefined) throw new Error('the register answered without an outcome')
  throw new Refusal(outcome.refusal.code, outcome.refusal.detail)
}

function refusedField(code: Refusal['code'], pointer: string, rule: string): RefusedFields {
  return new RefusedFields(code, rule, [
    { pointer, rule: 'caller', sentence: `${pointer.slice(1).replaceAll('/', '.')} ${rule}.` },
  ])
}

function numberAlone(): ProblemError {
  const sentence = 'number needs issuer and authority: a number is unique per issuing authority only.'
  return new ProblemError('INVALID_REQUEST', sentence, [{ pointer: '/number', rule: 'together', sentence }])
}

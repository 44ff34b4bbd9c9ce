import type {
  AnnulmentReason,
  CancellationReason,
  CertificateId,
  CertificateRecord,
  CertificateReference,
  MemberCode,
  TrueCopyReason,
} from '@eco/domain'
import { Refusal } from '@eco/domain'
import type { Command } from '../http/command'
import { ProblemError } from '../http/problem'
import type { GatewayParts } from '../parts'
import type { CertificateFilter } from '../read-model/certificate-filter'
import type { StoredObjection } from '../read-model/objection-rows'
import type { CertificatePage, StoredChange } from '../read-model/store'
import { RegisterWriter } from '../register/writer'
import type { ListQuery } from './certificate.dto'
import { lineageOf } from './lineage'
import type { Lineage } from './lineage'
import { changeOf } from './change'
import type { Change } from './change'

/** A page of certificates, and whether one of two other members may have the number that was asked for. */
export interface FoundPage extends CertificatePage {
  readonly mayBeOfOthers?: boolean
}

/** The use cases around a certificate's life. Writes go to the register; reads come from the own read model. */
export class CertificatesService {
  readonly #parts: GatewayParts
  readonly #writer: RegisterWriter

  constructor(parts: GatewayParts) {
    this.#parts = parts
    this.#writer = new RegisterWriter(parts)
  }

  /** Withdraws a certificate; the register decides whether the caller may. */
  async cancel(command: Command, id: CertificateId, reason: CancellationReason): Promise<Change> {
    const place = await this.#writer.submitEntry(command, 'cancel', { certificate: id, reason })
    return changeOf(this.#parts, command, id, place)
  }

  /** Declares a certificate void, whatever was used of it. */
  async annul(command: Command, id: CertificateId, reason: AnnulmentReason): Promise<Change> {
    const place = await this.#writer.submitEntry(command, 'annul', { certificate: id, reason })
    return changeOf(this.#parts, command, id, place)
  }

  /** Lets a certificate of which nothing is used import into another member. */
  async changeDestination(command: Command, id: CertificateId, importingMember: MemberCode): Promise<Change> {
    const place = await this.#writer.submitEntry(command, 'changeDestination', { certificate: id, importingMember })
    return changeOf(this.#parts, command, id, place)
  }

  /** Records that its authority has certified a true copy of it. */
  async certifyCopy(command: Command, id: CertificateId, reason: TrueCopyReason): Promise<Change> {
    const place = await this.#writer.submitEntry(command, 'certifyCopy', { certificate: id, reason })
    return changeOf(this.#parts, command, id, place)
  }

  /** Closes a certificate of which importing customs will use nothing more. */
  async acquit(command: Command, id: CertificateId): Promise<Change> {
    const place = await this.#writer.submitEntry(command, 'acquit', { certificate: id })
    return changeOf(this.#parts, command, id, place)
  }

  /** The record as of the read model's block. */
  async find(id: CertificateId): Promise<CertificateRecord> {
    const found = this.#parts.store.certificate(id)
    if (found !== undefined) return found.record
    return this.#notFound()
  }

  /** What a certificate comes from, and what comes from it. */
  lineage(id: CertificateId): Promise<Lineage> {
    return lineageOf(this.#parts.store, id)
  }

  /** Its changes that the rules would not have allowed, oldest first, each once. */
  objectionsTo(id: CertificateId): readonly Omit<StoredObjection, 'key'>[] {
    const each = new Map<string, Omit<StoredObjection, 'key'>>()
    for (const { transactionId, block, time, submitter, rule, detail } of this.#parts.store.objections.toCertificate(
      id,
    )) {
      each.set(transactionId, { transactionId, block, time, submitter, rule, detail })
    }
    return [...each.values()]
  }

  /** Every change of a certificate, oldest first. */
  async history(id: CertificateId): Promise<readonly StoredChange[]> {
    const changes = this.#parts.store.history(id)
    return changes.length > 0 ? changes : this.#notFound()
  }

  /** A page of certificates in the order of registration. */
  list(query: ListQuery, after: number, limit: number): FoundPage {
    const { issuer, authority, importer, document, number } = query
    const filter = {
      ...(issuer !== undefined && { issuer }),
      ...(authority !== undefined && { authority }),
      ...(importer !== undefined && { importer }),
      ...(document !== undefined && { document }),
    }
    if (number === undefined) return this.#parts.store.list(filter, after, limit)
    if (issuer === undefined || authority === undefined) throw numberAlone()
    return this.#ofNumber({ issuingMember: issuer, authority, number }, filter, after, limit)
  }

  #ofNumber(reference: CertificateReference, filter: CertificateFilter, after: number, limit: number): FoundPage {
    const { ids, store } = this.#parts
    const found = ids.allOf(reference).map(({ record }) => record.id)
    if (found.length > 0) return store.list({ ...filter, ids: found }, after, limit)
    return { certificates: [], next: undefined, mayBeOfOthers: !ids.knowsAllOf(reference.issuingMember) }
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
}

function numberAlone(): ProblemError {
  const sentence = 'number needs issuer and authority: a number is unique per issuing authority only.'
  return new ProblemError('INVALID_REQUEST', sentence, [{ pointer: '/number', rule: 'together', sentence }])
}

import type { CertificateId, CertificateRecord } from '@eco/domain'
import { Refusal, useOf } from '@eco/domain'
import { ProblemError } from '../http/problem'
import type { Plain } from '../http/plain'
import type { GatewayParts } from '../parts'
import { RateLimit } from './rate-limit'
import type { StatusLink, StatusView } from './status.dto'
import type { StatusStore } from './status-store'

/** What status links need of a gateway. */
export type StatusParts = Pick<GatewayParts, 'config' | 'clock' | 'freshness' | 'store'> & {
  readonly statusLinks: StatusStore
}

/** A person looks now and then; behind a proxy that hides addresses all share one bucket. */
const RATE = { burst: 30, perSecond: 0.5 }

/** Makes links that show how a certificate stands to whoever has them, and answers those who follow one. */
export class StatusService {
  readonly #parts: StatusParts
  readonly #limit: RateLimit

  constructor(parts: StatusParts, limit: RateLimit = new RateLimit(RATE)) {
    this.#parts = parts
    this.#limit = limit
  }

  /** The link of a certificate that this member issued or imports; the same every time. */
  linkOf(id: CertificateId): Plain<StatusLink> {
    this.#ownRecord(id)
    const reference = this.#parts.statusLinks.referenceOf(id)
    return { reference, path: `/api/v1/status/${reference}` }
  }

  /** Takes a link out of use. */
  withdraw(id: CertificateId): void {
    this.#ownRecord(id)
    this.#parts.statusLinks.withdraw(id)
  }

  /** How many seconds an address has to wait; 0 if it may ask. */
  waitOf(address: string): number {
    return this.#limit.waitOf(address)
  }

  /** How the certificate of a reference stands. @throws ProblemError for a reference that stands for none. */
  statusOf(reference: string): Plain<StatusView> {
    const { statusLinks, store, freshness, clock } = this.#parts
    const id = statusLinks.certificateOf(reference)
    const record = id && store.certificate(id)?.record
    if (record === undefined) throw new ProblemError('NOT_FOUND', 'There is no such status link.')
    const { time } = freshness.asOf()
    return { ...viewOf(record, clock()), ...(time !== undefined && { asOf: time }) }
  }

  #ownRecord(id: CertificateId): CertificateRecord {
    const { store, config } = this.#parts
    const record = store.certificate(id)?.record
    if (record === undefined) {
      throw new Refusal('CERTIFICATE_NOT_FOUND', 'the register holds no certificate under this id')
    }
    if (record.issuingMember === config.member || record.importingMember === config.member) return record
    throw new Refusal('CALLER_NOT_PARTY', 'caller: another member issued it and another one imports it')
  }
}

function viewOf({ states, items, issueDate, validUntil, ...record }: CertificateRecord, now: Date): Plain<StatusView> {
  return {
    document: states.document,
    expired: now.toISOString().slice(0, 10) > validUntil,
    delivery: states.delivery,
    items: items.map((item) => ({ seq: item.seq, use: useOf(item) })),
    issueDate,
    validUntil,
    registeredAt: record.registration.registeredAt,
    changedAt: record.lastChange.changedAt,
  }
}

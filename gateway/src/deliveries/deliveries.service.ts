import type { CertificateId, CertificateRecord, DeliveryAnswer, DeliveryRecord, RejectionReason } from '@eco/domain'
import { acknowledgementEntry, DOCUMENT_PURPOSE, parseEnvelope, Refusal, stateOf } from '@eco/domain'
import type { Command } from '../http/command'
import type { Plain } from '../http/plain'
import { ProblemError } from '../http/problem'
import type { GatewayParts } from '../parts'
import { RegisterWriter } from '../register/writer'
import { ownMember, storedDelivery } from './delivery-parts'
import type { DeliveryParts } from './delivery-parts'
import type { DeliveryQuery, DeliveryView, DocumentView, Gaps, ReconciliationRequest } from './delivery.dto'
import type { DeliveryWorker } from './delivery-worker'
import { findGaps } from './reconciliation'
import type { FoundGaps } from './reconciliation'

/** What the use cases of delivery need of a gateway. */
export type DeliveryServiceParts = DeliveryParts &
  Pick<GatewayParts, 'deadlines'> & { readonly deliveries: DeliveryWorker }

/** The use cases around the way of a document to the importing member. */
export class DeliveriesService {
  readonly #parts: DeliveryServiceParts
  readonly #writer: RegisterWriter

  constructor(parts: DeliveryServiceParts) {
    this.#parts = parts
    this.#writer = new RegisterWriter(parts)
  }

  /** A page of deliveries in the ledger's own order. */
  list(query: DeliveryQuery, after: number): { deliveries: Plain<DeliveryView>[]; next: number | undefined } {
    const own = ownMember(this.#parts)
    if (own === undefined) return { deliveries: [], next: undefined }
    const [issuer, importer] = query.side === 'outgoing' ? [own, query.with] : [query.with, own]
    const filter = {
      ...(issuer && { issuer }),
      ...(importer && { importer }),
      ...(query.state && { delivery: query.state }),
    }
    const page = this.#parts.store.list(filter, after, query.limit ?? 50)
    return { deliveries: page.certificates.map(({ record }) => this.#view(record)), next: page.next }
  }

  /** How far the document of a certificate has come. @throws Refusal if nothing is registered under the id. */
  find(id: CertificateId): Plain<DeliveryView> {
    return this.#view(this.#record(id))
  }

  /** The document, at its two members only. */
  async document(command: Command, id: CertificateId): Promise<Plain<DocumentView>> {
    const record = this.#record(id)
    const { documentHash } = record
    const isIncoming = record.importingMember === ownMember(this.#parts)
    const document = isIncoming ? await this.#parts.deliveries.receiver.fetch(record) : await this.#sent(command, id)
    if (document === undefined) throw new Refusal('NOT_DELIVERED', 'document: what arrived is not the registered one')
    return { document, documentHash }
  }

  /** Says what an officer of importing customs decided about a document. */
  async answer(
    command: Command,
    id: CertificateId,
    answer: DeliveryAnswer,
    reason: RejectionReason | null,
  ): Promise<Plain<DeliveryView>> {
    if ((answer === 'rejected') !== (reason !== null)) {
      const sentence = 'reason stands with the answer rejected, and with no other.'
      throw new ProblemError('INVALID_REQUEST', sentence, [{ pointer: '/reason', rule: 'together', sentence }])
    }
    await this.#writer.submitEntry(command, 'acknowledge', acknowledgementEntry({ id, answer, reason }))
    return this.find(id)
  }

  /** Sends the document of a certificate again, at once. */
  sendAgain(id: CertificateId): Plain<DeliveryView> {
    const { deliveries } = this.#parts
    this.#record(id)
    if (!deliveries.sender.sendAgain(id)) {
      throw new Refusal('NOT_DELIVERED', 'document: this gateway does not hold it')
    }
    deliveries.wake()
    return this.find(id)
  }

  /** Compares the register with what is held here; with `repair` it also sends, fetches and asks. */
  async reconcile(
    command: Command,
    request: Plain<ReconciliationRequest>,
  ): Promise<{ outgoing: Plain<Gaps>; incoming: Plain<Gaps> }> {
    const outgoing = findGaps(this.#parts, 'outgoing', request.with)
    const incoming = findGaps(this.#parts, 'incoming', request.with)
    const mends = request.repair === true
    const sent = mends ? this.#sendMissing(outgoing) : 0
    const got = mends ? await this.#getMissing(command, incoming) : 0
    return { outgoing: { ...outgoing, repaired: sent }, incoming: { ...incoming, repaired: got } }
  }

  #sendMissing({ registered, delivered, failed }: FoundGaps): number {
    const { deliveries } = this.#parts
    const sent = [...registered, ...delivered, ...failed].filter((id) => deliveries.sender.sendAgain(id)).length
    if (sent > 0) deliveries.wake()
    return sent
  }

  /** What was acknowledged and is gone is fetched from the own peer; what never came is asked for. */
  async #getMissing(command: Command, { registered, notHeld }: FoundGaps): Promise<number> {
    let found = 0
    for (const id of notHeld) found += (await this.#fetched(id)) ? 1 : 0
    if (registered.length === 0 || command.caller.role !== 'customs') return found
    const entries = registered
      .slice(0, 200)
      .map((id) => acknowledgementEntry({ id, answer: 'not-received', reason: null }))
    const { value } = await this.#writer.submitEntries(command, 'acknowledge', entries)
    return found + value.filter((outcome) => outcome === 'done').length
  }

  async #fetched(id: CertificateId): Promise<boolean> {
    try {
      return (await this.#parts.deliveries.receiver.fetch(this.#record(id))) !== undefined
    } catch {
      // The own peer has lost it too, or is away: it stays in the list.
      return false
    }
  }

  async #sent({ caller }: Command, id: CertificateId): Promise<string> {
    const kept = this.#parts.exchanged.outgoing(id, DOCUMENT_PURPOSE)
    if (kept !== undefined) return kept.content
    return parseEnvelope(await this.#parts.register.evaluate(caller.role, 'readDocument', [id])).content
  }

  #record(id: CertificateId): CertificateRecord {
    const stored = this.#parts.store.certificate(id)
    if (stored === undefined)
      throw new Refusal('CERTIFICATE_NOT_FOUND', 'the register holds no certificate under this id')
    return stored.record
  }

  #view(record: CertificateRecord): Plain<DeliveryView> {
    const { id, issuingMember, importingMember } = record
    const { exchanged, store } = this.#parts
    const found = storedDelivery(store, id)
    return {
      certificate: id,
      issuingMember,
      importingMember,
      ...progressOf(found?.importingMember === importingMember ? found : undefined),
      held: exchanged.received(id) !== undefined || exchanged.outgoing(id, DOCUMENT_PURPOSE) !== undefined,
    }
  }
}

function progressOf(
  delivery: DeliveryRecord | undefined,
): Omit<Plain<DeliveryView>, 'certificate' | 'issuingMember' | 'importingMember' | 'held'> {
  if (delivery === undefined) return { state: 'registered', deliveries: 0 }
  const { deliveries, deliveredAt, answer, reason, answeredAt } = delivery
  return {
    state: stateOf(delivery),
    deliveries,
    ...timed('deliveredAt', deliveredAt),
    ...(answer !== null && { answer }),
    ...(reason !== null && { reason }),
    ...timed('answeredAt', answeredAt),
  }
}

function timed<K extends string>(name: K, milliseconds: number): { readonly [N in K]?: string } {
  if (milliseconds === 0) return {}
  return { [name]: new Date(milliseconds).toISOString() } as { readonly [N in K]: string }
}

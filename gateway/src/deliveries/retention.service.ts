import type { CertificateId, HoldReason, MemberCode, PurgeGround } from '@eco/domain'
import { Refusal, retentionStateOf } from '@eco/domain'
import type { Command } from '../http/command'
import type { Plain } from '../http/plain'
import type { GatewayParts } from '../parts'
import { RegisterWriter } from '../register/writer'
import { storedRetention } from './delivery-parts'
import type { RetentionView } from './retention.dto'

/** What the use cases of retention need of a gateway. */
export type RetentionParts = Pick<GatewayParts, 'register' | 'projector' | 'deadlines' | 'store'>

/** The use cases around keeping and purging what two members exchanged about a certificate. */
export class RetentionService {
  readonly #parts: RetentionParts
  readonly #writer: RegisterWriter

  constructor(parts: RetentionParts) {
    this.#parts = parts
    this.#writer = new RegisterWriter(parts)
  }

  /** What is kept and why. @throws Refusal if nothing is registered under the id. */
  find(id: CertificateId, named?: MemberCode): Plain<RetentionView> {
    const { store } = this.#parts
    const certificate = store.certificate(id)
    if (certificate === undefined) {
      throw new Refusal('CERTIFICATE_NOT_FOUND', 'the register holds no certificate under this id')
    }
    const other = named ?? certificate.record.importingMember
    const record = storedRetention(store, id, other)
    const { holds = [], requests = [], purge = null } = record ?? {}
    return {
      state: retentionStateOf(record),
      other,
      holds: holds.map(({ member, reason, since }) => ({ member, reason, since })),
      requests: requests.map(({ member, ground, requestedAt }) => ({ member, ground, requestedAt })),
      ...(purge !== null && { purge: { member: purge.member, purgedAt: purge.purgedAt, values: purge.values } }),
    }
  }

  placeHold(
    command: Command,
    id: CertificateId,
    reason: HoldReason,
    other?: MemberCode,
  ): Promise<Plain<RetentionView>> {
    return this.#submit(command, 'placeHold', id, { reason }, other)
  }

  releaseHold(command: Command, id: CertificateId, other?: MemberCode): Promise<Plain<RetentionView>> {
    return this.#submit(command, 'releaseHold', id, {}, other)
  }

  requestPurge(
    command: Command,
    id: CertificateId,
    ground: PurgeGround,
    other?: MemberCode,
  ): Promise<Plain<RetentionView>> {
    return this.#submit(command, 'requestPurge', id, { ground }, other)
  }

  withdrawPurgeRequest(command: Command, id: CertificateId, other?: MemberCode): Promise<Plain<RetentionView>> {
    return this.#submit(command, 'withdrawPurgeRequest', id, {}, other)
  }

  /** Purges everything that the own peer holds about the certificate; the gateways' own files follow the ledger's word. */
  async purge(command: Command, id: CertificateId, other?: MemberCode): Promise<Plain<RetentionView>> {
    const text = await this.#parts.register.evaluate(command.caller.role, 'privatePurposes', [id])
    const held = JSON.parse(text) as readonly string[]
    // The ledger's word is needed even where the collection holds nothing any more: the gateways may.
    const purposes = held.length > 0 ? held : ['document']
    return this.#submit(command, 'purge', id, { purposes }, other)
  }

  async #submit(
    command: Command,
    name: 'placeHold' | 'releaseHold' | 'requestPurge' | 'withdrawPurgeRequest' | 'purge',
    certificate: CertificateId,
    content: Readonly<Record<string, unknown>>,
    other: MemberCode | undefined,
  ): Promise<Plain<RetentionView>> {
    await this.#writer.submitEntry(command, name, { certificate, ...content, ...(other && { other }) })
    return this.find(certificate, other)
  }
}

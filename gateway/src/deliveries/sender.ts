import { randomBytes, randomUUID } from 'node:crypto'
import type { CertificateId, CertificateRecord, MemberCode, Outcome, Purpose, Role } from '@eco/domain'
import {
  DOCUMENT_PURPOSE,
  deliveredEntry,
  identityOf,
  parseOutcomes,
  printPrivateEntries,
  TRANSIENT_ENTRIES,
} from '@eco/domain'
import type { WriteRequest } from '../register/register'
import { ownMember, reasonOf, storedDelivery, storedRetention } from './delivery-parts'
import type { DeliveryPace, DeliveryParts } from './delivery-parts'
import type { Outgoing } from './private-store'

const PAGE = 200

/** Something that can be sent now, and the member that it is for. */
interface Ready extends Outgoing {
  readonly other: MemberCode
}

/** What goes to one member in one role: it fits into one transaction. */
type Batch = readonly [Ready, ...Ready[]]

/** Brings documents and texts of this member into the collections with other members, again and again until that is done. */
export class Sender {
  readonly #parts: DeliveryParts
  readonly #pace: DeliveryPace
  /** For which word of the importing side a document was made due. */
  #renewed: ReadonlyMap<CertificateId, number> = new Map()

  constructor(parts: DeliveryParts, pace: DeliveryPace) {
    this.#parts = parts
    this.#pace = pace
  }

  /** Keeps something to be sent, on disk when this returns; the register need not be reachable. */
  enqueue(entry: { id: CertificateId; purpose: Purpose; role: Role; content: string }): void {
    const { exchanged, clock } = this.#parts
    exchanged.enqueue({ ...entry, salt: randomBytes(32).toString('base64url'), dueAt: clock().getTime() })
  }

  /** Sends at once what was sent before, or what could not be sent; false if this gateway does not hold it. */
  sendAgain(id: CertificateId, purpose: string = DOCUMENT_PURPOSE): boolean {
    const { exchanged, clock } = this.#parts
    const kept = exchanged.outgoing(id, purpose)
    if (kept !== undefined) exchanged.postpone(kept, clock().getTime(), 0)
    return kept !== undefined
  }

  /** Sends what is due; how many entries were sent. */
  async round(): Promise<number> {
    this.#renew()
    const now = this.#parts.clock().getTime()
    const due = this.#parts.exchanged.due(now, 4 * this.#pace.entries).flatMap((entry) => this.#ready(entry))
    let sent = 0
    for (const batch of batches(due, this.#pace)) sent += await this.#send(batch)
    return sent
  }

  /** What the importing side asks for again is due at once, the third and later times after a pause. */
  #renew(): void {
    const { store, exchanged, clock } = this.#parts
    const issuer = ownMember(this.#parts)
    if (issuer === undefined) return
    const renewed = new Map<CertificateId, number>()
    for (const { record } of store.list({ issuer, delivery: 'failed' }, 0, PAGE).certificates) {
      const { id } = record
      const answeredAt = storedDelivery(store, id)?.answeredAt ?? 0
      renewed.set(id, answeredAt)
      const kept = exchanged.outgoing(id, DOCUMENT_PURPOSE)
      if (kept === undefined || this.#renewed.get(id) === answeredAt) continue
      const pause = kept.attempts < 3 ? 0 : this.#resendPause(kept)
      exchanged.postpone(kept, clock().getTime() + pause, kept.attempts)
    }
    this.#renewed = renewed
  }

  /** The entry for whoever it is for today; nothing while it is not registered, or if it is not to be sent any more. */
  #ready(entry: Outgoing): readonly Ready[] {
    const { store, exchanged } = this.#parts
    const record = store.certificate(entry.id)?.record
    if (record === undefined) {
      this.#later(entry)
      return []
    }
    if (storedRetention(store, entry.id, record.importingMember)?.purge != null) {
      exchanged.forget(entry)
      return []
    }
    const { issuingMember, importingMember } = record
    const ready = { ...entry, other: issuingMember === ownMember(this.#parts) ? importingMember : issuingMember }
    return entry.purpose === DOCUMENT_PURPOSE ? this.#readyDocument(ready, record) : [ready]
  }

  #readyDocument(entry: Ready, { documentHash, states }: CertificateRecord): readonly Ready[] {
    const { exchanged } = this.#parts
    // Another document was registered under this number: this one was refused.
    if (identityOf(entry.content).documentHash !== documentHash) exchanged.forget(entry)
    else if (states.delivery === 'acknowledged') exchanged.postpone(entry, null, 0)
    else return [entry]
    return []
  }

  #later(entry: Outgoing): void {
    const { exchanged, clock } = this.#parts
    const pause = doubled(this.#pace.retryMs, entry.attempts, this.#pace.resendMs)
    exchanged.postpone(entry, clock().getTime() + pause, entry.attempts + 1)
  }

  #resendPause({ attempts }: Outgoing): number {
    return doubled(this.#pace.resendMs, attempts, this.#pace.resendMostMs)
  }

  async #send(batch: Batch): Promise<number> {
    const [{ other, role, purpose }] = batch
    const isDocument = purpose === DOCUMENT_PURPOSE
    const requestId = randomUUID()
    try {
      const confidential = {
        transient: { [TRANSIENT_ENTRIES]: Buffer.from(printPrivateEntries(batch)) },
        organisations: [this.#parts.config.member],
      }
      const { value } = await this.#parts.register.submitConfidential(
        asWrite(role, requestId),
        isDocument ? 'deliver' : 'sendText',
        [requestId, other],
        confidential,
      )
      const sent = this.#settle(batch, parseOutcomes(value))
      if (isDocument && sent.length > 0) await this.#mark(sent)
      return sent.length
    } catch (error) {
      this.#parts.log.warn({ reason: reasonOf(error), entries: batch.length }, 'documents could not be delivered')
      for (const entry of batch) this.#later(entry)
      return 0
    }
  }

  /** What a rule refused will be refused again: it is kept, and not tried until somebody asks. */
  #settle(batch: Batch, outcomes: readonly Outcome[]): readonly Ready[] {
    const { exchanged, clock, log } = this.#parts
    const now = clock().getTime()
    return batch.filter((entry, index) => {
      const outcome = outcomes[index]
      const isDone = outcome === 'done'
      const again = isDone && entry.purpose === DOCUMENT_PURPOSE ? now + this.#resendPause(entry) : null
      exchanged.postpone(entry, again, entry.attempts + 1)
      if (outcome !== 'done') log.error({ code: outcome?.code, certificate: entry.id }, 'a document or text is refused')
      return isDone
    })
  }

  async #mark(sent: readonly Ready[]): Promise<void> {
    const entries = sent.map(({ id }) => deliveredEntry(id))
    const request = asWrite('issuer', randomUUID())
    const { value } = await this.#parts.register.submitEntries(request, 'markDelivered', entries)
    sent.forEach((entry, index) => {
      const outcome = value[index]
      // Endorsers may not hold the block with the document yet.
      if (outcome !== 'done' && outcome?.code === 'NOT_DELIVERED') this.#later(entry)
    })
  }
}

function asWrite(role: Role, requestId: string): WriteRequest {
  return { role, requestId, mark: () => undefined }
}

/** What goes together: the same kind, member and role, within the limits of one transaction. */
function batches(entries: readonly Ready[], { entries: most, characters }: DeliveryPace): readonly Batch[] {
  const done: Batch[] = []
  const open = new Map<string, { batch: [Ready, ...Ready[]]; size: number }>()
  for (const entry of entries) {
    const key = [entry.purpose === DOCUMENT_PURPOSE, entry.other, entry.role].join(' ')
    const into = open.get(key)
    if (into !== undefined && into.batch.length < most && into.size + entry.content.length <= characters) {
      into.batch.push(entry)
      into.size += entry.content.length
    } else {
      const batch: [Ready, ...Ready[]] = [entry]
      done.push(batch)
      open.set(key, { batch, size: entry.content.length })
    }
  }
  return done
}

function doubled(first: number, times: number, most: number): number {
  return Math.min(first * 2 ** Math.min(times, 30), most)
}

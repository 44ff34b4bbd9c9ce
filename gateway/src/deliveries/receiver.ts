import { randomUUID } from 'node:crypto'
import type { CertificateId, CertificateRecord, DeliveryAnswer } from '@eco/domain'
import { acknowledgementEntry, identityOf, parseEnvelope, Refusal } from '@eco/domain'
import { ownMember, reasonOf, storedDelivery } from './delivery-parts'
import type { DeliveryPace, DeliveryParts } from './delivery-parts'

interface Answered {
  readonly id: CertificateId
  readonly answer: DeliveryAnswer
}

const PAGE = 200

/** Fetches what was delivered to this member from its own peer, checks it against the register, keeps it and says so. */
export class Receiver {
  readonly #parts: DeliveryParts
  readonly #pace: DeliveryPace
  /** Since when the own peer has been asked in vain. */
  readonly #missingSince = new Map<CertificateId, number>()

  constructor(parts: DeliveryParts, pace: DeliveryPace) {
    this.#parts = parts
    this.#pace = pace
  }

  /** Looks at what is marked as delivered; how many answers were given. */
  async round(): Promise<number> {
    const importer = ownMember(this.#parts)
    if (importer === undefined) return 0
    let answers = 0
    for (let after: number | undefined = 0; after !== undefined;) {
      const page = this.#parts.store.list({ importer, delivery: 'delivered' }, after, PAGE)
      const answered: Answered[] = []
      for (const { record } of page.certificates) answered.push(...(await this.#look(record)))
      answers += await this.#acknowledge(answered)
      after = page.next
    }
    return answers
  }

  /** The document of a certificate, fetched from the own peer if it is not kept; undefined where neither has it. */
  async fetch(record: CertificateRecord): Promise<string | undefined> {
    const { exchanged, register, clock } = this.#parts
    const kept = exchanged.received(record.id)
    if (kept !== undefined) return kept.content
    const text = await register.evaluate('customs', 'readDocument', [record.id])
    if (judge(text, record) !== 'received') return undefined
    const { content } = parseEnvelope(text)
    exchanged.keep({ id: record.id, content, receivedAt: clock().getTime() })
    return content
  }

  async #look(record: CertificateRecord): Promise<readonly Answered[]> {
    const { id } = record
    const { register, exchanged, clock } = this.#parts
    try {
      const text = await register.evaluate('customs', 'readDocument', [id])
      this.#missingSince.delete(id)
      const answer = judge(text, record)
      if (answer === 'received') {
        exchanged.keep({ id, content: parseEnvelope(text).content, receivedAt: clock().getTime() })
      }
      return [{ id, answer }]
    } catch (error) {
      return this.#missing(id, error)
    }
  }

  /** A peer may get the document after the block that holds its hash; only what stays away is said to be missing. */
  #missing(id: CertificateId, error: unknown): readonly Answered[] {
    const now = this.#parts.clock().getTime()
    const since = this.#missingSince.get(id) ?? now
    this.#missingSince.set(id, since)
    const { connected, elsewhere } = this.#parts.projector.following()
    if (now - since < this.#pace.missingMs || !connected || elsewhere) return []
    this.#missingSince.delete(id)
    this.#parts.log.warn({ reason: reasonOf(error), certificate: id }, 'a delivered document is not at the own peer')
    return [{ id, answer: 'not-received' }]
  }

  async #acknowledge(answered: readonly Answered[]): Promise<number> {
    // The read model may be behind the own answers: what was said for this delivery is not said again.
    const open = answered.filter(({ id }) => storedDelivery(this.#parts.store, id)?.answer === null)
    if (open.length === 0) return 0
    const entries = open.map(({ id, answer }) => acknowledgementEntry({ id, answer, reason: null }))
    const request = { role: 'customs', requestId: randomUUID(), mark: () => undefined } as const
    const { value, place } = await this.#parts.register.submitEntries(request, 'acknowledge', entries)
    if (place !== undefined) await this.#parts.projector.holds(place.block, this.#pace.idleMs)
    return value.filter((outcome) => outcome === 'done').length
  }
}

/** What is to be said of the text that the collection holds. */
function judge(text: string, { documentHash }: CertificateRecord): 'received' | 'unreadable' | 'hash-different' {
  try {
    return identityOf(parseEnvelope(text).content).documentHash === documentHash ? 'received' : 'hash-different'
  } catch (error) {
    if (error instanceof Refusal || (error instanceof Error && error.name === 'NotADocument')) return 'unreadable'
    throw error
  }
}

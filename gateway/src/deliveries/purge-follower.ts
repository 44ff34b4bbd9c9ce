import type { CertificateId } from '@eco/domain'
import { DOCUMENT_PURPOSE, identityOf, longId, parseRetention, partsOfKey } from '@eco/domain'
import type { StoredRecord } from '../read-model/store'
import { ownMember } from './delivery-parts'
import type { DeliveryParts } from './delivery-parts'

/**
 * Deletes documents and texts from this gateway's own files on the ledger's word. After a start it reads all purges
 * again: a file that was restored from a backup loses at once what was purged since.
 */
export class PurgeFollower {
  readonly #parts: DeliveryParts
  #block = -1

  constructor(parts: DeliveryParts) {
    this.#parts = parts
  }

  /** Looks at the blocks since the last round; how many certificates lost something. */
  round(): number {
    const { store, projector } = this.#parts
    const { block } = projector.following()
    // The read model was rebuilt: what it holds is read from the beginning.
    if (block < this.#block) this.#block = -1
    if (block === this.#block) return 0
    const fresh = store.records('retention').filter((record) => record.block > this.#block)
    this.#block = block
    return fresh.filter((record) => this.#purge(record)).length
  }

  #purge({ key, text }: StoredRecord): boolean {
    const { other, purge } = parseRetention(text)
    const id = longId(partsOfKey(key)?.parts[0] ?? '')
    if (purge === null || id === undefined || !this.#concerns(id, other)) return false
    const { exchanged, issuances, declarations, statusLinks, log } = this.#parts
    const document = exchanged.outgoing(id, DOCUMENT_PURPOSE)?.content
    const hash = this.#parts.store.certificate(id)?.record.documentHash
    const forgotten = issuances.purge((kept) => kept === document || identityOf(kept).documentHash === hash)
    declarations.forget(id)
    statusLinks.withdraw(id)
    const deleted = exchanged.purge(id) || forgotten
    if (deleted) log.info({ certificate: id }, 'documents and texts were purged')
    return deleted
  }

  /** The issuing member keeps what another importing member still has; that one has nothing of others. */
  #concerns(id: CertificateId, other: string): boolean {
    const record = this.#parts.store.certificate(id)?.record
    if (record === undefined) return false
    return ownMember(this.#parts) === other || record.importingMember === other
  }
}

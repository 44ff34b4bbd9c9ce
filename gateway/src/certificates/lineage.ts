import type { Ancestor, CertificateId } from '@eco/domain'
import { ancestryOf } from '@eco/domain'
import type { Store } from '../read-model/store'

/** What a certificate comes from, and what comes from it. */
export interface Lineage {
  /** The nearest first, each with what became of it. */
  readonly ancestors: readonly Ancestor[]
  /** Certificates that draw on it directly, in the order of their registration. */
  readonly drawnBy: readonly CertificateId[]
}

/** The lineage of a certificate in the read model: computed, so that a change of an original shows at once. */
export async function lineageOf(store: Store, id: CertificateId): Promise<Lineage> {
  return { ancestors: await ancestryOf(store.reader(), id), drawnBy: store.drawnBy(id) }
}

import { identityOf } from '@eco/domain'
import type { HeldDocuments } from '../declarations/held-document'
import type { GatewayParts } from '../parts'

/** The documents that were issued here and are registered, then those that others hold for this gateway. */
export function issuedDocuments(
  { issuances, store }: Pick<GatewayParts, 'issuances' | 'store'>,
  others: HeldDocuments,
): HeldDocuments {
  return {
    documentOf: (id) => {
      const registered = store.certificate(id)?.record.documentHash
      const own = issuances.documentsOf(id).find((document) => identityOf(document).documentHash === registered)
      return own ?? others.documentOf(id)
    },
  }
}

import { DOCUMENT_PURPOSE } from '@eco/domain'
import type { PrivateStore } from '../deliveries/private-store'
import type { HeldDocuments } from './held-document'

/** The documents that were delivered to this member, and those that it delivers itself. */
export function exchangedDocuments(exchanged: Pick<PrivateStore, 'received' | 'outgoing'>): HeldDocuments {
  return {
    documentOf: (id) => exchanged.received(id)?.content ?? exchanged.outgoing(id, DOCUMENT_PURPOSE)?.content,
  }
}

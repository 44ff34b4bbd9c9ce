import type { CertificateId } from '@eco/domain'
import { DOCUMENT_PURPOSE } from '@eco/domain'
import type { PrivateStore } from '../deliveries/private-store'
import type { HeldDocuments } from './held-document'

/** A document that was delivered to this member, or that it delivers itself. */
export function exchangedDocument(exchanged: Exchanged, id: CertificateId): string | undefined {
  return exchanged.received(id)?.content ?? exchanged.outgoing(id, DOCUMENT_PURPOSE)?.content
}

type Exchanged = Pick<PrivateStore, 'received' | 'outgoing'>

/** The documents that were delivered to this member, and those that it delivers itself. */
export function exchangedDocuments(exchanged: Exchanged): HeldDocuments {
  return {
    documentOf: (id) => exchangedDocument(exchanged, id),
  }
}

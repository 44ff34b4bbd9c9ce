import type { CertificateId } from '@eco/domain'
import { DOCUMENT_PURPOSE, parsePurpose } from '@eco/domain'
import type { GatewayParts } from '../parts'

type HandOverParts = Pick<GatewayParts, 'exchanged' | 'deliveries'>

const PURPOSE = parsePurpose(DOCUMENT_PURPOSE)

/**
 * Keeps a document to be delivered, on disk before it is registered: nothing is registered that this gateway could not
 * deliver. A document that waits under the same id stays.
 */
export function handOver({ deliveries }: HandOverParts, id: CertificateId, document: string): void {
  deliveries.sender.enqueue({ id, purpose: PURPOSE, role: 'issuer', content: document })
}

/** Of two documents that raced for one id, the one that was registered goes out. */
export function handOverRegistered(parts: HandOverParts, id: CertificateId, document: string): void {
  const waiting = parts.exchanged.outgoing(id, PURPOSE)?.content
  if (waiting === document) return
  if (waiting !== undefined) parts.exchanged.forget({ id, purpose: PURPOSE })
  handOver(parts, id, document)
}

/** Forgets a document whose registration was refused. */
export function takeBack({ exchanged }: HandOverParts, id: CertificateId, document: string): void {
  if (exchanged.outgoing(id, PURPOSE)?.content === document) exchanged.forget({ id, purpose: PURPOSE })
}

import { canonicalText } from '../canonical'
import type { CertificateId } from '../certificate-id'
import { longId, shortId } from '../ledger/keys'
import { malformed, parseParts, parseWord } from '../shape'
import type { Acknowledgement } from './decide'
import { parseContent, parseSalt } from './envelope'
import type { Envelope } from './envelope'
import { DOCUMENT_PURPOSE, parsePurpose } from './purpose'
import type { Purpose } from './purpose'
import { DELIVERY_ANSWERS, REJECTION_REASONS } from './steps'

/** The name of the transient field in which documents and texts travel: it reaches no block. */
export const TRANSIENT_ENTRIES = 'entries'

/** Something that goes into the collection of a certificate's two members. */
export interface PrivateEntry extends Envelope {
  readonly id: CertificateId
  readonly purpose: Purpose
}

/** An answer about one certificate's document. */
export interface AcknowledgementEntry extends Acknowledgement {
  readonly id: CertificateId
}

/** The transient text of a list of documents or texts. */
export function printPrivateEntries(entries: readonly PrivateEntry[]): string {
  return canonicalText(entries.map(({ id, purpose, salt, content }) => [shortId(id), purpose, salt, content]))
}

/** Reads one document or text of the list. */
export function parsePrivateEntry(input: unknown): PrivateEntry {
  const [id, purpose, salt, content] = parseParts(input, 'entry', 4)
  return {
    id: parseShortId(id),
    purpose: parsePurpose(purpose),
    salt: parseSalt(salt, 'salt'),
    content: parseContent(content, purpose === DOCUMENT_PURPOSE ? 'document' : 'text'),
  }
}

/** One entry of `markDelivered`. */
export function deliveredEntry(id: CertificateId): string {
  return shortId(id)
}

/** One entry of `acknowledge`. */
export function acknowledgementEntry({ id, answer, reason }: AcknowledgementEntry): readonly string[] {
  return [shortId(id), answer, ...(reason === null ? [] : [reason])]
}

/** Reads one entry of `acknowledge`: the short id, the answer, and the reason of a rejection. */
export function parseAcknowledgement(input: unknown): AcknowledgementEntry {
  const [id, word, why] = parseParts(input, 'entry', 2, 3)
  const answer = parseWord(word, 'answer', DELIVERY_ANSWERS)
  if ((answer === 'rejected') !== (why !== undefined)) {
    throw malformed('reason', 'stands with the answer rejected, and with no other')
  }
  return {
    id: parseShortId(id),
    answer,
    reason: why === undefined ? null : parseWord(why, 'reason', REJECTION_REASONS),
  }
}

/** Accepts a certificate id in its short form. */
export function parseShortId(input: unknown, field = 'certificate'): CertificateId {
  const id = typeof input === 'string' ? longId(input) : undefined
  if (id === undefined) throw malformed(field, 'must be the short form of a certificate id')
  return id
}

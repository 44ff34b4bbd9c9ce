import { randomBytes } from 'node:crypto'
import type { CertificateId, Role } from '@eco/domain'
import { envelopeHash, parseEnvelope, parsePurpose, Refusal } from '@eco/domain'
import type { PrivateStore } from '../deliveries/private-store'
import type { GatewayParts } from '../parts'
import { RefusedFields } from '../http/problem'

/** Which text of a case is meant, and in which role it is sent or read. */
export interface TextPlace {
  readonly id: CertificateId
  readonly purpose: string
  readonly role: Role
}

/** The texts of cases: they travel between the two members alone, and the ledger holds the hash of each. */
export interface CaseTexts {
  /** Keeps a text on disk, to be sent to the other member; the hash by which the case names it. */
  keep(place: TextPlace, content: string): string
  /** The text with this hash, kept here or held by the own peer; undefined where neither has it. */
  read(place: TextPlace, hash: string): Promise<string | undefined>
}

/** What the texts of cases need of a gateway. */
export type TextParts = Pick<GatewayParts, 'register' | 'clock'> & {
  /** The outbox that brings documents and texts into the collections with other members. */
  readonly exchanged: PrivateStore
}

/** Texts that go out with the documents, through the same outbox. */
export class ExchangedTexts implements CaseTexts {
  readonly #parts: TextParts

  constructor(parts: TextParts) {
    this.#parts = parts
  }

  keep({ id, purpose: text, role }: TextPlace, content: string): string {
    const { exchanged, clock } = this.#parts
    const purpose = parsePurpose(text)
    const kept = exchanged.outgoing(id, purpose)
    if (kept?.content === content) return envelopeHash(kept)
    // What stands there was meant for a step that the register refused: no case names it.
    if (kept !== undefined) exchanged.forget(kept)
    const salt = randomBytes(32).toString('base64url')
    exchanged.enqueue({ id, purpose, role, salt, content, dueAt: clock().getTime() })
    return envelopeHash({ salt, content })
  }

  async read({ id, purpose, role }: TextPlace, hash: string): Promise<string | undefined> {
    const { exchanged, register } = this.#parts
    const kept = exchanged.outgoing(id, purpose)
    if (kept !== undefined && envelopeHash(kept) === hash) return kept.content
    const text = await unlessMissing(() => register.evaluate(role, 'readText', [id, purpose]))
    const envelope = text === undefined ? undefined : readable(text)
    // Either side can write under the purpose; only what the case names by its hash counts.
    return envelope !== undefined && envelopeHash(envelope) === hash ? envelope.content : undefined
  }
}

/** The refusal of a text that belongs to a step which is on the ledger with another one. */
export function otherText(): RefusedFields {
  const sentence = 'The request was made before with another text.'
  return new RefusedFields('REQUEST_ID_REUSED', sentence, [{ pointer: '/text', rule: 'same', sentence }])
}

async function unlessMissing(evaluate: () => Promise<string>): Promise<string | undefined> {
  try {
    return await evaluate()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'NOT_DELIVERED') return undefined
    throw error
  }
}

function readable(text: string): ReturnType<typeof parseEnvelope> | undefined {
  try {
    return parseEnvelope(text)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

import type { CertificateId } from '../certificate-id'
import { shortId } from '../ledger/keys'
import { malformed } from '../shape'

/** The purpose of a certificate's own document in the collection of its two members. */
export const DOCUMENT_PURPOSE = 'document'

/** What the two members of a certificate tell each other beside its document, and under which purposes. */
export const TEXT_PURPOSES = {
  case: { pattern: /^case\/[1-9]\d{0,3}\/[a-z][a-z-]{0,29}$/, meaning: 'a text of a verification case' },
  clarification: { pattern: /^clarification\/[A-Za-z0-9_-]{22}$/, meaning: 'the clarification of a refused use' },
  declaration: {
    pattern: /^declaration\/[A-Za-z0-9_-]{22}$/,
    meaning: 'the declaration in which a use was made, with the salt of its reference',
  },
} as const

/** Which of several private things of a certificate a text is: `document`, `case/1/request`, `declaration/<use>`. */
export type Purpose = string & { readonly __brand: 'Purpose' }

/** Accepts the purpose of a document or text. */
export function parsePurpose(input: unknown, field = 'purpose'): Purpose {
  if (input === DOCUMENT_PURPOSE) return input as Purpose
  return parseTextPurpose(input, field)
}

/** Accepts the purpose of a text, not that of the document. */
export function parseTextPurpose(input: unknown, field = 'purpose'): Purpose {
  const known = typeof input === 'string' && Object.values(TEXT_PURPOSES).some(({ pattern }) => pattern.test(input))
  if (known) return input as Purpose
  throw malformed(field, 'must be case/<number>/<kind>, clarification/<use> or declaration/<use>')
}

/** The key in the collection of the two members. */
export function privateKey(id: CertificateId, purpose: string): string {
  return `${privatePrefix(id)}${purpose}`
}

/** How every private key of a certificate begins. */
export function privatePrefix(id: CertificateId): string {
  return `${shortId(id)}/`
}

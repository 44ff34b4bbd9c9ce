/** Every reason for which a rule says no, and what each means in one sentence. */
export const REFUSAL_MEANINGS = {
  MALFORMED_INPUT: 'The input does not have the shape that is asked for; the detail names the field and the rule.',
  LIMIT_EXCEEDED: 'The input is larger than the register accepts; the detail names the limit.',
  DATASET_INVALID: 'The dataset misses or contradicts something that the record needs; every problem is listed.',
  AGREEMENT_NOT_FOLLOWED:
    'The dataset breaks rules of its agreement; every rule, its place and its article are listed.',
  DOCUMENT_NOT_ACCEPTED: 'The signed document cannot be issued: it is altered, redacted, or not of a known key.',
  MEMBER_UNKNOWN: 'The country or organisation is not a member of the network.',
  AUTHORITY_UNKNOWN: 'The issuing authority is not one that its member has declared.',
  ROLE_NOT_ALLOWED: 'The role of the caller does not allow this step.',
  CALLER_NOT_ISSUING_MEMBER: 'Only the member that issued the certificate may do this.',
  CALLER_NOT_ISSUING_AUTHORITY: 'Only the authority that issued the certificate may do this.',
  CERTIFICATE_NOT_FOUND: 'The register holds no certificate under this id.',
  CERTIFICATE_ALREADY_ISSUED: 'A certificate is registered under this id already; a number is given only once.',
  CERTIFICATE_USED: 'Something of the certificate has been reserved, used or drawn, so it can no longer be cancelled.',
  DUPLICATE_IN_REQUEST: 'The same certificate stands more than once in one request; only the first is considered.',
  KIND_NOT_SUPPORTED: 'Certificates of this kind cannot be issued under the rules in force.',
  TRANSITION_NOT_ALLOWED: 'The state of the certificate does not allow this step.',
  REQUEST_ID_REUSED: 'The request id has been used for the same certificate with other content.',
} as const

/** One reason for which a rule says no. */
export type RefusalCode = keyof typeof REFUSAL_MEANINGS

/** The closed list of refusal codes. */
export const REFUSALS = Object.keys(REFUSAL_MEANINGS) as readonly RefusalCode[]

// A refusal as it looks inside other people's text; what follows the code up to the end of the line is its detail.
const WIRE = new RegExp(`\\b(${REFUSALS.join('|')}): ([^\\r\\n]*)`)

/** A rule's answer "no". The code leads the message, because the message is all that the ledger passes on. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly detail: string

  constructor(code: RefusalCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }

  /** Finds the refusal inside a peer's error text, if there is one. */
  static find(text: string): Refusal | undefined {
    const [, code, detail = ''] = WIRE.exec(text) ?? []
    return code === undefined ? undefined : new Refusal(code as RefusalCode, detail)
  }
}

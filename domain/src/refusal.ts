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
  AUTHORITY_NOT_ACTIVE: 'The authority is not active on the day of issue or when the certificate is registered.',
  AUTHORITY_ALREADY_DECLARED: 'The member has declared an authority under this id already.',
  KEY_UNKNOWN: 'The key is not one that its authority has declared.',
  KEY_NOT_VALID:
    'The key was not in force on the day of issue, or no longer counted when the certificate was registered.',
  KEY_ALREADY_DECLARED: 'The authority has declared this key already.',
  PROFILE_UNKNOWN: 'No profile of this agreement was proposed in this version.',
  PROFILE_INVALID:
    'The text is not a profile of an agreement, or does not fit its proposal; the detail names the place.',
  PROFILE_ALREADY_PROPOSED: 'A profile of this agreement was proposed in this version already.',
  PROFILE_HASH_DIFFERENT: 'The hash is not that of the profile that was proposed.',
  PROFILE_NOT_IN_FORCE: 'The profile of the agreement is not in force between the two members on the day of issue.',
  REGISTER_OF_ANOTHER_MEMBER: 'A member edits only its own part of the registers.',
  MEMBER_NOT_PARTY: 'The member is no party to the agreement.',
  LATE_REASON_MISSING: 'The certificate is registered days after its issue, for which a reason must be given.',
  EFFECT_NOT_ALLOWED: 'The step cannot take effect at this date or time; the detail names the rule.',
  EXPORTER_UNKNOWN: 'The member has authorised no exporter under this code.',
  EXPORTER_NOT_AUTHORIZED: 'The authorisation of the exporter does not cover this day or these goods.',
  ROLE_NOT_ALLOWED: 'The role of the caller does not allow this step.',
  CALLER_NOT_ISSUING_MEMBER: 'Only the member that issued the certificate may do this.',
  CALLER_NOT_ISSUING_AUTHORITY: 'Only the authority that issued the certificate may do this.',
  CALLER_NOT_IMPORTING_MEMBER: 'Only the member into which the certificate imports may do this.',
  CALLER_NOT_PARTY: 'Only the issuing and the importing member of the certificate may do this.',
  CERTIFICATE_NOT_FOUND: 'The register holds no certificate under this id.',
  CERTIFICATE_ALREADY_ISSUED: 'A certificate is registered under this id already; a number is given only once.',
  CERTIFICATE_USED: 'Something of the certificate has been reserved, used or drawn, so it can no longer be cancelled.',
  CERTIFICATE_WITHDRAWN: 'The certificate is replaced, cancelled or annulled; the detail says which and why.',
  CERTIFICATE_EXPIRED: 'The last day of validity has passed, and no reason for late acceptance is given.',
  CERTIFICATE_ACQUITTED: 'Importing customs have closed the certificate: nothing more of it is used.',
  QUANTITY_EXCEEDED: 'More is asked for than is left of the item; the detail names what is left, in its blinded unit.',
  ITEM_UNKNOWN: 'The certificate has no item of this number.',
  ONE_DECLARATION_ONLY: 'The agreement lets the certificate cover one shipment, and another declaration cites it.',
  USE_ALREADY_RECORDED: 'A use of the certificate stands under this name already.',
  USE_NOT_FOUND: 'The certificate has no use of this name.',
  ORIGINAL_NOT_VALID: 'A certificate from which this one is drawn, directly or not, is cancelled or annulled.',
  ORIGINAL_EXPIRES_EARLIER: 'A certificate is valid no longer than each one from which it is drawn.',
  GOODS_DIFFERENT: 'An item is not the same goods as the one that it comes from, or is counted in another unit.',
  DATE_IN_FUTURE: 'The date lies after today at the acting office.',
  DUPLICATE_IN_REQUEST: 'The same certificate stands more than once in one request.',
  TRANSITION_NOT_ALLOWED: 'The state of the certificate does not allow this step.',
  DOCUMENT_NOT_REGISTERED: 'The document that is delivered is not the one whose hash is registered.',
  NOT_DELIVERED: 'The collection of the two members does not hold this document or text.',
  PURGED: 'The document and texts of this certificate were purged for good by both members.',
  LEGAL_HOLD: 'A member holds the document and texts back from purging.',
  CASE_OPEN: 'A verification case about the certificate is not determined yet.',
  CASE_ALREADY_OPEN: 'A verification case about the certificate is undecided; one is held at a time.',
  CASE_NOT_FOUND: 'The certificate has no verification case of this number.',
  CALLER_NOT_ADDRESSEE: 'Only the authority that issued the certificate, or the body that is asked, may do this.',
  ADDRESSEE_NOT_COMPETENT: 'The body that is to answer is no active competent authority of the issuing member.',
  REPLY_PERIOD_NOT_ALLOWED: 'The agreement does not let the asking side set this time for the reply.',
  REPLY_PERIOD_RUNNING: 'The time for the reply is not over, so its absence is no ground yet.',
  EXTENSION_NOT_PROVIDED: 'The agreement was not found to let the time for the reply be extended.',
  RETENTION_NOT_ENDED: 'The agreement still asks for the document and texts to be kept.',
  PURGE_NOT_AGREED: 'Both members must have asked for the purge.',
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

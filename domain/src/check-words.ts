import type { Verdict } from './check'

/** The questions that a check asks. */
export type CheckName =
  | 'signature'
  | 'document-hash'
  | 'registration'
  | 'document-state'
  | 'validity-period'
  | 'quantity'
  | 'register'
  | 'dataset'
  | 'register-entry'
  | 'agreement'

/** The answer to one question; unknown is neither. */
export type CheckResult = 'pass' | 'fail' | 'unknown'

/** Every answer that a check can give, in one sentence. Forged, cancelled and expired never look alike. */
export const CHECK_SENTENCES = {
  SIGNATURE_VALID: 'The document is signed with a key of its issuing authority.',
  SIGNATURE_INVALID:
    'The signature does not belong to this text: the document was altered, or never signed by its authority.',
  SIGNATURE_KEY_UNKNOWN: 'The key of the signature is not one that is known of this authority.',
  SIGNATURE_KEY_NOT_IN_FORCE: 'The key of the signature was not in force on the day of issue.',
  SIGNATURE_NOT_PRESENTED: 'Only a number and a hash were presented, so there is no signature to look at.',
  DOCUMENT_MALFORMED: 'The text is not a signed document of a known format.',
  HASH_REGISTERED: 'It is the document that was registered, letter by letter.',
  HASH_DIFFERENT: 'Another document was registered under this number.',
  HASH_NOT_COMPARABLE: 'Nothing is registered under this number, so there is no hash to compare with.',
  REGISTERED_BY_ISSUER: 'The authority that the document names registered it.',
  REGISTERED_BY_ANOTHER: 'Not the authority that the document names, but another one registered it.',
  ISSUER_NOT_READABLE: 'The document does not say readably who issued it.',
  NOT_REGISTERED: 'The register holds nothing under this number.',
  IN_FORCE: 'The certificate is neither cancelled nor replaced nor annulled.',
  CANCELLED: 'The certificate is genuine but was cancelled by the authority that issued it.',
  REPLACED: 'The certificate is genuine but another one has taken its place.',
  ANNULLED: 'The certificate was annulled by the authority that issued it.',
  WITHIN_VALIDITY: 'The period of validity has not ended.',
  EXPIRED: 'The period of validity has ended.',
  QUANTITY_LEFT: 'Something of the certified quantity is left.',
  QUANTITY_USED_UP: 'Nothing of the certified quantity is left.',
  REGISTER_CURRENT: 'The register that was asked is up to date.',
  REGISTER_BEHIND: 'The register that was asked may be behind: a later change may be missing.',
  DATASET_COMPLETE: 'The dataset has what every certificate needs.',
  DATASET_INCOMPLETE: 'The dataset misses or contradicts something that every certificate needs.',
  CONTENT_NOT_PRESENTED: 'The content was not presented.',
  ENTRY_NOT_COMPARABLE: 'The dataset cannot be compared with the register as long as it is incomplete.',
  AGREES_WITH_REGISTER: 'Agreement, countries, dates and quantities are those that were registered.',
  DIFFERS_FROM_REGISTER: 'Something in the document is not what was registered.',
  AGREEMENT_FOLLOWED: 'It follows the rules of form of its agreement, as far as they are known here.',
  AGREEMENT_MINOR_DISCREPANCY: 'It departs from its agreement in what the agreement itself forgives.',
  AGREEMENT_NOT_FOLLOWED: 'It breaks rules of its agreement.',
  AGREEMENT_UNKNOWN: 'The rules of this agreement, in this version, are not known here.',
  AGREEMENT_NOT_COMPARABLE: 'The dataset cannot be held against its agreement as long as it is incomplete.',
} as const

/** One answer that a check can give. */
export type CheckCode = keyof typeof CHECK_SENTENCES

/** What every answer says about origin. */
export const ORIGIN_NOTE =
  'A check looks at the document and the register. It does not determine the origin of the goods; that is for the customs procedure.'

/** What may be done next, by verdict. */
export const NEXT_STEPS: Readonly<Record<Verdict, string>> = {
  VALID:
    'The preference may be considered under the agreement; doubts about origin go to the issuing side as a verification request.',
  NOT_VALID:
    'Do not grant the preference on this document; ask the declarant for another one, or the issuing side to verify it.',
  CANNOT_DETERMINE:
    'Ask for the document itself or wait for the register; if that does not help, ask the issuing side to verify it.',
}

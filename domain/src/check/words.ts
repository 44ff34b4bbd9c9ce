import type { Verdict } from './answer'

/** The questions that a check asks. */
export type CheckName =
  | 'signature'
  | 'certificate-chain'
  | 'authority'
  | 'recognition'
  | 'official-signature'
  | 'exporter-declaration'
  | 'exporter'
  | 'disclosures'
  | 'required-elements'
  | 'claims'
  | 'document-hash'
  | 'registration'
  | 'entitlement'
  | 'document-state'
  | 'validity-period'
  | 'originals'
  | 'quantity'
  | 'register'
  | 'dataset'
  | 'register-entry'
  | 'agreement'
  | 'exchange'

/** The answer to one question; unknown is neither. */
export type CheckResult = 'pass' | 'fail' | 'unknown'

/** Every answer that a check can give, in one sentence. Forged, cancelled and expired never look alike. */
export const CHECK_SENTENCES = {
  SIGNATURE_VALID: 'The document is signed with a key of its issuing authority.',
  SIGNATURE_INVALID:
    'The signature does not belong to this text: the document was altered, or never signed by its authority.',
  SIGNATURE_KEY_UNKNOWN: 'The key of the signature is not one that is known of this authority.',
  SIGNATURE_KEY_NOT_IN_FORCE: 'The key of the signature was not in force on the day of issue.',
  SIGNATURE_KEY_OF_ANOTHER:
    'The key of the signature belongs to another authority than the one that the document names.',
  SIGNATURE_KEY_COMPROMISED: 'The key of the signature was in the wrong hands when the document was signed.',
  SIGNATURE_KEY_COMPROMISED_LATER:
    'The key of the signature came into the wrong hands later; only a registration before that time makes it good.',
  TRUST_MISSING: 'Without a trust snapshot nobody’s key is known here, whatever the document says of its own.',
  CHAIN_HOLDS: 'The certificate of the key leads to a certificate authority that the issuing member recognises.',
  CHAIN_NOT_ANCHORED:
    'The certificate of the key leads to no certificate authority that is known of the issuing member.',
  CHAIN_BROKEN: 'The certificates in the document do not hold together.',
  CHAIN_NOT_IN_FORCE: 'A certificate of the key was not in force when the document was sealed.',
  CHAIN_OF_ANOTHER_KEY: 'The certificate in the document is not that of the key that signed it.',
  AUTHORITY_ACTIVE: 'The authority was active on the day of issue.',
  AUTHORITY_NOT_ACTIVE: 'The authority was not active on the day of issue.',
  AUTHORITY_ACTIVE_AT_REGISTRATION: 'The authority was active when the certificate was registered.',
  AUTHORITY_NOT_ACTIVE_AT_REGISTRATION: 'The authority was not active when the certificate was registered.',
  AUTHORITY_RECOGNISED: 'The member that asks recognises the authority under this agreement.',
  RECOGNITION_MISSING: 'The member that asks has not recorded that it recognises the authority under this agreement.',
  SIGNATURE_KEY_GOOD_AT_REGISTRATION:
    'The key of the signature came into the wrong hands only after the document was registered.',
  OFFICIAL_SIGNATURE_VALID: 'An official of the authority signed it.',
  OFFICIAL_SIGNATURE_INVALID: 'The official’s signature does not belong to this document.',
  OFFICIAL_KEY_UNKNOWN: 'The key of the official’s signature is not one that is known of this authority.',
  OFFICIAL_KEY_NOT_IN_FORCE: 'The key of the official’s signature was not in force on the day of issue.',
  EXPORTER_DECLARATION_HOLDS: 'The holder of the exporter’s key declared these goods and parties.',
  EXPORTER_DECLARATION_SIGNED: 'The exporter’s declaration is signed; what it covers is partly withheld here.',
  EXPORTER_DECLARATION_INVALID: 'The exporter’s declaration was altered, or is one of other goods or parties.',
  EXPORTER_AUTHORISED: 'The exporter was authorised to declare the origin of these goods.',
  EXPORTER_NOT_AUTHORISED: 'The exporter was not authorised to declare the origin of these goods on that day.',
  EXPORTER_NOT_IN_REGISTER: 'The register holds no authorisation of an exporter under this code.',
  DISCLOSURES_HOLD: 'Everything that is shown is what the authority signed.',
  DISCLOSURE_TAMPERED: 'Something that is shown was never signed by the authority.',
  REQUIRED_ELEMENTS_SHOWN: 'Everything is shown that may never be withheld.',
  REQUIRED_ELEMENT_WITHHELD: 'Something is withheld that may never be withheld.',
  CLAIMS_AGREE: 'The document’s reference to the register is that of its certificate.',
  CLAIMS_CONTRADICT: 'The document’s reference to the register belongs to another certificate.',
  ID_NOT_OF_NUMBER:
    'The register keeps the certificate under another id than its two members make of its number, which may therefore have been given twice.',
  NUMBER_NOT_COMPARABLE:
    'The certificate was found by the hash of its document; whether the number is its own cannot be told here.',
  SIGNATURE_NOT_PRESENTED: 'No signed document was presented, so there is no signature to look at.',
  DOCUMENT_MALFORMED: 'The text is not a signed document of a known format.',
  HASH_REGISTERED: 'It is the document that was registered, letter by letter.',
  HASH_DIFFERENT: 'Another document was registered under this number.',
  HASH_NOT_PRESENTED:
    'Neither the document nor its hash was presented: whether it is the one that was registered stays open.',
  HASH_NOT_COMPARABLE: 'Nothing is registered under this number, so there is no hash to compare with.',
  REGISTERED_BY_ISSUER: 'The authority that the document names registered it.',
  REGISTERED_LATE: 'It was registered more than three days after its issue, for the reason that the register names.',
  REGISTERED_BY_ANOTHER: 'Not the authority that the document names, but another one registered it.',
  REGISTRATION_ENTITLED:
    'Whoever registered it was entitled to, by the rules run again over the register’s own blocks.',
  CHANGES_ENTITLED: 'Whoever changed what the register shows of it was entitled to, by the rules run again.',
  CHANGE_NOT_ENTITLED: 'The register shows something of it that the rules would not have allowed whoever wrote it.',
  RESTS_ON_CHANGE_NOT_ENTITLED:
    'The register shows something that it rests on which the rules would not have allowed whoever wrote it.',
  ISSUER_NOT_READABLE: 'The document does not say readably who issued it.',
  NOT_REGISTERED: 'The register holds no such certificate.',
  NOT_FOUND_BY_NUMBER:
    'No certificate of this number is known between its issuing member and the one that was asked; a certificate between two other members is found by its document or id only.',
  NOT_REGISTERED_BY_WHO_REGISTERS_ALL:
    'The register holds no such certificate, although the issuing member registers every certificate.',
  IN_FORCE: 'The certificate is neither cancelled nor replaced nor annulled.',
  TRUE_COPY_CERTIFIED:
    'A certified true copy of it was made; the copy and the original count against the same quantities.',
  CANCELLED: 'The certificate is genuine but was cancelled by the authority that issued it.',
  REPLACED: 'The certificate is genuine but another one has taken its place.',
  ANNULLED: 'The certificate was annulled by the authority that issued it.',
  ORIGINALS_STAND: 'The certificates from which it comes are neither cancelled nor annulled.',
  ORIGINAL_REPLACED: 'A certificate from which it is drawn was replaced later; what was drawn before stands.',
  ORIGINAL_NOT_VALID: 'A certificate from which it comes, directly or not, was cancelled or annulled.',
  WITHIN_VALIDITY: 'The period of validity has not ended.',
  EXPIRED: 'The period of validity has ended.',
  QUANTITY_LEFT: 'Something of the certified quantity is left.',
  QUANTITY_USED_UP: 'Nothing of the certified quantity is left.',
  REGISTER_CURRENT: 'The register that was asked is up to date.',
  REGISTER_BEHIND: 'The register that was asked may be behind: a later change may be missing.',
  DATASET_COMPLETE: 'The dataset has what every certificate needs.',
  DATASET_INCOMPLETE: 'The dataset misses or contradicts something that every certificate needs.',
  DATASET_PARTLY_WITHHELD: 'What is shown of the dataset is in order; the rest was signed but is withheld.',
  CONTENT_NOT_PRESENTED: 'The content was not presented.',
  ENTRY_NOT_COMPARABLE: 'The dataset cannot be compared with the register as long as it is incomplete.',
  AGREES_WITH_REGISTER: 'Agreement, countries, dates and quantities are those that were registered.',
  DIFFERS_FROM_REGISTER: 'Something in the document is not what was registered.',
  EXCHANGE_ELECTRONIC: 'The importing member takes certificates under this agreement electronically.',
  PAPER_ALSO: 'The importing member asks for the paper as well under this agreement.',
  PAPER_ONLY: 'The importing member takes certificates under this agreement on paper only.',
  AGREEMENT_FOLLOWED: 'It follows the rules of form of its agreement, as far as they are known here.',
  AGREEMENT_MINOR_DISCREPANCY: 'It departs from its agreement in what the agreement itself forgives.',
  AGREEMENT_NOT_FOLLOWED: 'It breaks rules of its agreement.',
  AGREEMENT_UNKNOWN: 'The rules of this agreement, in this version, are not known here.',
  AGREEMENT_IN_ANOTHER_FORM: 'The rules of this agreement that are in force are not those that are known here.',
  AGREEMENT_PARTLY_WITHHELD: 'Whether it follows its agreement cannot be told without what is withheld.',
  AGREEMENT_NOT_COMPARABLE: 'The dataset cannot be held against its agreement as long as it is incomplete.',
} as const

/** One answer that a check can give. */
export type CheckCode = keyof typeof CHECK_SENTENCES

/** What every answer says about origin. */
export const ORIGIN_NOTE =
  'A check looks at the document and the register. It does not determine the origin of the goods; that is for the customs procedure.'

/** What every answer says that was given without a register. */
export const OFFLINE_NOTE =
  'No register was asked: whether the certificate was registered, cancelled, replaced, annulled or used up is not known.'

/** What may be done next, by verdict. */
export const NEXT_STEPS: Readonly<Record<Verdict, string>> = {
  VALID:
    'The preference may be considered under the agreement; doubts about origin go to the issuing side as a verification request.',
  NOT_VALID:
    'Do not grant the preference on this document; ask the declarant for another one, or the issuing side to verify it.',
  CANNOT_DETERMINE:
    'Ask for the document itself or wait for the register; if that does not help, ask the issuing side to verify it.',
}

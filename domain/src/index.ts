export { AUTHORITY_ATTRIBUTE, ROLES, ROLE_ATTRIBUTE, roleNamed } from './caller'
export type { Caller, Role } from './caller'
export { canonicalText, depthOf, parseJson } from './canonical'
export type { Json } from './canonical'
export {
  DELIVERY_STATES,
  DOCUMENT_STATES,
  VERIFICATION_STATES,
  parseCertificateRecord,
  registeredPartOf,
} from './certificate'
export type {
  CertificateLinks,
  CertificateRecord,
  CertificateStates,
  DeliveryState,
  DocumentState,
  VerificationState,
} from './certificate'
export { certificateId, parseAuthorityId, parseCertificateId, parseCertificateNumber } from './certificate-id'
export type { CertificateId, CertificateReference } from './certificate-id'
export { CANCELLATION_REASONS, TRANSITIONS as STEP_NAMES, parseCancellationReason, parseRequestId } from './change'
export type { CancellationReason, LastChange, RegistrationStamp, Stamp, Transition } from './change'
export { checkDocument, finding, overallVerdict } from './check'
export type {
  Check,
  CheckAnswer,
  CheckInput,
  Finding,
  Findings,
  PresentedContent,
  SignatureResult,
  Verdict,
} from './check'
export { CHECK_SENTENCES, NEXT_STEPS, ORIGIN_NOTE } from './check-words'
export type { CheckCode, CheckName, CheckResult } from './check-words'
export {
  CERTIFICATES_EVENT,
  CHAINCODE_NAME,
  CHANNEL_NAME,
  CONTRACT_NAME,
  TRANSACTIONS,
  certificateIdOfKey,
  certificateKey,
  changeOf,
  parseCertificatesEvent,
  parseHistory,
  parseIssueResult,
  parseRecordText,
  parseRegistrationList,
} from './contract'
export type {
  CertificateChange,
  CertificatesEvent,
  HistoryEntry,
  IssueOutcome,
  IssueResult,
  OutcomeRefusal,
  TransactionName,
} from './contract'
export { KINDS, issueDateOf, parseDataset } from './dataset'
export type { CertificateKind, Dataset, DatasetItem, DatasetProblem, DatasetReading } from './dataset'
export { dateOf, isDate, parseDate } from './date'
export type { IsoDate } from './date'
export { documentHash, parseDocumentHash, sha256Hex } from './hash'
export type { DocumentHash } from './hash'
export {
  blindAmount,
  blindFactor,
  isUntouched,
  openAccount,
  parseItemAccount,
  smallestUnits,
  unblindAmount,
  unusedOf,
  useOf,
} from './item-account'
export type { ItemAccount, UseState } from './item-account'
export { ISSUABLE_KINDS, NEXT, STEPS, advance, decideCancel, decideIssue, requireIssuer } from './lifecycle'
export type { Decision } from './lifecycle'
export { LIMITS } from './limits'
export {
  MEMBERS,
  OBSERVER,
  REQUIRED_ENDORSEMENTS,
  TOLERATED_FAULTS,
  memberByCode,
  memberByMspId,
  pairCollection,
  parseMemberCode,
} from './member'
export type { Member, MemberCode, OrganisationCode } from './member'
export { REFUSALS, REFUSAL_MEANINGS, Refusal } from './refusal'
export type { RefusalCode } from './refusal'
export { DOCUMENT_FORMATS, certificateIdOf, parseRegistration, registrationOf } from './registration'
export type { DocumentFormat, RegisteredItem, Registration } from './registration'
export { isObject } from './shape'

// What a page needs: documents, their checks, datasets and agreements; not what only the contract and gateways run.
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
export { parseAuthorityId, parseCertificateId, parseCertificateNumber } from './certificate-id'
export type { CertificateId, CertificateReference } from './certificate-id'
export { CANCELLATION_REASONS, TRANSITIONS as STEP_NAMES } from './certificate/words'
export { parseRequestId } from './change'
export type { CancellationReason, Transition } from './certificate/words'
export type { LastChange, RegistrationStamp, Stamp } from './change'
export { check, finding, overallVerdict } from './check/answer'
export type { Check, CheckAnswer, Finding, Findings, Verdict } from './check/answer'
export { checkDocument, checkOffline } from './check/check'
export type { CheckInput } from './check/check'
export type { ProfileInForce } from './check/form-checks'
export type { Entitlement } from './check/entitlement'
export type { Presented, PresentedContent } from './check/presented'
export { RECEIPT_TYPE, checksOf, readReceipt, signReceipt } from './check/receipt'
export type { CheckReceipt } from './check/receipt'
export { CHECK_SENTENCES, NEXT_STEPS, OFFLINE_NOTE, ORIGIN_NOTE } from './check/words'
export type { CheckCode, CheckName, CheckResult } from './check/words'
export { DATASET_RULES } from './dataset/problem'
export type { DatasetProblem, DatasetRule } from './dataset/problem'
export { CERTIFICATE_TYPES } from './dataset/common-formats'
export type { CertificateKind } from './dataset/common-formats'
export type { CommonDataset, CommonItem } from './dataset/dataset-type'
export { issueDateOf, parseDataset } from './dataset/parse'
export type { DatasetReading, MemberDataset as Dataset } from './dataset/parse'
export { datasetComponent, datasetSchema } from './dataset/schema'
export { dateOf, isDate, parseDate } from './date'
export type { IsoDate } from './date'
export { documentHash, parseDocumentHash, sha256Hex } from './hash'
export type { DocumentHash } from './hash'
export {
  blindAmount,
  blindFactor,
  isUntouched,
  itemSaltOf,
  openAccount,
  parseItemAccount,
  smallestUnits,
  unblindAmount,
  unusedOf,
  useOf,
} from './item-account'
export type { Blinding, ItemAccount, UseState } from './item-account'
export { LIMITS } from './limits'
export {
  MEMBERS,
  OBSERVER,
  REQUIRED_ENDORSEMENTS,
  TOLERATED_FAULTS,
  memberByCode,
  memberByMspId,
  memberNamed,
  memberPairs,
  pairCollection,
  parseMemberCode,
} from './member'
export type { Member, MemberCode, OrganisationCode } from './member'
export { REFUSALS, REFUSAL_MEANINGS, Refusal } from './refusal'
export type { RefusalCode } from './refusal'
export { DOCUMENT_FORMATS, parseRegistration, referenceOf, registrationOf } from './registration'
export type { DocumentFormat, RegisteredItem, Registration } from './registration'
export { isObject } from './shape'
export { JsonProblem, parseStrictJson } from './strict-json'
export { addDays, addMonths, daysBetween, weekdayOf } from './calendar/day'
export { endOfPeriod, printPeriod } from './calendar/period'
export type { Period } from './calendar/period'
export { addWorkingDays, isWorkingDay } from './calendar/working-days'
export type { WorkingCalendar } from './calendar/working-days'
export { CALENDARS, calendarOf } from './calendar/calendars'
export { PROFILES, profileNamed } from './agreements/catalogue'
export { parseAgreementProfile, profileHash } from './agreements/parse-profile'
export { PROFILE_SCHEMA } from './agreements/profile-schema'
export { checkAgainstProfile } from './agreements/check'
export type { CheckContext } from './agreements/context'
export { blockedItems, complianceOf } from './agreements/finding'
export type { Compliance, ProfileFinding } from './agreements/finding'
export { parseCriterion, printCriterion } from './agreements/criterion'
export { deadline, deadlineRule } from './agreements/deadline'
export type { DeadlineAnswer } from './agreements/deadline'
export { profilesBetween } from './agreements/matrix'
export { waiverFor } from './agreements/waiver'
export type { AgreementProfile, DeadlineName } from './agreements/profile'
export type { ChainReading, ChainResult, Cryptography, PublicJwk, Signer } from './document/cryptography'
export { parseQrText, printQrText } from './document/qr-text'
export type { QrReference } from './document/qr-text'
export { NotADocument } from './document/not-a-document'
export { base64url, base64urlBytes } from './document/base64url'
export { jwkThumbprint } from './document/thumbprint'
export { sealDocument } from './document/seal'
export type { SealInput, Sealed } from './document/seal'
export { signAsExporter } from './document/exporter'
export { readSealed } from './document/read-sealed'
export type { SealedDocument } from './document/read-sealed'
export { VIEWS, VIEW_NAMES, redact } from './document/redact'
export type { Redaction, ViewName } from './document/redact'
export { identityOf } from './document/identity'
export type { DocumentIdentity } from './document/identity'
export { examineDocument } from './document/examine'
export type { Examination, ExamineContext } from './document/examine'
export { parsePublicJwk, readTrust } from './document/trust-snapshot'
export type { IndexedTrust, KeyUse, TrustSnapshot, TrustedAuthority, TrustedKey } from './document/trust-snapshot'
export { CREDENTIAL_TYPE, EXPORTER_CLAIM, NEVER_WITHHELD, SEALED_LIMITS, SEALED_TYPE } from './document/profile'

export * from './browser'
export { CertificateIdKey, certificateId, isSameReference } from './certificate-id'
export type { KeyHolder } from './certificate-id'
export { certificateIdIn, referenceIn } from './document/identity'
export { CHAINCODE_NAME, CHANNEL_NAME, CONTRACT_NAME, parseRecordText } from './contract'
export { agreementsPage } from './agreements/documentation'
export { profileSections } from './agreements/documentation-profile'
export { datasetDocumentation } from './dataset/documentation'
export { DELIVERY_TRANSACTIONS, deliveryKey, loadDelivery } from './delivery/transactions'
export { decideAnswer, decideDelivered } from './delivery/decide'
export type { Acknowledgement } from './delivery/decide'
export {
  TRANSIENT_ENTRIES,
  acknowledgementEntry,
  deliveredEntry,
  parseShortId,
  printPrivateEntries,
} from './delivery/entries'
export type { AcknowledgementEntry, PrivateEntry } from './delivery/entries'
export { envelopeHash, parseEnvelope, printEnvelope } from './delivery/envelope'
export type { Envelope } from './delivery/envelope'
export {
  DOCUMENT_PURPOSE,
  TEXT_PURPOSES,
  parsePurpose,
  parseTextPurpose,
  privateKey,
  privatePrefix,
} from './delivery/purpose'
export type { Purpose } from './delivery/purpose'
export { gapOf } from './delivery/gap'
export type { Gap } from './delivery/gap'
export { deliveryStateOf, parseDelivery, printDelivery, stateOf } from './delivery/record'
export type { DeliveryRecord } from './delivery/record'
export { ANSWER_MEANINGS, DELIVERY_ANSWERS, DELIVERY_STEPS, REJECTION_REASONS, STATE_AFTER } from './delivery/steps'
export type { DeliveryAnswer, DeliveryEvent, DeliveryStep, RejectionReason } from './delivery/steps'
export { RETENTION_TRANSACTIONS } from './retention/transactions'
export { endOfRetention } from './retention/end'
export { loadRetention, parseRetention, printRetention, retentionKey, retentionStateOf } from './retention/record'
export type { LegalHold, PurgeProof, PurgeRequest, RetentionRecord } from './retention/record'
export { HOLD_REASONS, PURGE_GROUNDS, RETENTION_STATES, RETENTION_STEPS } from './retention/steps'
export type { HoldReason, PurgeGround, RetentionEvent, RetentionState, RetentionStep } from './retention/steps'
export { checkDeclarationLines } from './declaration/check-lines'
export { declarationsPage } from './declaration/documentation'
export type { DeclarationCheckInput, LineAnswer, Measured } from './declaration/check-lines'
export { DECLARATION_LINES_MOST, LATE_REASONS, parseDeclaration } from './declaration/declaration'
export type { CitedCertificate, Declaration, DeclarationLine, LateReason } from './declaration/declaration'
export type { DeclaredCertificate } from './declaration/declared-certificate'
export { declarationDigest } from './declaration/digest'
export type { DeclarationIdentity } from './declaration/digest'
export { MINOR_KINDS, MINOR_KIND_NAMES } from './declaration/minor-discrepancy'
export type { MinorDiscrepancy, MinorKind } from './declaration/minor-discrepancy'
export type { NextStep } from './declaration/next-steps'
export { printUnits } from './declaration/print-units'
export { clearQuantity, leftInRefusal, quantitiesLeft, reservationsOf } from './declaration/reservation'
export type { LineReservation, ReservationMeans } from './declaration/reservation'
export { convertUnits } from './declaration/units'
export { LINE_CHECKS, LINE_CODES, LINE_STEPS } from './declaration/words'
export type { LineCheck, LineCheckName, LineCode, LineCodeMeaning, LineStep } from './declaration/words'
export { lifeOf, useOfAll } from './statistics/life'
export type { CaseLife, CertificateLife, LifeChange } from './statistics/life'
export { statisticsCsv } from './statistics/csv'
export { DIMENSIONS, SPANS, USE_STATES, statisticsOf } from './statistics/statistics'
export type { Dimension, Figures, FiguresRow, MedianTime, Span, Statistics } from './statistics/statistics'
export { parseOutcomes } from './ledger/entries'
export type { EntryRefusal, Outcome } from './ledger/entries'
export { eventOf } from './ledger/event'
export type { LedgerEvent } from './ledger/event'
export { KEY_PREFIXES, certificateOfKey, ledgerKey, longId, partsOfKey, shortId } from './ledger/keys'
export type { RecordKind } from './ledger/keys'
export type { KeyVersion, LedgerState, RecordReader } from './ledger/ledger-state'
export { MemoryLedger } from './ledger/memory-state'
export { runTransaction } from './ledger/run'
export type { RunInput, RunResult } from './ledger/run'
export { entitledInstead, rerun } from './ledger/rerun'
export type { CommittedCall, PrivateWrite, PublicState, Rerun } from './ledger/rerun'
export { TRANSACTIONS } from './ledger/table'
export type { TransactionName } from './ledger/table'
export type { Transaction, TransactionSpec } from './ledger/transaction'
export { CERTIFICATE_TRANSACTIONS } from './certificate/transactions'
export { brokenAncestors } from './certificate/ancestor'
export type { Ancestor } from './certificate/ancestor'
export { ancestryOf } from './certificate/ancestry'
export { requireIssuer } from './certificate/guards'
export {
  destinationKey,
  importingMemberOf,
  loadCertificate,
  loadDestination,
  loadRegistered,
  loadStatus,
  loadUse,
  registeredKey,
  statusKey,
  useKey,
} from './certificate/load'
export { parseRegisteredCertificate, printRegisteredCertificate } from './certificate/registered'
export type { RegisteredCertificate } from './certificate/registered'
export { parseIssueEntry, printRegistration } from './certificate/registration-entry'
export type { DrawnFrom, IssueEntry, OpenIssueEntry, Replacement } from './certificate/registration-entry'
export { parseDestination, parseStatus, printStatus } from './certificate/status'
export type { CertificateStatus, ChangeMark, TakenItem } from './certificate/status'
export { NEXT, STEPS } from './certificate/steps'
export type { CertificateStep } from './certificate/steps'
export { parseTake, printTake, printUseName } from './certificate/use-entries'
export type { CorrectionEntry, RefusalEntry, TakeEntry, UseName } from './certificate/use-entries'
export { USE_RECORD_STATES, parseUse, printUse } from './certificate/use-record'
export type { UseRecord, UseRecordState, UsedItem } from './certificate/use-record'
export {
  ANNULMENT_REASONS,
  CHANGE_REASONS,
  CORRECTION_REASONS,
  LATE_REGISTRATION_REASONS,
  REASSESSMENTS,
  REFUSED_ITEM_REASONS,
  REPLACEMENT_REASONS,
  TRUE_COPY_REASONS,
} from './certificate/words'
export type {
  AnnulmentReason,
  ChangeReason,
  CorrectionReason,
  LateRegistrationReason,
  Reassessment,
  RefusedItemReason,
  ReplacementReason,
  TrueCopyReason,
} from './certificate/words'
export { civilDate } from './calendar/civil-date'
export { CASE_TRANSACTIONS, parseCases } from './verification/transactions'
export { caseHeadKey, caseKey, loadCase, loadCases, openCaseOf } from './verification/load'
export {
  addresseeOf,
  isUndecided,
  openedOf,
  parseCase,
  purposeOfEvent,
  stateOfCase,
  verificationStateOf,
  visitStateOf,
} from './verification/record'
export type { CaseEvent, CaseEventOf, VerificationCase } from './verification/record'
export type { CaseContents, CaseRequest } from './verification/content'
export { VISIT_ANSWERS } from './verification/entries'
export type { VisitAnswer } from './verification/entries'
export { deadlinesOf as caseDeadlinesOf, refusalNoticeDeadline } from './verification/deadlines'
export { DEADLINE_STATES, isOverdue } from './verification/deadline-state'
export type { CaseDeadline, DeadlineState } from './verification/deadline-state'
export { partiesOf } from './verification/start'
export type { CaseParties, StartDay } from './verification/start'
export { CASE_NOTICES, noticesOf } from './verification/notices'
export type { CaseNotice } from './verification/notices'
export { caseLifeOf } from './verification/life'
export { BUSINESS_CODES } from './process/business-codes'
export type { BusinessCode, Said } from './process/business-codes'
export { processPage, processPictures } from './process/page'
export { CASE_DEADLINES } from './verification/deadline-table'
export { CASE_EVENTS, CASE_STATES, CASE_STEPS, SIDE_ROLES, VISIT_STATES } from './verification/steps'
export type { CaseEventName, CaseSide, CaseState, CaseStep, VisitState } from './verification/steps'
export {
  CASE_ANSWERS,
  CASE_BASES,
  CASE_KINDS,
  CASE_REASONS,
  CASE_RESULTS,
  PREFERENCES,
  WITHDRAWAL_REASONS,
} from './verification/words'
export type {
  CaseAnswer,
  CaseBasis,
  CaseKind,
  CaseReason,
  CaseResult,
  Preference,
  WithdrawalReason,
} from './verification/words'
export { SEAL_PICTURES, parseSpecimen, printSpecimen, readSpecimen } from './register/specimen'
export type { SealPicture, Specimen } from './register/specimen'
export { specimenTransient } from './register/specimen-transactions'
export type { SpecimenEntry } from './register/specimen-transactions'
export { REGISTER_TRANSACTIONS } from './register/transactions'
export {
  loadParty,
  loadProposal,
  parseParty,
  parseProposal,
  partyKey,
  profileKey,
  proposalKey,
} from './register/agreement-record'
export type { PartyRecord, ProposalRecord, Successor } from './register/agreement-record'
export { authorityAsOf, keyAsOf, statePeriods, wasActiveOn } from './register/as-of'
export type { KeyStanding, StatePeriod } from './register/as-of'
export type {
  AuthorityEntry,
  KeyEndEntry,
  KeyEntry,
  ReplacementEntry,
  StateChangeEntry,
} from './register/authority-entries'
export { authorityKey, isAuthorityName, loadAuthority, parseAuthority } from './register/authority-record'
export type { AuthorityKey, AuthorityRecord, StateEntry } from './register/authority-record'
export { registeredIssueOf, registerTrustChecks, withTrust } from './register/checks'
export type { RegisteredIssue } from './register/checks'
export { thumbprintOf } from './register/decide-key'
export {
  coversGoods,
  exporterKey,
  loadExporter,
  parseExporter,
  parseExporterCode,
  requireMayDeclare,
} from './register/exporter-record'
export { exporterChecks, requireApprovedExporter } from './register/approved-exporter'
export type { DeclaredOrigin } from './register/approved-exporter'
export type { ExporterEntry, ExporterRecord, ExporterUse } from './register/exporter-record'
export type { Term } from './register/fields'
export {
  loadProfile,
  missingApprovals,
  partiesAmongMembers,
  profileInForce,
  profileOf,
  wordsOn,
} from './register/in-force'
export type { ProfileUse } from './register/in-force'
export { isLate, requireMayIssue, requireReason } from './register/may-issue'
export type { IssueQuestion } from './register/may-issue'
export { loadMember, memberKey, modeOf, parseMember } from './register/member-record'
export type { Capability, MemberEntry, MemberRecord } from './register/member-record'
export { loadRecognition, parseRecognition, recognitionKey } from './register/recognition-record'
export type { RecognitionEntry, RecognitionRecord } from './register/recognition-record'
export { AUTHORITY_STATES, AUTHORITY_STEPS } from './register/steps'
export type { AuthorityState, AuthorityStep } from './register/steps'
export { seedRounds } from './register/seed'
export type { SeedAuthority, SeedKnown, SeedMember, SeedTransaction } from './register/seed'
export { isRecognised, trustSnapshotOf } from './register/trust'
export type { KeyedText, SnapshotQuestion } from './register/trust'
export { AUTHORITY_FUNCTIONS, CAPABILITY_MODES, DAYS_UNTIL_LATE, DIRECTIONS, MEMBER_FUNCTIONS } from './register/words'
export type { AuthorityFunction, CapabilityMode, Direction, MemberFunction } from './register/words'
export { exposurePage } from './exposure/page'
export { CONCLUSIONS } from './exposure/table'
export type { Conclusion } from './exposure/table'

export { readBlock } from './ledger/block'
export type { BlockSignature, LedgerBlock } from './ledger/block'
export { committedCall } from './ledger/committed-call'
export { dataHash, headerBytes, headerHash, hex } from './ledger/header'
export type { BlockHeader } from './ledger/header'
export { counts, lastTime, readTransaction } from './ledger/transaction'
export type {
  ConfigTransaction,
  EndorsedTransaction,
  Endorsement,
  LedgerTransaction,
  PlacedTransaction,
  Signed,
  UnreadableTransaction,
} from './ledger/transaction'
export type {
  CollectionSet,
  HashedRead,
  HashedWrite,
  KeyRead,
  KeyWrite,
  NamespaceSet,
  Version,
} from './ledger/write-set'
export { quorumOf, readChannelConfig } from './ledger/channel-config'
export type { ChannelConfig, Ordering } from './ledger/channel-config'
export { callerOf, identityOf, organisationOf, readIdentity } from './ledger/identity'
export type { LedgerIdentity } from './ledger/identity'
export { hasRole, problemOf, readMsp } from './ledger/msp'
export type { Msp, NodeRole } from './ledger/msp'
export { blockSigners, endorsersOf, endorsingMsps, submitterOf } from './ledger/signers'
export type { BlockSigners, Signer } from './ledger/signers'
export { Audit } from './audit/audit'
export { FINDING_MEANINGS } from './audit/finding'
export type { Actor, Finding, FindingRule, FoundTransaction } from './audit/finding'
export type { AuditReport } from './audit/report'
export { BUNDLE_FORMAT, BUNDLE_LIMITS, BundleProblem, parseBundle, printBundle } from './bundle/bundle'
export type { EvidenceBundle } from './bundle/bundle'
export { EVIDENCE_SENTENCES } from './bundle/evidence-answer'
export type {
  EvidenceAnswer,
  EvidenceCheck,
  EvidenceCode,
  EvidenceQuestion,
  ProvenTransaction,
} from './bundle/evidence-answer'
export { STATED } from './bundle/check-statements'
export { versionsRead } from './bundle/touching'
export { gatherBlocks } from './bundle/gather'
export type { Gathering } from './bundle/gather'
export { verifyBundle } from './bundle/verify-bundle'
export type { Known } from './bundle/verify-bundle'

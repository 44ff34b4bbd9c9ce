export { readBlock } from './ledger/block'
export type { BlockSignature, LedgerBlock } from './ledger/block'
export { committedCall } from './ledger/committed-call'
export { dataHash, headerBytes, headerHash, hex } from './ledger/header'
export type { BlockHeader } from './ledger/header'
export { readTransaction } from './ledger/transaction'
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

export { readBlock } from './ledger/block'
export type { BlockSignature, LedgerBlock } from './ledger/block'
export { dataHash, headerBytes, headerHash } from './ledger/header'
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

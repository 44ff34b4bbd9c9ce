import type { CommittedTransaction } from './ledger'

export interface BlockRow {
  readonly number: number
  readonly hash: Uint8Array
  readonly bytes: Uint8Array
  readonly commit_hash: Uint8Array
}

export interface TransactionRow {
  readonly block: number
  readonly idx: number
  readonly tx_id: string
  readonly code: number
}

/** A stored transaction's outcome. */
export function committed(row: TransactionRow): CommittedTransaction {
  return { txId: row.tx_id, code: row.code, blockNumber: row.block, index: row.idx }
}

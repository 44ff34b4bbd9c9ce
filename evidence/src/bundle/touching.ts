import { certificateOfKey } from '@eco/domain'
import type { CertificateId } from '@eco/domain'
import type { LedgerBlock } from '../ledger/block'
import { committedCall } from '../ledger/committed-call'
import { counts } from '../ledger/transaction'
import type { EndorsedTransaction, PlacedTransaction } from '../ledger/transaction'
import type { Version } from '../ledger/write-set'

/** A transaction that counts by the peer that gave its block. */
export interface Counted {
  readonly placed: PlacedTransaction
  readonly transaction: EndorsedTransaction
}

/** The transactions of a block that count, in their order. */
export function countedIn({ transactions }: LedgerBlock): readonly Counted[] {
  return transactions.flatMap((placed) => {
    const { transaction } = placed
    return counts(placed) && transaction.kind === 'endorsed' ? [{ placed, transaction }] : []
  })
}

/** Whether a transaction wrote anything public of one of these certificates. */
export function isAbout(
  transaction: EndorsedTransaction,
  certificates: ReadonlySet<CertificateId>,
  chaincode: string,
): boolean {
  const keys = committedCall(transaction, chaincode).writes.keys()
  return [...keys].some((key) => {
    const certificate = certificateOfKey(key)
    return certificate !== undefined && certificates.has(certificate)
  })
}

/** Which transactions wrote what a transaction read, by their places. */
export function versionsRead({ sets }: EndorsedTransaction): readonly Version[] {
  const reads = sets.flatMap((set) => [...set.reads, ...set.collections.flatMap((collection) => collection.reads)])
  return reads.flatMap(({ version }) => version ?? [])
}

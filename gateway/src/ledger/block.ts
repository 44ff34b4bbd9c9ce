import {
  committedCall,
  counts,
  lastTime,
  readBlock as readLedgerBlock,
  readIdentity,
  readTransaction,
} from '@eco/evidence'
import type { EndorsedTransaction } from '@eco/evidence'
import type { common } from '@hyperledger/fabric-protos'
import type { RegisterBlock, RegisterCall, RegisterChange } from '../register/register'

/** Reads what a block changed: the records that its valid transactions wrote in the namespace. */
export function readBlock(block: common.Block, namespace: string): RegisterBlock {
  const { number, hash, previousHash, transactions } = readLedgerBlock(block)
  const valid = transactions.filter(counts)
  const calls = valid.flatMap(({ transaction }) =>
    transaction.kind === 'endorsed' && writesIn(transaction, namespace) ? [callOf(transaction, namespace)] : [],
  )
  return { number, hash, previousHash, time: lastTime(valid), changes: calls.flatMap(changesOf), calls }
}

/** True if the transaction, committed as it is, would write anything in the namespace. */
export function writesAnything(envelope: common.Envelope, namespace: string): boolean {
  const transaction = readTransaction(envelope.serializeBinary())
  return transaction.kind === 'endorsed' && writesIn(transaction, namespace)
}

function writesIn({ sets }: EndorsedTransaction, namespace: string): boolean {
  return sets.some(
    (set) =>
      set.namespace === namespace && (set.writes.length > 0 || set.collections.some(({ writes }) => writes.length > 0)),
  )
}

function callOf(transaction: EndorsedTransaction, namespace: string): RegisterCall {
  return { ...committedCall(transaction, namespace), submitter: readIdentity(transaction.creator).mspId }
}

function changesOf({ transactionId, time, submitter, writes }: RegisterCall): readonly RegisterChange[] {
  return [...writes].flatMap(([key, text]) =>
    text === undefined ? [] : [{ transactionId, time, submitter, key, text }],
  )
}

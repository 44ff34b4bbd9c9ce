import { ROLE_ATTRIBUTE } from '@eco/domain'
import { readBlock, readIdentity } from '@eco/evidence'
import type { EndorsedTransaction, LedgerTransaction } from '@eco/evidence'

const NAMESPACE = 'eco'

/** A transaction of a block, with what it wrote for the register. */
export interface LedgerWrites {
  readonly id: string
  /** By the submitter's clock, ISO 8601 in UTC. */
  readonly time: string
  /** Of who sent it; empty for a change of the configuration. */
  readonly mspId: string
  /** The role that stands in the certificate of the identity that signed; empty where none does. */
  readonly role: string
  /** The records that it wrote in the open. */
  readonly writes: ReadonlyMap<string, string>
  /** Into which private collections it wrote, of which the block holds hashes. */
  readonly collections: readonly string[]
  /** Which version of which chaincode it ran, `eco 1.0`; empty for a change of the configuration. */
  readonly ran: string
}

/** The transactions of a block that were found valid, in their order. */
export function validTransactions(bytes: Uint8Array): readonly LedgerWrites[] {
  return readBlock(bytes)
    .transactions.filter(({ code }) => code === 0)
    .map(({ transaction }) => writesOf(transaction))
}

/** What a transaction wrote; @throws Error if it cannot be read. */
export function writesOf(transaction: LedgerTransaction): LedgerWrites {
  if (transaction.kind === 'unreadable') throw new Error(transaction.problem)
  const { transactionId: id, time } = transaction
  return { id, time, ...(transaction.kind === 'endorsed' ? writtenBy(transaction) : NOTHING) }
}

type Written = Omit<LedgerWrites, 'id' | 'time'>

const NOTHING: Written = { mspId: '', role: '', writes: new Map(), collections: [], ran: '' }

function writtenBy({ creator, sets, chaincode, version }: EndorsedTransaction): Written {
  const { mspId, attributes } = readIdentity(creator)
  const own = sets.filter(({ namespace }) => namespace === NAMESPACE)
  const writes = own.flatMap((set) => set.writes)
  return {
    mspId,
    role: attributes[ROLE_ATTRIBUTE] ?? '',
    writes: new Map(writes.map(({ key, value }) => [key, Buffer.from(value ?? []).toString()])),
    collections: own.flatMap(({ collections }) =>
      collections.filter((set) => set.writes.length > 0).map(({ collection }) => collection),
    ),
    ran: `${chaincode} ${version}`,
  }
}

import { CONTRACT_NAME } from '@eco/domain'
import type { CommittedCall } from '@eco/domain'
import { callerOf, readIdentity } from './identity'
import type { EndorsedTransaction } from './transaction'

/** What a transaction of the register was and did, as the rules see it. */
export function committedCall(transaction: EndorsedTransaction, chaincode: string): CommittedCall {
  const { transactionId, time, creator, args, answer, sets } = transaction
  const [called = '', ...rest] = args
  const own = sets.filter(({ namespace }) => namespace === chaincode)
  return {
    caller: callerIn(creator),
    transactionId,
    time,
    name: called.startsWith(`${CONTRACT_NAME}:`) ? called.slice(CONTRACT_NAME.length + 1) : called,
    args: rest,
    answer: answer.text,
    writes: new Map(
      own.flatMap(({ writes }) =>
        writes.map(({ key, value }) => [key, value && Buffer.from(value).toString('utf8')] as const),
      ),
    ),
    privateWrites: own.flatMap(({ collections }) =>
      collections.flatMap(({ collection, writes }) =>
        writes.map(({ keyHash, valueHash }) => ({ collection, keyHash, valueHash })),
      ),
    ),
  }
}

function callerIn(creator: Uint8Array): CommittedCall['caller'] {
  try {
    return callerOf(readIdentity(creator))
  } catch {
    return undefined
  }
}

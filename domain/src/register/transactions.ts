import type { TransactionSpec } from '../ledger/transaction'
import { AGREEMENT_TRANSACTIONS } from './agreement-transactions'
import { AUTHORITY_TRANSACTIONS } from './authority-transactions'
import { MEMBER_TRANSACTIONS } from './member-transactions'

/** The transactions of the registers: members, authorities, recognitions, exporters and agreements. */
export const REGISTER_TRANSACTIONS = {
  ...MEMBER_TRANSACTIONS,
  ...AUTHORITY_TRANSACTIONS,
  ...AGREEMENT_TRANSACTIONS,
} as const satisfies Record<string, TransactionSpec>

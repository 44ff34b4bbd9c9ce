import { CERTIFICATE_TRANSACTIONS } from '../certificate/transactions'
import { DELIVERY_TRANSACTIONS } from '../delivery/transactions'
import { REGISTER_TRANSACTIONS } from '../register/transactions'
import { SPECIMEN_TRANSACTIONS } from '../register/specimen-transactions'
import { RETENTION_TRANSACTIONS } from '../retention/transactions'
import { CASE_TRANSACTIONS } from '../verification/transactions'
import type { TransactionSpec } from './transaction'

/** Every transaction of the contract. */
export const TRANSACTIONS = {
  ...CERTIFICATE_TRANSACTIONS,
  ...DELIVERY_TRANSACTIONS,
  ...RETENTION_TRANSACTIONS,
  ...REGISTER_TRANSACTIONS,
  ...SPECIMEN_TRANSACTIONS,
  ...CASE_TRANSACTIONS,
} as const satisfies Record<string, TransactionSpec>

/** The name of a transaction. */
export type TransactionName = keyof typeof TRANSACTIONS

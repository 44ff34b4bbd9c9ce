import type { LedgerName } from '@eco/network'

/** Which of the two networks the suite runs on: set by the configuration that runs it. */
export const LEDGER = (globalThis as { LEDGER?: LedgerName }).LEDGER ?? 'embedded'

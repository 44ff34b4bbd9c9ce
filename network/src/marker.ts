import { readFile } from 'node:fs/promises'
import { damaged } from './launch-error'
import type { Layout } from './layout'
import { LEDGERS } from './topology'
import type { LedgerName } from './topology'

/** Which of the two networks the data folder belongs to; @throws LaunchError when its marker cannot be read. */
export async function ledgerOf(layout: Layout): Promise<LedgerName> {
  try {
    const { ledger = 'embedded' } = JSON.parse(await readFile(layout.marker, 'utf8')) as { ledger?: string }
    const known = LEDGERS.find((name) => name === ledger)
    if (known !== undefined) return known
  } catch (error) {
    throw damaged(layout.root, `${layout.marker} cannot be read`, error)
  }
  throw damaged(layout.root, `${layout.marker} names no network that this version knows`)
}

import type { ChannelConfig } from '../ledger/channel-config'
import type { Judgement } from './check-transaction'
import type { Finding } from './finding'

/** What an audit looked at, and what does not hold. */
export interface AuditReport {
  /** Hash of block 0: what everything else rests on. */
  genesis: string | undefined
  newest: { readonly number: number; readonly hash: string } | undefined
  /** Who makes the blocks; undefined as long as no signature of theirs was due. */
  ordering: ChannelConfig['ordering']['kind'] | undefined
  blocks: number
  transactions: number
  valid: number
  /** How many transactions count as invalid, by Fabric's code. */
  readonly invalid: Record<number, number>
  /** How far valid transactions could be run again. */
  readonly rerun: Record<Judgement['rerun'], number>
  /** Blocks in which the members changed the channel's configuration. */
  readonly configurations: { readonly block: number; readonly sequence: number }[]
  readonly findings: Finding[]
}

/** The report of an audit that has not begun. */
export function emptyReport(): AuditReport {
  return {
    genesis: undefined,
    newest: undefined,
    ordering: undefined,
    ...{ blocks: 0, transactions: 0, valid: 0 },
    invalid: {},
    rerun: { whole: 0, confidential: 0, 'nothing-written': 0, 'not-of-the-register': 0 },
    configurations: [],
    findings: [],
  }
}

import { readBlock } from '../ledger/block'
import type { LedgerBlock } from '../ledger/block'
import { readChannelConfig } from '../ledger/channel-config'
import type { ChannelConfig } from '../ledger/channel-config'
import { configChangeProblems } from '../ledger/config-change'
import { blockSigners, signingProblem } from '../ledger/signers'
import { lastTime } from '../ledger/transaction'
import { evidenceCheck } from './evidence-answer'
import type { EvidenceCheck } from './evidence-answer'

/** Blocks that can be read, ascending, and what is wrong with the others. */
export interface ReadBlocks {
  readonly blocks: readonly LedgerBlock[]
  readonly problems: readonly string[]
}

/** Reads every block by itself; one that is not what its header says is left out. */
export function readBlocks(all: readonly Uint8Array[]): ReadBlocks {
  const blocks = new Map<number, LedgerBlock>()
  const problems: string[] = []
  for (const [index, bytes] of all.entries()) {
    const problem = takeBlock(bytes, blocks)
    if (problem !== undefined) problems.push(`blocks[${index}] ${problem}`)
  }
  if (!blocks.has(0)) problems.push('block 0 is missing')
  return { blocks: [...blocks.values()].sort((one, other) => one.number - other.number), problems }
}

function takeBlock(bytes: Uint8Array, blocks: Map<number, LedgerBlock>): string | undefined {
  let block: LedgerBlock
  try {
    block = readBlock(bytes)
  } catch {
    return 'cannot be read'
  }
  if (block.dataHash.stated !== block.dataHash.actual)
    return `(block ${block.number}) has another content than its header says`
  if (blocks.has(block.number)) return `(block ${block.number}) is there twice`
  blocks.set(block.number, block)
  return undefined
}

/** The configurations by the number of their block, ascending. */
export type Configurations = readonly { readonly block: number; readonly config: ChannelConfig }[]

/** Follows the configurations from block 0 on. */
export function configurationsOf(blocks: readonly LedgerBlock[]): {
  readonly configurations: Configurations
  readonly problems: readonly string[]
} {
  const configurations: { block: number; config: ChannelConfig }[] = []
  const problems: string[] = []
  for (const { number, transactions } of blocks) {
    for (const { transaction } of transactions) {
      if (transaction.kind !== 'config') continue
      try {
        const before = configurations.at(-1)?.config
        const config = readChannelConfig(transaction.envelope)
        problems.push(
          ...changeProblems(transaction.envelope, config, before, transaction.time).map(
            (problem) => `block ${number}: ${problem}`,
          ),
        )
        configurations.push({ block: number, config })
      } catch {
        problems.push(`block ${number}: its configuration cannot be read`)
      }
    }
  }
  const known = new Set(configurations.map(({ block }) => block))
  const missing = blocks.filter(({ lastConfig }) => lastConfig !== undefined && !known.has(lastConfig))
  problems.push(
    ...missing.map(
      ({ number, lastConfig }) =>
        `block ${number} goes by the configuration of block ${lastConfig ?? ''}, which is missing`,
    ),
  )
  return { configurations, problems }
}

function changeProblems(
  envelope: Uint8Array,
  config: ChannelConfig,
  before: ChannelConfig | undefined,
  time: string,
): readonly string[] {
  if (before === undefined) return []
  if (config.sequence !== before.sequence + 1)
    return [`change ${config.sequence} comes after change ${before.sequence}`]
  return configChangeProblems(envelope, before, time)
}

/** The configuration by which a block is judged: the newest before it. */
export function configFor(number: number, configurations: Configurations): ChannelConfig | undefined {
  return configurations.findLast(({ block }) => block < number)?.config
}

const SIGNED = {
  byzantine: 'SIGNED_BY_QUORUM',
  'crash-tolerant': 'SIGNED_BY_ORDERER',
  'one-operator': 'SIGNED_BY_ONE_OPERATOR',
} as const

/** Whether the orderers have signed every block but block 0, which is known by its hash. */
export function orderersCheck(blocks: readonly LedgerBlock[], configurations: Configurations): EvidenceCheck {
  const problems: string[] = []
  for (const block of blocks) {
    const config = configFor(block.number, configurations)
    if (config === undefined) continue
    const problem = signingProblem(blockSigners(block, config, timeOf(block)))
    if (problem !== undefined) problems.push(`block ${block.number}: ${problem}`)
  }
  if (problems.length > 0) return evidenceCheck('orderers', 'fail', 'NOT_SIGNED', problems)
  const kind = configurations.at(-1)?.config.ordering.kind ?? 'one-operator'
  return evidenceCheck('orderers', 'pass', SIGNED[kind])
}

/** The time of a block, by its transactions. */
export function timeOf({ transactions }: LedgerBlock): string {
  return lastTime(transactions) ?? new Date(0).toISOString()
}

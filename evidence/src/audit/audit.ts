import type { LedgerBlock } from '../ledger/block'
import { readChannelConfig } from '../ledger/channel-config'
import type { ChannelConfig } from '../ledger/channel-config'
import { configChangeProblems } from '../ledger/config-change'
import { blockSigners, signingProblem } from '../ledger/signers'
import { counts, lastTime } from '../ledger/transaction'
import type { ConfigTransaction, PlacedTransaction } from '../ledger/transaction'
import { checkTransaction, describe, wrongReason } from './check-transaction'
import type { Ground } from './check-transaction'
import type { Finding, FindingRule } from './finding'
import { emptyReport } from './report'
import type { AuditReport } from './report'
import { WorldState } from './world-state'

/**
 * Walks a chain from block 0, each block once and in order, and notes what does not hold. Nothing is believed but the
 * first configuration: whoever reads the report compares the hash of block 0 with the one its administration was given.
 */
export class Audit {
  readonly #chaincode: string
  readonly #state: WorldState
  readonly #seen = new Set<string>()
  readonly #report: AuditReport
  #config: ChannelConfig | undefined
  #last: LedgerBlock | undefined
  #time = ''

  constructor(chaincode: string) {
    this.#chaincode = chaincode
    this.#state = new WorldState(chaincode)
    this.#report = emptyReport()
  }

  /** What was found so far. */
  get report(): AuditReport {
    return this.#report
  }

  /** Checks the block that follows. */
  async add(block: LedgerBlock): Promise<void> {
    this.#checkChain(block)
    this.#report.blocks++
    this.#report.newest = { number: block.number, hash: block.hash }
    if (block.number === 0) this.#report.genesis = block.hash
    this.#time = lastTime(block.transactions) ?? this.#time
    if (this.#config !== undefined) this.#checkSignatures(block, this.#config)
    for (const placed of block.transactions) await this.#addTransaction(block, placed)
    this.#last = block
  }

  #checkChain(block: LedgerBlock): void {
    const last = this.#last
    const expected = last === undefined ? 0 : last.number + 1
    if (block.number !== expected) {
      this.#find(block, 'BLOCK_MISSING', `block ${expected} was to follow, it is block ${block.number}`)
    } else if (last !== undefined && block.previousHash !== last.hash) {
      this.#find(block, 'CHAIN_BROKEN', `it names ${block.previousHash}, block ${last.number} has ${last.hash}`)
    }
    const { stated, actual } = block.dataHash
    if (stated !== actual) this.#find(block, 'DATA_HASH_DIFFERENT', `it says ${stated}, its content has ${actual}`)
  }

  #checkSignatures(block: LedgerBlock, config: ChannelConfig): void {
    const signed = blockSigners(block, config, this.#time)
    this.#report.ordering = signed.kind
    const problem = signingProblem(signed)
    if (problem !== undefined) this.#find(block, 'BLOCK_NOT_SIGNED', problem)
  }

  async #addTransaction(block: LedgerBlock, placed: PlacedTransaction): Promise<void> {
    const { transaction } = placed
    const valid = counts(placed)
    const report = this.#report
    report.transactions++
    if (valid) report.valid++
    if (transaction.kind === 'unreadable') {
      if (valid) this.#find(block, 'TRANSACTION_UNREADABLE', `place ${placed.index}: ${transaction.problem}`)
    } else if (transaction.kind === 'config') this.#changeConfig(block, transaction)
    else await this.#judge(block, placed)
  }

  #changeConfig(block: LedgerBlock, { envelope, time }: ConfigTransaction): void {
    try {
      const config = readChannelConfig(envelope)
      const before = this.#config
      if (before !== undefined) {
        if (config.sequence !== before.sequence + 1) {
          this.#find(block, 'CONFIG_OUT_OF_ORDER', `change ${config.sequence} comes after change ${before.sequence}`)
        }
        const problems = configChangeProblems(envelope, before, time)
        if (problems.length > 0) this.#find(block, 'CONFIG_NOT_ALLOWED', problems.join('; '))
      }
      this.#config = config
      this.#report.configurations.push({ block: block.number, sequence: config.sequence })
    } catch (error) {
      this.#find(block, 'CONFIG_UNREADABLE', error instanceof Error ? error.message : String(error))
    }
  }

  async #judge(block: LedgerBlock, placed: PlacedTransaction): Promise<void> {
    const { index, code, transaction } = placed
    if (transaction.kind !== 'endorsed' || this.#config === undefined) return
    const ground: Ground = { chaincode: this.#chaincode, config: this.#config, state: this.#state }
    const find = async (rule: FindingRule, detail: string, keys: readonly string[]): Promise<void> => {
      this.#find(block, rule, detail, await describe(transaction, index, keys, ground))
    }
    if (!counts(placed)) {
      this.#report.invalid[code] = (this.#report.invalid[code] ?? 0) + 1
      const wrong = wrongReason(code, transaction, ground)
      if (wrong !== undefined) await find('WRONGLY_INVALID', `code ${code}: ${wrong}`, [])
      return
    }
    if (this.#seen.has(transaction.transactionId)) {
      await find('TRANSACTION_REPEATED', 'it stands in the chain already', [])
    }
    this.#seen.add(transaction.transactionId)
    const { problems, rerun } = await checkTransaction(transaction, ground)
    for (const { rule, detail, keys } of problems) await find(rule, detail, keys)
    this.#report.rerun[rerun]++
    this.#state.apply(transaction, { block: block.number, transaction: index })
  }

  #find({ number }: LedgerBlock, rule: FindingRule, detail: string, transaction?: Finding['transaction']): void {
    this.#report.findings.push({ rule, block: number, detail, ...(transaction && { transaction }) })
  }
}

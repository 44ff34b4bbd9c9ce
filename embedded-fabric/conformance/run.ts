import type { Gateway, Network } from '@hyperledger/fabric-gateway'
import type { Signer } from 'embedded-fabric'
import type { LedgerOrganization } from './ledger'
import { describeTransaction, shortened } from './observed'
import type { Json, Scenario } from './scenario'
import type { Ready, Stage } from './stage'

/** How Fabric's peers write a version. */
const VERSION = /\{BlockNum: (\d+), TxNum: (\d+)\}/g

/** One run of one scenario: what it has done so far, and what it may use. */
export class ScenarioRun {
  readonly stage: Stage
  /** What `~` stands for. */
  readonly prefix: string
  readonly #names = new Map<string, string>()
  readonly #kept = new Map<string, Ready>()
  readonly #writers = new Map<string, string>()
  #counted = 0

  constructor(stage: Stage, { id }: Pick<Scenario, 'id'>) {
    this.stage = stage
    this.prefix = `${id}:`
  }

  get channelId(): string {
    return this.stage.ledger.channelId
  }

  organization(mspId: string): LedgerOrganization {
    return this.stage.organization(mspId)
  }

  /** A client of the organisation. */
  signer(mspId: string): Promise<Signer> {
    return this.stage.signer(mspId)
  }

  gateway(mspId: string, at = mspId): Promise<Gateway> {
    return this.stage.gateway(mspId, at)
  }

  network(mspId: string, at = mspId): Promise<Network> {
    return this.stage.network(mspId, at)
  }

  /** The scenario's own key or value. */
  own(text: string): string {
    return text.replaceAll('~', this.prefix)
  }

  /** The next name for a transaction that has none. */
  nextName(): string {
    return `t${++this.#counted}`
  }

  /** Gives a transaction the name under which it stands in the transcript. */
  remember(name: string, txId: string): void {
    this.#names.set(txId, name)
  }

  /** The id of a named transaction. */
  txId(name: string): string {
    for (const [txId, known] of this.#names) if (known === name) return txId
    throw new Error(`the scenario has no transaction ${name}`)
  }

  /** True for the transactions of this scenario. */
  isOwn(txId: string): boolean {
    return this.#names.has(txId)
  }

  keep(name: string, transaction: Ready): void {
    this.#kept.set(name, transaction)
  }

  /** A kept transaction; nothing when none was endorsed. */
  kept(name: string): Ready | undefined {
    return this.#kept.get(name)
  }

  /** Orders a transaction and waits until every organisation has committed it. */
  order(transaction: Ready): Promise<void> {
    return this.stage.order(transaction)
  }

  /** Orders transactions in one block, in this order, and waits for it. */
  orderTogether(transactions: readonly Ready[]): Promise<void> {
    return this.stage.orderTogether(transactions)
  }

  /** What stands in the ledger of a transaction that was committed. */
  async settled(txId: string): Promise<{ readonly [name: string]: Json }> {
    const { block, index, code, envelope } = await this.stage.observe(txId)
    this.#writers.set(`${block} ${index}`, this.#names.get(txId) ?? 'unnamed')
    return { validation: code, ...describeTransaction(envelope, (at, position) => this.#writer(at, position)) }
  }

  /** The transcript's form of what was seen: without prefix, transaction ids and addresses. */
  comparable(json: Json): Json {
    if (typeof json === 'string') return this.#comparableText(json)
    if (Array.isArray(json)) return (json as readonly Json[]).map((item) => this.comparable(item))
    if (typeof json !== 'object' || json === null) return json
    return Object.fromEntries(
      Object.entries(json).map(([name, value]) => [this.#comparableText(name), this.comparable(value)]),
    )
  }

  #writer(block: number, index: number): string {
    return this.#writers.get(`${block} ${index}`) ?? 'earlier'
  }

  #comparableText(text: string): string {
    // Go's protobuf writes one space or another, so that nobody relies on its words.
    let result = text.replaceAll(this.prefix, '~').replaceAll('\u00a0', ' ')
    result = result.replace(VERSION, (_, block, index) => `{version of ${this.#writer(Number(block), Number(index))}}`)
    for (const [txId, name] of this.#names) result = result.replaceAll(txId, `<${name}>`)
    for (const { mspId, endpoint, material } of this.stage.ledger.organizations) {
      result = result
        .replaceAll(endpoint, `<peer of ${mspId}>`)
        .replaceAll(`peer0.${material.domain}`, `<peer of ${mspId}>`)
    }
    return shortened(result)
  }
}

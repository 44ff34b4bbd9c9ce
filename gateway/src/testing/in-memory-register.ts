import { createHash, randomBytes } from 'node:crypto'
import { EventEmitter, on } from 'node:events'
import type { MemberCode, Outcome, Role, SeedMember, TransactionName } from '@eco/domain'
import { MemoryLedger, parseOutcomes, runTransaction, sha256Hex, TRANSACTIONS } from '@eco/domain'
import { ARegister, seedMembers } from '@eco/domain/testing'
import type {
  BlockSource,
  Confidential,
  Register,
  RegisterBlock,
  RegisterCall,
  WriteRequest,
  Written,
} from '../register/register'
import { OutcomeUnknown, RegisterUnavailable } from '../register/register'

/** The day on which the tests take place. */
export const TODAY = new Date('2026-06-01T12:00:00Z')

/** One ledger that several gateways of a test share; every write is a block of its own. */
export class InMemoryLedger {
  readonly blocks: RegisterBlock[] = []
  readonly state = new MemoryLedger()
  readonly arrivals = new EventEmitter().setMaxListeners(0)
  /** What the next write does: commits, commits without saying so, or is lost. */
  nextWrite: 'answered' | 'committed-unknown' | 'lost' = 'answered'
  reachable = true
  /** Members whose peers do not answer. */
  readonly away = new Set<MemberCode>()
  #delivering = true

  #transactions = 0
  #ahead = 0

  constructor(name: string, registers: ReadonlyMap<string, string> = new Map()) {
    const transactionId = sha256Hex(`registers of ${name}`)
    this.state.commit(transactionId, registers)
    const declared = { transactionId, time: TODAY.toISOString(), submitter: 'AUMSP' }
    this.append(
      [...registers].map(([key, text]) => ({ ...declared, key, text })),
      name,
    )
  }

  /** A ledger whose first block holds what the members declare: their authorities, and the profiles in use. */
  static async seeded(
    name: string,
    members: readonly SeedMember[] = seedMembers(authorityOf),
  ): Promise<InMemoryLedger> {
    return new InMemoryLedger(name, (await ARegister.seeded(members)).records())
  }

  /** The time of the next transaction: today, each a millisecond after the one before. */
  nextTime(): string {
    return new Date(TODAY.getTime() + this.#ahead + this.#transactions++).toISOString()
  }

  /** Lets so many days pass for the transactions to come. */
  pass(days: number): void {
    this.#ahead += days * 24 * 3_600_000
  }

  /** Stops or goes on with the delivery of new blocks. */
  set delivering(value: boolean) {
    this.#delivering = value
    this.arrivals.emit('block')
  }

  get delivering(): boolean {
    return this.#delivering
  }

  /** The register as one member's identities see it. */
  as(member: MemberCode, authority: string, fallbacks: readonly MemberCode[] = []): InMemoryRegister {
    return new InMemoryRegister(this, member, authority, fallbacks)
  }

  /** @throws RegisterUnavailable if this member's peer does not answer. */
  requireReachable(member: MemberCode): void {
    if (!this.reachable || this.away.has(member)) throw new RegisterUnavailable('the register cannot be reached')
  }

  /** Adds a block as it is. */
  append(changes: RegisterBlock['changes'], salt = '', calls: RegisterBlock['calls'] = []): number {
    const number = this.blocks.length
    const previousHash = this.blocks.at(-1)?.hash ?? ''
    const hash = createHash('sha256')
      .update(`${salt}${previousHash}${JSON.stringify(changes)}`)
      .digest('hex')
    this.blocks.push({ number, hash, previousHash, time: changes[0]?.time, changes, calls })
    this.arrivals.emit('block')
    return number
  }
}

/** The one issuing authority of a member in the tests. */
export function authorityOf(member: string): string {
  return `${member}-CHAMBER`
}

interface Run {
  readonly role: Role
  readonly name: TransactionName
  readonly args: readonly string[]
  readonly transient?: Confidential['transient']
}

/** The register's rules without a network: the very transactions that the contract runs. */
export class InMemoryRegister implements Register {
  readonly #ledger: InMemoryLedger
  readonly #member: MemberCode
  readonly #authority: string
  readonly sources: readonly [InMemoryPeer, ...InMemoryPeer[]]

  constructor(ledger: InMemoryLedger, member: MemberCode, authority: string, fallbacks: readonly MemberCode[]) {
    this.#ledger = ledger
    this.#member = member
    this.#authority = authority
    this.sources = [new InMemoryPeer(ledger, member), ...fallbacks.map((other) => new InMemoryPeer(ledger, other))]
  }

  async submitEntries(
    request: WriteRequest,
    name: TransactionName,
    entries: readonly unknown[],
  ): Promise<Written<readonly Outcome[]>> {
    const args = [request.requestId, JSON.stringify(entries)]
    const { value, ...rest } = await this.#submit(request, { role: request.role, name, args })
    return { ...rest, value: parseOutcomes(value) }
  }

  submitConfidential(
    request: WriteRequest,
    name: TransactionName,
    args: readonly string[],
    { transient }: Confidential,
  ): Promise<Written<string>> {
    return this.#submit(request, { role: request.role, name, args, transient })
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as asynchronous as the real one
  async statement(): Promise<Uint8Array> {
    throw new RegisterUnavailable('a ledger in memory has no peers that sign')
  }

  async evaluate(role: Role, name: TransactionName, args: readonly string[]): Promise<string> {
    return (await this.#run({ role, name, args })).answer
  }

  close(): void {
    // Nothing is open.
  }

  async #submit(request: WriteRequest, run: Run): Promise<Written<string>> {
    const { answer, simulation, transactionId, time } = await this.#run(run)
    request.mark('endorsed')
    if (simulation.writes.size === 0 && simulation.privateWrites.size === 0) return { value: answer }
    const fate = this.#ledger.nextWrite
    this.#ledger.nextWrite = 'answered'
    if (fate === 'lost') throw new OutcomeUnknown(transactionId)
    simulation.commit(transactionId)
    const submitter = `${this.#member}MSP`
    const changes = [...simulation.writes].map(([key, text]) => ({ transactionId, time, submitter, key, text }))
    const { name, args, role } = run
    const caller = { organisation: this.#member, role, authority: this.#authority }
    const writes = new Map(simulation.writes)
    const privateWrites = hashesOf(simulation.privateWrites)
    const call = { caller, transactionId, time, submitter, name, args, answer, writes, privateWrites }
    const block = this.#ledger.append(changes, '', [call])
    if (fate !== 'answered') throw new OutcomeUnknown(transactionId)
    request.mark('committed')
    return { value: answer, place: { transactionId, block } }
  }

  async #run({ role, name, args, transient = {} }: Run): Promise<{
    readonly answer: string
    readonly simulation: ReturnType<MemoryLedger['simulate']>
    readonly transactionId: string
    readonly time: string
  }> {
    this.#ledger.requireReachable(this.#member)
    const simulation = this.#ledger.state.simulate(transient)
    const transactionId = randomBytes(32).toString('hex')
    const time = this.#ledger.nextTime()
    const caller = { organisation: this.#member, role, authority: this.#authority }
    const run = { caller, transactionId, time, state: simulation }
    const { answer } = await runTransaction(name, TRANSACTIONS[name], args, run)
    return { answer, simulation, transactionId, time }
  }
}

function hashesOf(writes: ReadonlyMap<string, Uint8Array | undefined>): RegisterCall['privateWrites'] {
  const hashOf = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex')
  return [...writes].map(([place, value]) => {
    const [collection = '', key = ''] = place.split('\n')
    return { collection, keyHash: hashOf(key), valueHash: value && hashOf(value) }
  })
}

/** One member's peer. */
class InMemoryPeer implements BlockSource {
  readonly member: MemberCode
  readonly #ledger: InMemoryLedger

  constructor(ledger: InMemoryLedger, member: MemberCode) {
    this.#ledger = ledger
    this.member = member
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as asynchronous as the real one
  async block(which: 'genesis' | 'newest'): Promise<RegisterBlock> {
    this.#ledger.requireReachable(this.member)
    const block = this.#ledger.blocks.at(which === 'genesis' ? 0 : -1)
    if (block === undefined) throw new RegisterUnavailable('no block')
    return block
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as asynchronous as the real one
  async rawBlock(): Promise<Uint8Array> {
    throw new RegisterUnavailable('a ledger in memory has no blocks of Fabric')
  }

  async *blocks(from: number, signal: AbortSignal): AsyncGenerator<RegisterBlock> {
    const arrivals = on(this.#ledger.arrivals, 'block', { signal })
    for (let next = from; ;) {
      this.#ledger.requireReachable(this.member)
      const block = this.#ledger.delivering ? this.#ledger.blocks[next] : undefined
      if (block === undefined) await arrivals.next()
      else {
        next++
        yield block
      }
    }
  }
}

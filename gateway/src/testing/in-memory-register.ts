import { createHash, randomBytes } from 'node:crypto'
import { EventEmitter, on } from 'node:events'
import type {
  Caller,
  CancellationReason,
  CertificateId,
  CertificateRecord,
  Decision,
  IssueOutcome,
  MemberCode,
  Registration,
  Role,
  Stamp,
} from '@eco/domain'
import { canonicalText, decideCancel, decideIssue, Refusal } from '@eco/domain'
import type { BlockSource, Register, RegisterBlock, WriteRequest, Written } from '../register/register'
import { OutcomeUnknown, RegisterUnavailable } from '../register/register'

/** One ledger that several gateways of a test share; every write is a block of its own. */
export class InMemoryLedger {
  readonly blocks: RegisterBlock[] = []
  readonly records = new Map<CertificateId, CertificateRecord>()
  readonly arrivals = new EventEmitter().setMaxListeners(0)
  /** What the next write does: commits, commits without saying so, or is lost. */
  nextWrite: 'answered' | 'committed-unknown' | 'lost' = 'answered'
  reachable = true
  /** Members whose peers do not answer. */
  readonly away = new Set<MemberCode>()
  #delivering = true

  constructor(name: string) {
    this.append([], name)
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

  commit(member: MemberCode, stamp: Stamp, record: CertificateRecord): number {
    this.records.set(record.id, record)
    const { transactionId, time } = stamp
    return this.append([
      { transactionId, time, submitter: `${member}MSP`, id: record.id, recordJson: canonicalText(record) },
    ])
  }

  /** Adds a block as it is. */
  append(changes: RegisterBlock['changes'], salt = ''): number {
    const number = this.blocks.length
    const previousHash = this.blocks.at(-1)?.hash ?? ''
    const hash = createHash('sha256')
      .update(`${salt}${previousHash}${JSON.stringify(changes)}`)
      .digest('hex')
    this.blocks.push({ number, hash, previousHash, time: changes[0]?.time, changes })
    this.arrivals.emit('block')
    return number
  }
}

/** The register's rules without a network: the same decisions as the contract takes. */
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

  issue(request: WriteRequest, registrations: readonly Registration[]): Promise<Written<readonly IssueOutcome[]>> {
    const [registration] = registrations
    if (registration === undefined) throw new Error('one registration at a time')
    const { id } = registration
    return this.#write<readonly IssueOutcome[]>(
      request,
      (stamp, caller) => decideIssue(this.#ledger.records.get(id), registration, caller, stamp),
      ({ documentHash }) => [{ id, outcome: 'issued', documentHash }],
      ({ code, detail }) => [{ id, outcome: 'refused', refusal: { code, detail } }],
    )
  }

  cancel(request: WriteRequest, id: CertificateId, reason: CancellationReason): Promise<Written<CertificateRecord>> {
    return this.#write(
      request,
      (stamp, caller) => decideCancel(this.#require(id), caller, reason, stamp),
      (record) => record,
    )
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as asynchronous as the real one
  async get(_role: Role, id: CertificateId): Promise<CertificateRecord> {
    this.#requireReachable()
    return this.#require(id)
  }

  close(): void {
    // Nothing is open.
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as asynchronous as the real one
  async #write<T>(
    request: WriteRequest,
    decide: (stamp: Stamp, caller: Caller) => Decision,
    answer: (record: CertificateRecord) => T,
    refuse?: (refusal: Refusal) => T,
  ): Promise<Written<T>> {
    this.#requireReachable()
    const stamp = {
      requestId: request.requestId,
      transactionId: randomBytes(32).toString('hex'),
      time: new Date().toISOString(),
    }
    const caller = { organisation: this.#member, role: request.role, authority: this.#authority }
    try {
      const { record, changed } = decide(stamp, caller)
      request.mark('endorsed')
      if (!changed) return { value: answer(record) }
      const fate = this.#ledger.nextWrite
      this.#ledger.nextWrite = 'answered'
      const block = fate === 'lost' ? -1 : this.#ledger.commit(this.#member, stamp, record)
      if (fate !== 'answered') throw new OutcomeUnknown(stamp.transactionId)
      request.mark('committed')
      return { value: answer(record), place: { transactionId: stamp.transactionId, block } }
    } catch (error) {
      if (error instanceof Refusal && refuse !== undefined) return { value: refuse(error) }
      throw error
    }
  }

  #require(id: CertificateId): CertificateRecord {
    const record = this.#ledger.records.get(id)
    if (record === undefined) throw new Refusal('CERTIFICATE_NOT_FOUND', 'id: is not registered')
    return record
  }

  #requireReachable(): void {
    this.#ledger.requireReachable(this.#member)
  }
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

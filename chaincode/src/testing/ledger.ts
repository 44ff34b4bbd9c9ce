import './quiet'
import { createHash } from 'node:crypto'
import type { ChaincodeStub, Iterators } from 'fabric-shim'
import { ARegister, seedMembers } from '@eco/domain/testing'
import { createChaincode } from '../index'
import { IDENTITIES } from './identities'
import type { IdentityName } from './identities'

/** Who sends a transaction: an identity in the name of an organisation. */
export interface Sender {
  readonly mspId: string
  readonly identity: IdentityName
}

/** What one simulated transaction read, wrote, announced and answered. */
export interface Simulation {
  /** ISO 8601 in UTC with milliseconds. */
  readonly time: string
  readonly status: number
  readonly message: string | undefined
  readonly payload: string
  readonly reads: readonly string[]
  readonly writes: Readonly<Record<string, string>>
  /** What it wrote into private collections, by collection and key; null where something was purged. */
  readonly privateWrites: Readonly<Record<string, string | null>>
  readonly events: readonly { readonly name: string; readonly payload: string }[]
}

interface Version {
  readonly txId: string
  readonly value: Buffer
}

// The same for every ledger, and what takes longest: every member's declarations and all profiles.
let seeded: Promise<ReadonlyMap<string, string>> | undefined

async function seed(): Promise<ReadonlyMap<string, string>> {
  return (await ARegister.seeded(seedMembers(() => 'AU-ACCI'))).records()
}

/** A ledger in memory that runs the contract as a peer does: reads see the last commit, writes wait for the next. */
export class Ledger {
  readonly #chaincode: ReturnType<typeof createChaincode>
  readonly #versions = new Map<string, Version[]>()
  readonly #private = new Map<string, Buffer>()
  #count = 0

  constructor(chaincode = createChaincode()) {
    this.#chaincode = chaincode
  }

  /** A ledger whose registers let the authority AU-ACCI of every member issue. */
  static async open(): Promise<Ledger> {
    seeded ??= seed()
    const ledger = new Ledger()
    for (const [key, text] of await seeded) ledger.tamper(key, text)
    return ledger
  }

  /** Another ledger with the same content. */
  copy(): Ledger {
    const copy = new Ledger(this.#chaincode)
    for (const [key, versions] of this.#versions) copy.#versions.set(key, versions)
    for (const [place, value] of this.#private) copy.#private.set(place, value)
    copy.#count = this.#count
    return copy
  }

  /** Simulates one transaction and changes nothing. */
  async evaluate(sender: Sender, ...args: string[]): Promise<Simulation> {
    return (await this.#simulate(sender, args, {})).simulation
  }

  /** Simulates one transaction and commits what it wrote, if it was endorsed. */
  async submit(sender: Sender, ...args: string[]): Promise<Simulation> {
    return this.submitWith({}, sender, ...args)
  }

  /** The same with transient data, which no block holds. */
  async submitWith(
    transient: Readonly<Record<string, string>>,
    sender: Sender,
    ...args: string[]
  ): Promise<Simulation> {
    const { simulation, txId } = await this.#simulate(sender, args, transient)
    if (simulation.status !== 200) return simulation
    for (const [place, value] of Object.entries(simulation.privateWrites)) {
      if (value === null) this.#private.delete(place)
      else this.#private.set(place, Buffer.from(value))
    }
    for (const [key, value] of Object.entries(simulation.writes)) {
      this.#versions.set(key, [...(this.#versions.get(key) ?? []), { txId, value: Buffer.from(value) }])
    }
    return simulation
  }

  /** How many transactions there were; every one of them has another time and id. */
  get submitted(): number {
    return this.#count
  }

  /** The time of the next transaction, in milliseconds as contracts see it. */
  get time(): number {
    return timeOf(this.#count + 1)
  }

  /** What the ledger holds under a key. */
  value(key: string): string | undefined {
    return this.#versions.get(key)?.at(-1)?.value.toString()
  }

  /** Puts a value under a key without the contract, as a defect would, or an earlier version. */
  tamper(key: string, value: string): void {
    this.#versions.set(key, [{ txId: '', value: Buffer.from(value) }])
  }

  async #simulate(
    sender: Sender,
    args: readonly string[],
    transient: Readonly<Record<string, string>>,
  ): Promise<{ simulation: Simulation; txId: string }> {
    this.#count += 1
    const txId = createHash('sha256').update(`transaction ${this.#count}`).digest('hex')
    const time = new Date(timeOf(this.#count))
    const trace = {
      time: time.toISOString(),
      reads: [] as string[],
      writes: {} as Record<string, string>,
      privateWrites: {} as Record<string, string | null>,
      events: [] as Simulation['events'][0][],
    }
    const stub = {
      getBufferArgs: () => args.map((arg) => Buffer.from(arg)),
      getTxID: () => txId,
      getChannelID: () => 'eco',
      getCreator: () => ({ mspid: sender.mspId, idBytes: Buffer.from(IDENTITIES[sender.identity]) }),
      getDateTimestamp: () => time,
      getState: (key: string) => {
        trace.reads.push(key)
        return Promise.resolve(this.#versions.get(key)?.at(-1)?.value ?? Buffer.alloc(0))
      },
      putState: (key: string, value: Uint8Array) => {
        trace.writes[key] = Buffer.from(value).toString('utf8')
        return Promise.resolve()
      },
      getHistoryForKey: (key: string) => Promise.resolve(newestFirst(this.#versions.get(key) ?? [])),
      ...this.#privateCalls(trace, transient),
      setEvent: (name: string, payload: Uint8Array) => {
        trace.events.push({ name, payload: Buffer.from(payload).toString('utf8') })
      },
    }
    // Whatever else the contract might call is missing here and fails the transaction.
    const { status, message, payload } = await this.#chaincode.Invoke(stub as unknown as ChaincodeStub)
    const answer = payload === undefined ? '' : Buffer.from(payload).toString('utf8')
    return { txId, simulation: { status, message, payload: answer, ...trace } }
  }

  #privateCalls(
    trace: { readonly privateWrites: Record<string, string | null> },
    transient: Readonly<Record<string, string>>,
  ): object {
    const at = (collection: string, key: string): Buffer | undefined => this.#private.get(`${collection} ${key}`)
    return {
      getTransient: () => new Map(Object.entries(transient).map(([name, value]) => [name, Buffer.from(value)])),
      getPrivateData: (collection: string, key: string) => Promise.resolve(at(collection, key) ?? Buffer.alloc(0)),
      getPrivateDataHash: (collection: string, key: string) => {
        const value = at(collection, key)
        return Promise.resolve(value === undefined ? Buffer.alloc(0) : createHash('sha256').update(value).digest())
      },
      getPrivateDataByRange: (collection: string, from: string, to: string) =>
        inRange([...this.#private.keys()], `${collection} ${from}`, `${collection} ${to}`),
      putPrivateData: (collection: string, key: string, value: Uint8Array) => {
        trace.privateWrites[`${collection} ${key}`] = Buffer.from(value).toString('utf8')
        return Promise.resolve()
      },
      purgePrivateData: (collection: string, key: string) => {
        trace.privateWrites[`${collection} ${key}`] = null
        return Promise.resolve()
      },
    }
  }
}

function timeOf(count: number): number {
  return Date.UTC(2026, 2, 2, 12, 0, count)
}

async function* inRange(places: readonly string[], from: string, to: string): AsyncGenerator<{ readonly key: string }> {
  for (const place of places.filter((candidate) => candidate >= from && candidate < to).sort()) {
    yield await Promise.resolve({ key: place.slice(place.indexOf(' ') + 1) })
  }
}

function newestFirst(versions: readonly Version[]): Iterators.HistoryQueryIterator {
  const left = [...versions]
  return {
    next: () => {
      const version = left.pop()
      return Promise.resolve({ done: version === undefined, value: version as unknown as Iterators.KeyModification })
    },
    close: () => Promise.resolve(),
  }
}

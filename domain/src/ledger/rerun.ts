import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Caller } from '../caller'
import { MEMBERS, pairCollection } from '../member'
import { Refusal } from '../refusal'
import { utf8Bytes } from '../utf8'
import { parseOutcomes } from './entries'
import type { EntryRefusal } from './entries'
import type { KeyVersion, LedgerState } from './ledger-state'
import { runTransaction } from './run'
import { TRANSACTIONS } from './table'
import type { TransactionSpec } from './transaction'

/** What a block says that a transaction was and did; everybody who reads the channel can see all of it. */
export interface CommittedCall {
  /** From the certificate of whoever signed it; undefined where that is of no organisation of the network. */
  readonly caller: Caller | undefined
  readonly transactionId: string
  /** ISO 8601 in UTC with milliseconds, by the submitter's clock. */
  readonly time: string
  readonly name: string
  readonly args: readonly string[]
  readonly answer: string
  /** Public records by key; undefined where one was deleted. */
  readonly writes: ReadonlyMap<string, string | undefined>
  readonly privateWrites: readonly PrivateWrite[]
}

/** A write into a private collection, of which a block holds hashes only (64 lower-case hex digits). */
export interface PrivateWrite {
  readonly collection: string
  readonly keyHash: string
  /** Undefined where the value was removed. */
  readonly valueHash: string | undefined
}

/** The state before a transaction, as far as everybody can know it. */
export interface PublicState {
  read(key: string): Promise<string | undefined>
  /** The hash of what a private collection holds under a key, by the hash of the key. */
  privateHash(collection: string, keyHash: string): Promise<string | undefined>
}

/** Whether the rules allowed what a transaction did. */
export type Rerun =
  /** The rules, run again, write and answer the same. */
  | { readonly result: 'same' }
  /** It is no transaction that writes, and wrote nothing: somebody had a question ordered into a block. */
  | { readonly result: 'nothing-written' }
  /** What it wrote cannot be had from a block: only who, into which collection, and that nothing public was written. */
  | { readonly result: 'confidential' }
  /** Something was written although the rules say no to the whole. */
  | { readonly result: 'refused'; readonly refusal: EntryRefusal; readonly keys: readonly string[] }
  /** The rules, run again, write or answer something else; the public keys in which they differ. */
  | { readonly result: 'different'; readonly keys: readonly string[]; readonly detail: string }

/** Runs a committed transaction again on the state before it, and compares what it did with what the rules do. */
export async function rerun(call: CommittedCall, before: PublicState): Promise<Rerun> {
  const spec = specOf(call.name)
  const keys = [...call.writes.keys()].sort()
  if (spec?.writes !== true) {
    if (keys.length === 0 && call.privateWrites.length === 0) return { result: 'nothing-written' }
    return { result: 'different', keys, detail: `the contract has no transaction ${call.name}` }
  }
  const { caller } = call
  if (caller === undefined) return { result: 'refused', refusal: NOT_OF_THE_NETWORK, keys }
  const state = new RerunState(before)
  const input = { caller, transactionId: call.transactionId, time: call.time, state }
  try {
    const { answer } = await runTransaction(call.name, spec, call.args, input)
    return compare(call, state, answer)
  } catch (error) {
    if (state.fault !== undefined) throw state.fault
    if (error instanceof NotInTheBlock) return compareConfidential(call, caller)
    if (error instanceof Refusal) return { result: 'refused', refusal: refusalOf(error), keys }
    // Over a record that nobody can read the rules end with an error, so no honest endorser signed anything either.
    return { result: 'different', keys, detail: `the rules cannot be run: ${(error as Error).message}` }
  }
}

function refusalOf({ code, detail }: Refusal): EntryRefusal {
  return { code, detail }
}

/**
 * In whose name something was done that its caller was not entitled to: the callers of whom the rules would have taken
 * exactly that. Empty where the rules would have taken it of nobody.
 */
export async function entitledInstead(
  call: CommittedCall,
  before: PublicState,
  authorities: readonly (string | undefined)[],
): Promise<readonly Caller[]> {
  const found: Caller[] = []
  const roles = specOf(call.name)?.roles ?? []
  for (const { code } of MEMBERS) {
    const candidates = roles.flatMap((role) =>
      authorities.map((authority) => ({ organisation: code, role, authority })),
    )
    for (const caller of candidates) {
      const { result } = await rerun({ ...call, caller }, before)
      if (result !== 'same') continue
      found.push(caller)
      break
    }
  }
  return found
}

const NOT_OF_THE_NETWORK: EntryRefusal = { code: 'MEMBER_UNKNOWN', detail: 'caller: is not of the network' }

function specOf(name: string): TransactionSpec | undefined {
  return Object.hasOwn(TRANSACTIONS, name) ? TRANSACTIONS[name as keyof typeof TRANSACTIONS] : undefined
}

function compare(call: CommittedCall, { writes, privateWrites }: RerunState, answer: string): Rerun {
  const keys = new Set([...call.writes.keys(), ...writes.keys()])
  const differing = [...keys].filter((key) => call.writes.get(key) !== writes.get(key)).sort()
  if (differing.length > 0) return { result: 'different', keys: differing, detail: differenceOf(call.answer, answer) }
  if (!samePrivately(call.privateWrites, privateWrites)) {
    return { result: 'different', keys: [...call.writes.keys()].sort(), detail: 'other private values are removed' }
  }
  if (answer === call.answer) return { result: 'same' }
  return { result: 'different', keys: [...call.writes.keys()].sort(), detail: 'the answer is another one' }
}

/** What the rules say to the first entry that was carried out although they refuse it, if that is the difference. */
function differenceOf(committed: string, again: string): string {
  try {
    const done = parseOutcomes(committed)
    const refusals = parseOutcomes(again).map((outcome, index) => (done[index] === 'done' ? outcome : 'done'))
    const refused = refusals.findIndex((outcome) => outcome !== 'done')
    const refusal = refusals[refused]
    if (refusal !== undefined && refusal !== 'done') {
      return `the rules refuse entry ${refused + 1}: ${refusal.code}, ${refusal.detail}`
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
  return 'other records are written'
}

// What is put into a collection is transient, so a re-run only ever removes.
function samePrivately(committed: readonly PrivateWrite[], removed: ReadonlySet<string>): boolean {
  return (
    committed.length === removed.size &&
    committed.every(
      ({ collection, keyHash, valueHash }) => valueHash === undefined && removed.has(`${collection}/${keyHash}`),
    )
  )
}

function compareConfidential({ writes, privateWrites, args }: CommittedCall, { organisation }: Caller): Rerun {
  const keys = [...writes.keys()].sort()
  if (keys.length > 0) return { result: 'different', keys, detail: 'something public is written beside private values' }
  const pair = MEMBERS.filter(({ code }) => code === organisation || code === args[1])
  const [one, other] = pair
  const own = one && other && pairCollection(one.code, other.code)
  if (privateWrites.every(({ collection, valueHash }) => collection === own && valueHash !== undefined)) {
    return { result: 'confidential' }
  }
  return { result: 'different', keys, detail: 'another private collection is written than that of the two members' }
}

/** Thrown where a rule asks for what reached the endorsers beside the arguments. */
class NotInTheBlock extends Error {
  override readonly name = 'NotInTheBlock'
}

/** The state before a transaction, with what the re-run writes kept apart. */
class RerunState implements LedgerState {
  readonly writes = new Map<string, string>()
  readonly privateWrites = new Set<string>()
  /** Why the state before could not be read: a fault of whoever asks, never of the transaction. */
  fault: Error | undefined
  readonly #before: PublicState

  constructor(before: PublicState) {
    this.#before = before
  }

  get(key: string): Promise<string | undefined> {
    return this.#reading(this.#before.read(key))
  }

  put(key: string, text: string): Promise<void> {
    this.writes.set(key, text)
    return Promise.resolve()
  }

  versions(): Promise<readonly KeyVersion[]> {
    return Promise.reject(new NotInTheBlock('versions of a key'))
  }

  privateHash(collection: string, key: string): Promise<string | undefined> {
    return this.#reading(this.#before.privateHash(collection, hashOfKey(key)))
  }

  transient(): Uint8Array | undefined {
    throw new NotInTheBlock('transient data')
  }

  getPrivate(): Promise<Uint8Array | undefined> {
    return Promise.reject(new NotInTheBlock('private values'))
  }

  privateKeys(): Promise<readonly string[]> {
    return Promise.reject(new NotInTheBlock('private keys'))
  }

  putPrivate(): Promise<void> {
    return Promise.reject(new NotInTheBlock('private values'))
  }

  purgePrivate(collection: string, key: string): Promise<void> {
    this.privateWrites.add(`${collection}/${hashOfKey(key)}`)
    return Promise.resolve()
  }

  async #reading<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading
    } catch (error) {
      this.fault = error instanceof Error ? error : new Error(String(error))
      throw error
    }
  }
}

function hashOfKey(key: string): string {
  return bytesToHex(sha256(utf8Bytes(key)))
}

import { rerun } from '@eco/domain'
import type { CommittedCall, PublicState } from '@eco/domain'
import type { RegisterCall } from '../register/register'

/** A transaction that counts on the ledger although the rules, run again here, would not have allowed what it did. */
export interface Objection {
  readonly transactionId: string
  readonly time: string
  /** The member (its MSP) whose identity signed it. */
  readonly submitter: string
  /** The refusal's code, or RULES_DIFFER where the rules do something else. */
  readonly rule: string
  readonly detail: string
  /** The records that it wrote against the rules. */
  readonly keys: readonly string[]
}

/** What a block leaves behind in private collections, by place (`collection/hash of the key`); undefined where it was removed. */
export type PrivateHashes = ReadonlyMap<string, string | undefined>

/** Runs every transaction of a block again on the state before it, each seeing what the ones before it wrote. */
export async function objectionsTo(calls: readonly RegisterCall[], before: PublicState): Promise<Recheck> {
  const state = new StateInBlock(before)
  const objections: Objection[] = []
  for (const call of calls) {
    const objection = await objectionTo(call, state)
    if (objection !== undefined) objections.push(objection)
    state.apply(call)
  }
  return { objections, privateHashes: state.privateHashes }
}

/** What a block's transactions come to when they are run again. */
export interface Recheck {
  readonly objections: readonly Objection[]
  readonly privateHashes: PrivateHashes
}

async function objectionTo(call: RegisterCall, state: PublicState): Promise<Objection | undefined> {
  const again = await rerun(call, state)
  if (again.result !== 'refused' && again.result !== 'different') return undefined
  const { transactionId, time, submitter } = call
  const [rule, detail] =
    again.result === 'refused' ? [again.refusal.code, again.refusal.detail] : (['RULES_DIFFER', again.detail] as const)
  return { transactionId, time, submitter, rule, detail, keys: again.keys }
}

/** The state before a block, with what its transactions have written so far. */
class StateInBlock implements PublicState {
  readonly privateHashes = new Map<string, string | undefined>()
  readonly #written = new Map<string, string | undefined>()
  readonly #before: PublicState

  constructor(before: PublicState) {
    this.#before = before
  }

  read(key: string): Promise<string | undefined> {
    return this.#written.has(key) ? Promise.resolve(this.#written.get(key)) : this.#before.read(key)
  }

  privateHash(collection: string, keyHash: string): Promise<string | undefined> {
    const place = `${collection}/${keyHash}`
    if (this.privateHashes.has(place)) return Promise.resolve(this.privateHashes.get(place))
    return this.#before.privateHash(collection, keyHash)
  }

  apply({ writes, privateWrites }: CommittedCall): void {
    for (const [key, text] of writes) this.#written.set(key, text)
    for (const { collection, keyHash, valueHash } of privateWrites) {
      this.privateHashes.set(`${collection}/${keyHash}`, valueHash)
    }
  }
}

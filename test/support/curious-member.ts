import {
  certificateOfKey,
  certificateId,
  loadCertificate,
  loadMember,
  MEMBERS,
  parseUse,
  partsOfKey,
} from '@eco/domain'
import type { CertificateIdKey, CertificateRecord, Conclusion, MemberCode, PublicJwk, UseRecord } from '@eco/domain'
import { validTransactions } from './ledger-writes'
import type { LedgerWrites } from './ledger-writes'

/** What somebody who is in none of the pairs concludes from what its own peer holds, by the names of the statement. */
export type Conclusions = Readonly<
  Record<Exclude<Conclusion, 'content' | 'specimens'>, Readonly<Record<string, unknown>>>
>

/** A guess at a certificate's number. */
export interface Guess {
  readonly issuingMember: MemberCode
  readonly authority: string
  readonly number: string
}

/** A key-agreement key as the register shows it to everybody. */
export interface PublishedKey {
  readonly member: MemberCode
  readonly publicJwk: PublicJwk
}

/** Everything that the blocks of a peer tell of the register: its valid transactions, and what they left. */
export class CuriousMember {
  readonly #transactions: readonly LedgerWrites[]
  readonly #state = new Map<string, string>()

  constructor(blocks: readonly Uint8Array[]) {
    this.#transactions = blocks
      .flatMap((block) => validTransactions(block))
      .filter(({ writes, collections }) => writes.size + collections.length > 0)
    for (const { writes } of this.#transactions) for (const [key, text] of writes) this.#state.set(key, text)
  }

  /** Every certificate as the register shows it. */
  async records(): Promise<readonly CertificateRecord[]> {
    const reader = { read: (key: string) => Promise.resolve(this.#state.get(key)) }
    const ids = this.#keys('certificate').flatMap((key) => certificateOfKey(key) ?? [])
    const records = await Promise.all(ids.map((id) => loadCertificate(reader, id)))
    return records.filter((record) => record !== undefined)
  }

  /** Concludes everything that the statement of exposure says, each by its name there. */
  async conclude(): Promise<Conclusions> {
    const records = await this.records()
    const uses = this.#uses()
    const byId = <T>(valueOf: (record: CertificateRecord) => T): Readonly<Record<string, T>> =>
      Object.fromEntries(records.map((record) => [record.id, valueOf(record)]))
    const usesOf = (id: string): readonly UseRecord[] => uses.filter((use) => use.id === id).map(({ record }) => record)
    return {
      pairVolumes: counted(records, ({ issuingMember, importingMember }) => `${issuingMember} → ${importingMember}`),
      authorityVolumes: counted(records, ({ authority }) => authority),
      keyVolumes: counted(records, ({ keyId }) => keyId),
      issueTimes: byId(({ registration }) => registration.registeredAt),
      itemCounts: byId(({ items }) => items.length),
      usedShares: byId(({ items }) => items.map(({ used, issued }) => Number((BigInt(used) * 1000n) / BigInt(issued)))),
      declarationCounts: byId(({ id }) => new Set(usesOf(id).map(({ declaration }) => declaration)).size),
      clearanceDays: byId(({ id, issueDate }) => usesOf(id).map(({ date }) => daysBetween(issueDate, date))),
      exchangeTimes: this.#exchanges(),
      links: byId(({ links }) => links),
      submitters: counted(this.#transactions, ({ mspId, role }) => `${mspId} ${role}`),
    }
  }

  /** Which of the numbers that were guessed are found under their id, by any of the secrets that are known or made up. */
  found(guesses: Iterable<Guess>, keys: readonly CertificateIdKey[]): readonly string[] {
    const ids = new Set(this.#keys('certificate').map(certificateOfKey))
    const isFound = (guess: Guess): boolean => keys.some((key) => ids.has(certificateId(guess, key)))
    return [...guesses].filter(isFound).map(({ number }) => number)
  }

  /** What the members publish in the register to agree on secrets by, of all times. */
  async agreementKeys(): Promise<readonly PublishedKey[]> {
    const reader = { read: (key: string) => Promise.resolve(this.#state.get(key)) }
    const members = await Promise.all(MEMBERS.map(({ code }) => loadMember(reader, code)))
    return members.flatMap((record) => {
      const { member, keyAgreements = [] } = record ?? {}
      return member === undefined ? [] : keyAgreements.map(({ publicJwk }) => ({ member, publicJwk }))
    })
  }

  /** Everything that the valid transactions wrote, as it is on the ledger. */
  texts(): readonly string[] {
    return [...this.#state].flat()
  }

  #keys(kind: string): readonly string[] {
    return [...this.#state.keys()].filter((key) => partsOfKey(key)?.kind === kind)
  }

  #uses(): readonly { readonly id: string | undefined; readonly record: UseRecord }[] {
    return this.#keys('use').map((key) => ({
      id: certificateOfKey(key),
      record: parseUse(this.#state.get(key) ?? ''),
    }))
  }

  /** The times at which something was put into each collection of two members. */
  #exchanges(): Readonly<Record<string, readonly string[]>> {
    const times: Record<string, string[]> = {}
    for (const { collections, time } of this.#transactions) {
      for (const collection of collections) (times[collection] ??= []).push(time)
    }
    return times
  }
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / (24 * 3_600_000)
}

function counted<T>(entries: readonly T[], nameOf: (entry: T) => string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const entry of entries) counts[nameOf(entry)] = (counts[nameOf(entry)] ?? 0) + 1
  return counts
}

import { sha256 } from '@noble/hashes/sha2.js'
import type { Caller, Role } from '../../caller'
import { CertificateIdKey } from '../../certificate-id'
import type { KeyHolder } from '../../certificate-id'
import type { IsoDate } from '../../date'
import { base64url } from '../../document/base64url'
import type { PublicJwk } from '../../document/cryptography'
import { sha256Hex, utf8 } from '../../hash'
import { parseOutcomes } from '../../ledger/entries'
import type { Outcome } from '../../ledger/entries'
import type { RecordReader } from '../../ledger/ledger-state'
import { MemoryLedger } from '../../ledger/memory-state'
import { runTransaction } from '../../ledger/run'
import type { TransactionSpec } from '../../ledger/transaction'
import { MEMBERS } from '../../member'
import type { MemberCode, OrganisationCode } from '../../member'
import type { SeedMember } from '../seed'
import { seedRounds } from '../seed'
import { thumbprintOf } from '../decide-key'
import { REGISTER_TRANSACTIONS } from '../transactions'

/** A key that nobody can sign with, different for every name. */
export function aJwk(name: string): PublicJwk {
  const coordinate = (of: string): string => base64url(sha256(utf8(`${name} ${of}`)))
  return { kty: 'EC', crv: 'P-256', x: coordinate('x'), y: coordinate('y') }
}

/** The secret of two members of a test network, as if their keys had agreed on it. */
export function anIdKey(one: MemberCode = 'AU', other: MemberCode = 'KR'): CertificateIdKey {
  const holderOf = (member: MemberCode): KeyHolder => ({
    member,
    thumbprint: thumbprintOf(aJwk(`${member} agreement`)),
  })
  return CertificateIdKey.derive(sha256(utf8([one, other].sort().join(' '))), [holderOf(one), holderOf(other)])
}

/** The thumbprint of the seal of a member's authority in a test network. */
export function sealOf(member: string): string {
  return thumbprintOf(aJwk(`${member} seal`))
}

/** What every member of a test network declares: one authority with one seal, active since long. */
export function seedMembers(
  authorityOf: (member: string) => string = (member) => `${member}-1`,
): readonly SeedMember[] {
  return MEMBERS.map(({ code, name }) => ({
    member: code,
    keyAgreement: aJwk(`${code} agreement`),
    authorities: [
      {
        id: authorityOf(code),
        name: `Authority of ${name}`,
        activeFrom: '2020-01-01T00:00:00.000Z',
        keys: [
          {
            publicJwk: aJwk(`${code} seal`),
            use: 'seal' as const,
            validFrom: '2020-01-01' as IsoDate,
            validUntil: null,
          },
        ],
      },
    ],
  }))
}

/** The same as list transactions for a ledger in memory: who submits, its name, its arguments, in their order. */
export function seedTransactions(
  members: readonly SeedMember[] = seedMembers(),
): readonly { readonly caller: Caller; readonly name: string; readonly args: readonly [string, string] }[] {
  return seedRounds(members).flatMap((round, index) =>
    round.map(({ member, name, entries }) => ({
      caller: { organisation: member, role: 'member-admin', authority: undefined },
      name,
      args: [`seed-${index}-${member}-${name}`, JSON.stringify(entries)],
    })),
  )
}

/** When, under which request id and in which role something is submitted, where a test does not leave that open. */
export interface Circumstances {
  readonly time?: string
  readonly role?: Role
  readonly requestId?: string
  readonly authority?: string
}

/** A ledger in memory on which register transactions run, one block each. */
export class ARegister implements RecordReader {
  readonly ledger = new MemoryLedger()
  #count = 0

  /** A register that holds what `seedTransactions` declares. */
  static async seeded(members?: readonly SeedMember[]): Promise<ARegister> {
    const register = new ARegister()
    for (const { caller, name, args } of seedTransactions(members)) {
      await register.run(name, args, caller, '2026-01-01T00:00:00.000Z')
    }
    return register
  }

  read(key: string): Promise<string | undefined> {
    return Promise.resolve(this.ledger.value(key))
  }

  /** Every record by its key. */
  records(): ReadonlyMap<string, string> {
    return new Map(this.ledger.keys().map((key) => [key, this.ledger.value(key) ?? '']))
  }

  /** Runs a transaction and keeps what it wrote. */
  async run(name: string, args: readonly string[], caller: Caller, time: string): Promise<string> {
    const spec: TransactionSpec | undefined = Object.entries(REGISTER_TRANSACTIONS).find(([key]) => key === name)?.[1]
    if (spec === undefined) throw new Error(`there is no transaction ${name}`)
    this.#count += 1
    const transactionId = sha256Hex(`transaction ${this.#count}`)
    const state = this.ledger.simulate()
    const { answer } = await runTransaction(name, spec, args, { caller, transactionId, time, state })
    state.commit(transactionId)
    return answer
  }

  /** Submits one entry in the name of an organisation; what became of it. */
  async submit(
    organisation: OrganisationCode,
    name: string,
    entry: unknown,
    circumstances: Circumstances = {},
  ): Promise<Outcome> {
    const { time = '2026-05-01T12:00:00.000Z', role = 'member-admin', authority } = circumstances
    const { requestId = `request-${this.#count}` } = circumstances
    const caller = { organisation, role, authority }
    const [outcome] = parseOutcomes(await this.run(name, [requestId, JSON.stringify([entry])], caller, time))
    if (outcome === undefined) throw new Error('no outcome')
    return outcome
  }
}

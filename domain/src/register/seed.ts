import { PROFILES } from '../agreements/catalogue'
import { isKnown } from '../agreements/evidence'
import { profileHash } from '../agreements/parse-profile'
import type { AgreementProfile } from '../agreements/profile'
import type { IsoDate } from '../date'
import type { PublicJwk } from '../document/cryptography'
import type { KeyUse } from '../document/trust-snapshot'
import type { MemberCode } from '../member'
import type { AuthorityEntry, KeyEntry } from './authority-entries'
import { authorityKey } from './authority-record'
import { partyKey, proposalKey } from './agreement-record'
import { thumbprintOf } from './decide-key'
import { partiesAmongMembers } from './in-force'
import { memberKey } from './member-record'
import type { MemberEntry } from './member-record'

/** An authority to begin with: active since a time, with its keys. */
export interface SeedAuthority {
  readonly id: string
  readonly name: string
  /** ISO 8601 in UTC with milliseconds. */
  readonly activeFrom: string
  readonly keys: readonly {
    readonly publicJwk: PublicJwk
    readonly use: KeyUse
    readonly validFrom: IsoDate
    readonly validUntil: IsoDate | null
  }[]
}

/** A member to begin with. */
export interface SeedMember {
  readonly member: MemberCode
  readonly keyAgreement: PublicJwk
  readonly authorities: readonly SeedAuthority[]
}

/** One list transaction that a member's administrator submits. */
export interface SeedTransaction {
  readonly member: MemberCode
  readonly name: 'declareMember' | 'declareAuthority' | 'declareKey' | 'proposeProfile' | 'approveProfile'
  readonly entries: readonly unknown[]
}

/** What is in the register already: true for the key of a record, and for that of an authority followed by a thumbprint. */
export type SeedKnown = (key: string) => boolean

const SINCE = '2000-01-01' as IsoDate

/**
 * What the members submit so that the registers hold them, their authorities with keys, and the shipped profiles in use
 * as in force. Rounds come one after the other; within a round nothing waits for anything, since no two transactions
 * write the same record. What is known already is left out.
 */
export function seedRounds(
  members: readonly SeedMember[],
  isKnownKey: SeedKnown = () => false,
): readonly (readonly SeedTransaction[])[] {
  const codes = members.map(({ member }) => member)
  const rounds = [
    members.flatMap((member) => [...declarations(member, isKnownKey), ...proposals(member.member, codes, isKnownKey)]),
    members.flatMap((member) => [...keys(member, isKnownKey), ...approvals(member.member, codes, isKnownKey)]),
  ]
  return rounds.map((round) => round.filter(({ entries }) => entries.length > 0))
}

function declarations({ member, keyAgreement, authorities }: SeedMember, known: SeedKnown): readonly SeedTransaction[] {
  const capabilities = inUse()
    .filter((profile) => partiesOf(profile).includes(member))
    .flatMap(({ code: agreement }) =>
      (['export', 'import'] as const).map((direction) => ({ agreement, direction, mode: 'paper-also' as const })),
    )
  const declaration: MemberEntry = {
    functions: ['issuing', 'importing'],
    keyAgreement,
    capabilities,
    registersEverythingSince: null,
    inForce: { from: SINCE, until: null },
  }
  const declared = authorities
    .filter(({ id }) => !known(authorityKey(member, id)))
    .map(({ id, name, activeFrom }): AuthorityEntry => ({
      id,
      name,
      functions: ['issuing', 'competent'],
      activeFrom,
    }))
  return [
    { member, name: 'declareMember', entries: known(memberKey(member)) ? [] : [declaration] },
    { member, name: 'declareAuthority', entries: declared },
  ]
}

function keys({ member, authorities }: SeedMember, known: SeedKnown): readonly SeedTransaction[] {
  const entries = authorities.flatMap(({ id: authority, keys: own }) =>
    own
      .filter(({ publicJwk }) => !known(`${authorityKey(member, authority)}/${thumbprintOf(publicJwk)}`))
      .map((key): KeyEntry => ({ authority, ...key })),
  )
  return [{ member, name: 'declareKey', entries }]
}

function proposals(member: MemberCode, present: readonly MemberCode[], known: SeedKnown): readonly SeedTransaction[] {
  const entries = inUse()
    .filter((profile) => proposerOf(profile, present) === member && !known(proposalKey(profile.code, profile.version)))
    .map((profile) => ({ profile, inForceFrom: since(profile), replaces: null }))
  return [{ member, name: 'proposeProfile', entries }]
}

function approvals(member: MemberCode, present: readonly MemberCode[], known: SeedKnown): readonly SeedTransaction[] {
  const entries = inUse()
    .filter((profile) => partiesOf(profile).includes(member))
    .filter((profile) => proposerOf(profile, present) !== member)
    .filter(({ code, version }) => !known(partyKey(code, version, member)))
    .map((profile) => ({ agreement: profile.code, version: profile.version, hash: profileHash(profile) }))
  return [{ member, name: 'approveProfile', entries }]
}

function inUse(): readonly AgreementProfile[] {
  return PROFILES.filter((profile) => profile.status === 'in-use' && partiesOf(profile).length > 0)
}

function partiesOf({ parties }: AgreementProfile): readonly MemberCode[] {
  return isKnown(parties) ? partiesAmongMembers(parties.value) : []
}

// Not always the same member, so that the texts are spread over several transactions.
function proposerOf(profile: AgreementProfile, present: readonly MemberCode[]): MemberCode | undefined {
  const parties = partiesOf(profile).filter((party) => present.includes(party))
  return parties[profile.code.length % parties.length]
}

function since({ inForce }: AgreementProfile): IsoDate {
  return isKnown(inForce) ? inForce.value.from : SINCE
}

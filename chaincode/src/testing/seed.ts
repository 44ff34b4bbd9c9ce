import { createHash } from 'node:crypto'
import { MEMBERS, parseDate, seedRounds, thumbprintOf } from '@eco/domain'
import type { MemberCode, PublicJwk, SeedMember, TransactionName } from '@eco/domain'
import type { Sender } from './ledger'

/** The authority for which every member's issuer acts in these tests: the identities have no other one. */
export const AUTHORITY = 'AU-ACCI'

/** A list transaction, before it has a request id. */
export interface ListTransaction {
  readonly sender: Sender
  readonly name: TransactionName
  readonly entries: readonly unknown[]
}

/** A key that nobody can sign with, different for every name. */
export function aJwk(name: string): PublicJwk {
  const coordinate = (of: string): string => createHash('sha256').update(`${name} ${of}`).digest('base64url')
  return { kty: 'EC', crv: 'P-256', x: coordinate('x'), y: coordinate('y') }
}

/** The key that seals for a member's authority. */
export function sealOf(member: MemberCode): string {
  return thumbprintOf(aJwk(`${member} seal`))
}

/** All that the members declare before the first certificate: themselves, an authority each with a key, the profiles. */
export function seed(): readonly ListTransaction[] {
  return seedRounds(MEMBERS.map(({ code }) => seedMember(code))).flatMap((round) =>
    round.map(({ member, name, entries }) => ({
      sender: { mspId: `${member}MSP`, identity: 'memberAdmin' },
      name,
      entries,
    })),
  )
}

function seedMember(member: MemberCode): SeedMember {
  const validFrom = parseDate('2020-01-01', 'validFrom')
  return {
    member,
    keyAgreement: aJwk(`${member} agreement`),
    authorities: [
      {
        id: AUTHORITY,
        name: `Authority of ${member}`,
        activeFrom: '2020-01-01T00:00:00.000Z',
        keys: [{ publicJwk: aJwk(`${member} seal`), use: 'seal', validFrom, validUntil: null }],
      },
    ],
  }
}

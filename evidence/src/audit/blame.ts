import {
  certificateOfKey,
  entitledInstead,
  importingMemberOf,
  ledgerKey,
  loadRegistered,
  memberNamed,
  parseRegisteredCertificate,
  partsOfKey,
  shortId,
} from '@eco/domain'
import type { CertificateId, CommittedCall, MemberCode, OrganisationCode, PublicState } from '@eco/domain'

/** Whose certificates and records a transaction touched, and in whose name. */
export interface Blame {
  /** Short ids. */
  readonly certificates: readonly string[]
  readonly records: readonly string[]
  readonly inTheNameOf: readonly OrganisationCode[]
}

/**
 * What was written against the rules, and in whose name: of whom the rules would have taken exactly that; where they
 * would have taken it of nobody, whoever the records belong to.
 */
export async function blameFor(call: CommittedCall, keys: readonly string[], before: PublicState): Promise<Blame> {
  const ids = [...new Set(keys.map((key) => certificateOfKey(key)).filter((id) => id !== undefined))]
  const parties: readonly Party[] = await Promise.all(ids.map((id) => partyOf(call, id, before)))
  const entitled = await entitledInstead(call, before, [
    ...new Set([call.caller?.authority, ...parties.map(({ authority }) => authority), undefined]),
  ])
  const owners = [...keys.flatMap((key) => ownerOf(key) ?? []), ...parties.flatMap(({ members }) => members)]
  const named = entitled.length > 0 ? entitled.map(({ organisation }) => organisation) : owners
  return {
    certificates: ids.map(shortId),
    records: keys.filter((key) => certificateOfKey(key) === undefined),
    inTheNameOf: [...new Set(named)].filter((code) => code !== call.caller?.organisation),
  }
}

interface Party {
  readonly authority: string | undefined
  readonly members: readonly MemberCode[]
}

/** Who issued a certificate, by the record before the transaction or else by the one that it wrote; and who imports. */
async function partyOf(call: CommittedCall, id: CertificateId, before: PublicState): Promise<Party> {
  try {
    const registered = await loadRegistered(before, id)
    if (registered !== undefined) {
      const { issuingMember, authority } = registered
      return { authority, members: [issuingMember, await importingMemberOf(before, registered)] }
    }
    const text = call.writes.get(ledgerKey('certificate', shortId(id)))
    if (text === undefined) return NOBODY
    const { issuingMember, authority } = parseRegisteredCertificate(id, text)
    return { authority, members: [issuingMember] }
  } catch {
    // A record that nobody can read names nobody.
    return NOBODY
  }
}

const NOBODY: Party = { authority: undefined, members: [] }

/** The member whose part of a register a key belongs to. */
function ownerOf(key: string): OrganisationCode | undefined {
  const { kind, parts } = partsOfKey(key) ?? {}
  if (kind === undefined || certificateOfKey(key) !== undefined) return undefined
  return memberNamed(parts?.[0])
}

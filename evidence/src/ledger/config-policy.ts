import { common, msp } from '@hyperledger/fabric-protos'
import { groupAt } from './config-items'
import { readIdentity } from './identity'
import type { LedgerIdentity } from './identity'
import { hasRole } from './msp'
import type { Msp, NodeRole } from './msp'

/** Who has signed, each once, and by which organisations' certificates they are judged. */
export interface SignedBy {
  readonly identities: readonly LedgerIdentity[]
  readonly msps: ReadonlyMap<string, Msp>
}

/**
 * Whether whoever signed satisfies a policy of a channel's configuration, named as Fabric names it: from the root
 * (`/Channel/Application/Admins`) or from the group at `path` (`Admins`). One that is not there is satisfied by nobody.
 */
export function isSatisfied(
  channel: common.ConfigGroup,
  path: readonly string[],
  name: string,
  signed: SignedBy,
): boolean {
  const from = name.startsWith('/') ? name.slice(1).split('/') : [...path, ...name.split('/')]
  const policy = groupAt(channel, from.slice(0, -1))
    ?.getPoliciesMap()
    .get(from.at(-1) ?? '')
    ?.getPolicy()
  if (policy === undefined || from[0] !== path[0]) return false
  switch (policy.getType()) {
    case common.Policy.PolicyType.SIGNATURE:
      return satisfiesRule(common.SignaturePolicyEnvelope.deserializeBinary(policy.getValue_asU8()), signed)
    case common.Policy.PolicyType.IMPLICIT_META:
      return satisfiesMeta(channel, from.slice(0, -1), policy, signed)
    default:
      return false
  }
}

function satisfiesMeta(
  channel: common.ConfigGroup,
  path: readonly string[],
  policy: common.Policy,
  signed: SignedBy,
): boolean {
  const meta = common.ImplicitMetaPolicy.deserializeBinary(policy.getValue_asU8())
  const below: string[] = []
  groupAt(channel, path)
    ?.getGroupsMap()
    .forEach((_, name) => below.push(name))
  const satisfied = below.filter((name) => isSatisfied(channel, [...path, name], meta.getSubPolicy(), signed)).length
  return satisfied >= neededOf(meta.getRule(), below.length)
}

function neededOf(rule: number, of: number): number {
  if (of === 0) return 0
  if (rule === common.ImplicitMetaPolicy.Rule.ANY) return 1
  return rule === common.ImplicitMetaPolicy.Rule.ALL ? of : Math.floor(of / 2) + 1
}

/** Each signature counts for one principal only, the first that it satisfies, as in Fabric. */
function satisfiesRule(envelope: common.SignaturePolicyEnvelope, { identities, msps }: SignedBy): boolean {
  const principals = envelope.getIdentitiesList()
  const holds = (rule: common.SignaturePolicy | undefined, used: Set<LedgerIdentity>): boolean => {
    const outOf = rule?.getNOutOf()
    if (rule === undefined) return false
    if (outOf === undefined) {
      const principal = principals[rule.getSignedBy()]
      const found = principal && identities.find((one) => !used.has(one) && isPrincipal(one, principal, msps))
      if (found !== undefined) used.add(found)
      return found !== undefined
    }
    let verified = 0
    for (const inner of outOf.getRulesList()) {
      const tried = new Set(used)
      if (!holds(inner, tried)) continue
      verified++
      for (const identity of tried) used.add(identity)
    }
    return verified >= outOf.getN()
  }
  return holds(envelope.getRule(), new Set())
}

function isPrincipal(identity: LedgerIdentity, principal: msp.MSPPrincipal, msps: ReadonlyMap<string, Msp>): boolean {
  const bytes = principal.getPrincipal_asU8()
  switch (principal.getPrincipalClassification()) {
    case msp.MSPPrincipal.Classification.ROLE: {
      const role = msp.MSPRole.deserializeBinary(bytes)
      const own = msps.get(identity.mspId)
      if (own === undefined || role.getMspIdentifier() !== identity.mspId) return false
      const named = ROLES.get(role.getRole())
      return role.getRole() === msp.MSPRole.MSPRoleType.MEMBER || (named !== undefined && hasRole(own, identity, named))
    }
    case msp.MSPPrincipal.Classification.IDENTITY: {
      const { mspId, certificate } = readIdentity(bytes)
      return mspId === identity.mspId && certificate.fingerprint256 === identity.certificate.fingerprint256
    }
    default:
      // Units and anonymous identities: no policy of this network names one.
      return false
  }
}

const ROLES: ReadonlyMap<number, NodeRole> = new Map([
  [msp.MSPRole.MSPRoleType.ADMIN, 'admin'],
  [msp.MSPRole.MSPRoleType.CLIENT, 'client'],
  [msp.MSPRole.MSPRoleType.PEER, 'peer'],
  [msp.MSPRole.MSPRoleType.ORDERER, 'orderer'],
])

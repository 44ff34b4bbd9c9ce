import { MEMBERS, REQUIRED_ENDORSEMENTS } from '@eco/domain'
import { msp, peer } from '@hyperledger/fabric-protos'
import type { ChannelConfig } from '../ledger/channel-config'
import type { EndorsedTransaction } from '../ledger/transaction'
import type { NamespaceSet } from '../ledger/write-set'

/** Where Fabric keeps what its members agree on of chaincodes. */
export const LIFECYCLE = '_lifecycle'

/** So many of these organisations' peers must have endorsed. */
export interface Requirement {
  readonly subject: string
  readonly count: number
  readonly of: readonly string[]
}

/** Whose endorsements a transaction needs by what it writes: f + 1 members for the register, one of the two for their collection. */
export function requirementsOf(
  { sets, chaincode }: EndorsedTransaction,
  register: string,
  { organisations }: ChannelConfig,
): readonly Requirement[] {
  const own = sets.filter(({ namespace }) => namespace === chaincode)
  const needed = own.flatMap((set) => [
    ...set.collections.filter(({ writes }) => writes.length > 0).map(({ collection }) => requirementOf(collection)),
    ...(writesPublicly(set) ? [publicRequirement(set.namespace, register, organisations)] : []),
  ])
  // What writes nothing at all needs what the register needs.
  return needed.length > 0 ? needed : [publicRequirement(chaincode, register, organisations)]
}

/** What the ledger says of the register's endorsement policy if it is not the agreed one; undefined if it is, or says nothing. */
export function policyProblem({ sets }: EndorsedTransaction, register: string): string | undefined {
  const key = `namespaces/fields/${register}/ValidationInfo`
  const written = sets
    .filter(({ namespace }) => namespace === LIFECYCLE)
    .flatMap(({ writes }) => writes)
    .find((write) => write.key === key)
  if (written === undefined) return undefined
  const stated = written.value && statedPolicy(written.value)
  const agreed = `${REQUIRED_ENDORSEMENTS} of ${MEMBERS.map(({ mspId }) => mspId).join(' ')}`
  return stated === agreed ? undefined : `it is ${stated ?? 'of another form'}, agreed is ${agreed}`
}

function writesPublicly({ writes, metadataWrites }: NamespaceSet): boolean {
  return writes.length > 0 || metadataWrites.length > 0
}

function publicRequirement(namespace: string, register: string, organisations: readonly string[]): Requirement {
  if (namespace === register) {
    return { subject: 'the register', count: REQUIRED_ENDORSEMENTS, of: MEMBERS.map(({ mspId }) => mspId) }
  }
  const majority = Math.floor(organisations.length / 2) + 1
  return { subject: 'what the members agree on', count: majority, of: organisations }
}

const PAIR = /^pair_([A-Z]{2})_([A-Z]{2})$/
const IMPLICIT = '_implicit_org_'

function requirementOf(collection: string): Requirement {
  if (collection.startsWith(IMPLICIT)) {
    return { subject: 'an approval', count: 1, of: [collection.slice(IMPLICIT.length)] }
  }
  const [, one, other] = PAIR.exec(collection) ?? []
  const of = MEMBERS.filter(({ code }) => code === one || code === other).map(({ mspId }) => mspId)
  return { subject: `the collection ${collection}`, count: 1, of }
}

/** `3 of AUMSP …` for a policy of exactly that form over peers; undefined for any other. */
function statedPolicy(value: Uint8Array): string | undefined {
  const bytes = peer.lifecycle.StateData.deserializeBinary(value).getBytes_asU8()
  const parameter = peer.lifecycle.ChaincodeValidationInfo.deserializeBinary(bytes).getValidationParameter_asU8()
  const policy = peer.ApplicationPolicy.deserializeBinary(parameter).getSignaturePolicy()
  const rule = policy?.getRule()?.getNOutOf()
  if (policy === undefined || rule === undefined) return undefined
  const principals = policy.getIdentitiesList().map(peerPrincipal)
  const named = rule.getRulesList().map((one) => (one.hasNOutOf() ? undefined : principals[one.getSignedBy()]))
  return named.includes(undefined) ? undefined : `${rule.getN()} of ${named.join(' ')}`
}

function peerPrincipal(principal: msp.MSPPrincipal): string | undefined {
  if (principal.getPrincipalClassification() !== msp.MSPPrincipal.Classification.ROLE) return undefined
  const role = msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8())
  return role.getRole() === msp.MSPRole.MSPRoleType.PEER ? role.getMspIdentifier() : undefined
}

import { common, msp } from '@hyperledger/fabric-protos'
import { encodePolicy, type NodeRole, type Principal } from 'embedded-fabric'

/** Who of one organisation may do what, as the roles of its certificates. */
export type RolePolicies = Readonly<Record<string, readonly NodeRole[]>>

/** In the group Application. Orderers read too: their own organisation's gateway asks with their certificates for nothing more. */
export const MEMBER_POLICIES: RolePolicies = {
  Readers: ['admin', 'peer', 'client', 'orderer'],
  Writers: ['admin', 'client'],
  Admins: ['admin'],
  Endorsement: ['peer'],
}

/** An observer reads. It has no Writers, no Endorsement and no Admins: a policy that is not there is satisfied by nobody. */
export const OBSERVER_POLICIES: RolePolicies = { Readers: ['admin', 'peer', 'client'] }

/** In the group Orderer. Without `orderer` among the Writers the orderers would refuse each other's signatures. */
export const ORDERER_POLICIES: RolePolicies = {
  Readers: ['admin', 'peer', 'client', 'orderer'],
  Writers: ['orderer', 'admin'],
  Admins: ['admin'],
}

/** `OR('AMSP.admin', 'AMSP.peer')` as a policy of the channel's configuration. */
export function rolesPolicy(mspId: string, roles: readonly NodeRole[]): common.Policy {
  const principals: readonly Principal[] = roles.map((role) => ({ mspId, role }))
  const rules = roles.map((_, signedBy) => ({ signedBy }))
  return policy(common.Policy.PolicyType.SIGNATURE, encodePolicy({ rule: { outOf: 1, rules }, principals }))
}

/** `ANY Readers`, `MAJORITY Admins`: so many of the groups below have a policy of this name that is satisfied. */
export function metaPolicy(rule: 'ANY' | 'ALL' | 'MAJORITY', name: string): common.Policy {
  const meta = new common.ImplicitMetaPolicy()
  meta.setSubPolicy(name)
  meta.setRule(common.ImplicitMetaPolicy.Rule[rule])
  return policy(common.Policy.PolicyType.IMPLICIT_META, meta.serializeBinary())
}

/** How many of n orderers may be faulty: f = floor((n-1)/3). */
export function faultyOf(orderers: number): number {
  return Math.floor((orderers - 1) / 3)
}

/** How many of n orderers must sign a block: any two such sets share an honest one. */
export function quorum(orderers: number): number {
  return Math.ceil((orderers + faultyOf(orderers) + 1) / 2)
}

/** The policy that every block is checked by. Orderers compare it byte for byte with the one derived from the consenters. */
export function blockValidationPolicy(consenters: readonly common.Consenter[]): common.Policy {
  const envelope = new common.SignaturePolicyEnvelope()
  envelope.setIdentitiesList(consenters.map(identityPrincipal))
  const outOf = new common.SignaturePolicy.NOutOf()
  outOf.setN(quorum(consenters.length))
  outOf.setRulesList(consenters.map((_, index) => signedBy(index)))
  const rule = new common.SignaturePolicy()
  rule.setNOutOf(outOf)
  envelope.setRule(rule)
  return policy(common.Policy.PolicyType.SIGNATURE, envelope.serializeBinary())
}

function signedBy(index: number): common.SignaturePolicy {
  const rule = new common.SignaturePolicy()
  rule.setSignedBy(index)
  return rule
}

function identityPrincipal(consenter: common.Consenter): msp.MSPPrincipal {
  const identity = new msp.SerializedIdentity()
  identity.setMspid(consenter.getMspId())
  identity.setIdBytes(consenter.getIdentity_asU8())
  const principal = new msp.MSPPrincipal()
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.IDENTITY)
  principal.setPrincipal(identity.serializeBinary())
  return principal
}

function policy(type: number, value: Uint8Array): common.Policy {
  const result = new common.Policy()
  result.setType(type)
  result.setValue(value)
  return result
}

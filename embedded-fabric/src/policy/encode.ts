import { common, msp, peer } from '@hyperledger/fabric-protos'
import { PolicyError } from './parse'
import type { ApplicationPolicy, PolicyRule, Principal, SignaturePolicy } from './signature-policy'

/** By their number in `msp.MSPRole`. */
const ROLE_TYPES = ['member', 'admin', 'client', 'peer', 'orderer'] as const
const { Classification } = msp.MSPPrincipal
const { TypeCase } = common.SignaturePolicy

/** `common.SignaturePolicyEnvelope`, serialised. */
export function encodePolicy(policy: SignaturePolicy): Uint8Array {
  return policyMessage(policy).serializeBinary()
}

/** Reads `common.SignaturePolicyEnvelope`; refuses what Fabric's evaluator does, and principals other than roles. */
export function decodePolicy(bytes: Uint8Array): SignaturePolicy {
  return readPolicy(parsed(() => common.SignaturePolicyEnvelope.deserializeBinary(bytes), 'SignaturePolicyEnvelope'))
}

/** `protos.ApplicationPolicy`, serialised. */
export function encodeApplicationPolicy(policy: ApplicationPolicy): Uint8Array {
  return applicationPolicyMessage(policy).serializeBinary()
}

/** Reads `protos.ApplicationPolicy`. */
export function decodeApplicationPolicy(bytes: Uint8Array): ApplicationPolicy {
  const message = parsed(() => peer.ApplicationPolicy.deserializeBinary(bytes), 'ApplicationPolicy')
  const signaturePolicy = message.getSignaturePolicy()
  if (signaturePolicy !== undefined) return readPolicy(signaturePolicy)
  const reference = message.getChannelConfigPolicyReference()
  if (reference === '') throw new PolicyError('an application policy without a policy')
  return { channelPolicy: reference }
}

/** Reads a key's `VALIDATION_PARAMETER`: what a contract writes with `KeyEndorsementPolicy`. */
export function keyPolicyFromMetadata(bytes: Uint8Array): SignaturePolicy {
  return decodePolicy(bytes)
}

/** `common.SignaturePolicyEnvelope` as a message. */
export function policyMessage(policy: SignaturePolicy): common.SignaturePolicyEnvelope {
  const envelope = new common.SignaturePolicyEnvelope()
  envelope.setRule(ruleMessage(policy.rule))
  envelope.setIdentitiesList(policy.principals.map(principalMessage))
  return envelope
}

/** `protos.ApplicationPolicy` as a message. */
export function applicationPolicyMessage(policy: ApplicationPolicy): peer.ApplicationPolicy {
  const message = new peer.ApplicationPolicy()
  if ('channelPolicy' in policy) message.setChannelConfigPolicyReference(policy.channelPolicy)
  else message.setSignaturePolicy(policyMessage(policy))
  return message
}

function ruleMessage(rule: PolicyRule): common.SignaturePolicy {
  const message = new common.SignaturePolicy()
  if ('signedBy' in rule) {
    message.setSignedBy(rule.signedBy)
    return message
  }
  const nOutOf = new common.SignaturePolicy.NOutOf()
  nOutOf.setN(rule.outOf)
  nOutOf.setRulesList(rule.rules.map(ruleMessage))
  message.setNOutOf(nOutOf)
  return message
}

function principalMessage(principal: Principal): msp.MSPPrincipal {
  const { MSPRoleType } = msp.MSPRole
  const types = {
    member: MSPRoleType.MEMBER,
    admin: MSPRoleType.ADMIN,
    client: MSPRoleType.CLIENT,
    peer: MSPRoleType.PEER,
    orderer: MSPRoleType.ORDERER,
  }
  const role = new msp.MSPRole()
  role.setMspIdentifier(principal.mspId)
  role.setRole(types[principal.role])
  const message = new msp.MSPPrincipal()
  message.setPrincipalClassification(Classification.ROLE)
  message.setPrincipal(role.serializeBinary())
  return message
}

function readPolicy(envelope: common.SignaturePolicyEnvelope): SignaturePolicy {
  const version = envelope.getVersion()
  if (version !== 0) {
    throw new PolicyError(`this evaluator only understands messages of version 0, but version was ${version}`)
  }
  const principals = envelope.getIdentitiesList().map(readPrincipal)
  return { rule: readRule(envelope.getRule(), principals.length), principals }
}

function readRule(message: common.SignaturePolicy | undefined, principals: number): PolicyRule {
  const nOutOf = message?.getNOutOf()
  if (nOutOf !== undefined) {
    return { outOf: nOutOf.getN(), rules: nOutOf.getRulesList().map((rule) => readRule(rule, principals)) }
  }
  if (message?.getTypeCase() !== TypeCase.SIGNED_BY) throw new PolicyError('empty policy element')
  const signedBy = message.getSignedBy()
  if (signedBy < 0 || signedBy >= principals) {
    throw new PolicyError(`identity index out of range, requested ${signedBy}, but identities length is ${principals}`)
  }
  return { signedBy }
}

function readPrincipal(message: msp.MSPPrincipal): Principal {
  const classification = message.getPrincipalClassification()
  if (classification !== Classification.ROLE) {
    throw new PolicyError(`principals of classification ${classification} are not supported, only roles`)
  }
  const role = parsed(() => msp.MSPRole.deserializeBinary(message.getPrincipal_asU8()), 'MSPRole')
  const number: number = role.getRole()
  const name = ROLE_TYPES[number]
  if (name === undefined) throw new PolicyError(`invalid MSP role type ${number}`)
  return { mspId: role.getMspIdentifier(), role: name }
}

function parsed<Message>(read: () => Message, type: string): Message {
  try {
    return read()
  } catch {
    throw new PolicyError(`bytes that are no ${type}`)
  }
}

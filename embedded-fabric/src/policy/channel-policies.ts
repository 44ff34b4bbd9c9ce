import { common } from '@hyperledger/fabric-protos'
import { decodePolicy } from './encode'
import { satisfies } from './evaluate'
import type { Signatory } from './evaluate'
import { decodeMetaPolicy, thresholdOf } from './meta-policy'
import type { ApplicationPolicy, PolicyReference, PolicyRule, Principal, SignaturePolicy } from './signature-policy'

/** Of the groups below, so many must be satisfied; a group without such a policy never is. */
interface GroupsPolicy {
  readonly threshold: number
  readonly groups: readonly (ChannelPolicy | undefined)[]
}

type ChannelPolicy = SignaturePolicy | GroupsPolicy

const ROOT = '/Channel/'

/** The policies of a channel's configuration, and what references to them ask for. */
export class ChannelPolicies {
  readonly #policies: ReadonlyMap<string, ChannelPolicy>
  readonly #signaturePolicies = new Map<string, SignaturePolicy | undefined>()

  /** @param block `common.Block` 0, serialised; one without a configuration has no policies. */
  constructor(block: Uint8Array) {
    const group = channelGroup(block)
    this.#policies = group === undefined ? new Map() : policiesOf(group)
  }

  /** True if the configuration has the policy. */
  has({ channelPolicy }: PolicyReference): boolean {
    return this.#find(channelPolicy) !== undefined
  }

  /** True if these identities satisfy the policy; nobody satisfies one that the configuration does not have. */
  isSatisfied(policy: ApplicationPolicy, identities: readonly Signatory[]): boolean {
    if (!('channelPolicy' in policy)) return satisfies(policy, identities)
    return isMet(this.#find(policy.channelPolicy), identities)
  }

  /**
   * The policy as one of signatures, by which endorsers can be looked for. Undefined for one that the configuration does not
   * have, and, as in Fabric, for one of whose groups only some have the policy that it asks for.
   */
  signaturePolicy(policy: ApplicationPolicy): SignaturePolicy | undefined {
    if (!('channelPolicy' in policy)) return policy
    const { channelPolicy: name } = policy
    // The same object at every call: plans are kept by it.
    if (!this.#signaturePolicies.has(name)) this.#signaturePolicies.set(name, converted(this.#find(name)))
    return this.#signaturePolicies.get(name)
  }

  #find(name: string): ChannelPolicy | undefined {
    return this.#policies.get(name.startsWith(ROOT) ? name.slice(ROOT.length) : name)
  }
}

function channelGroup(block: Uint8Array): common.ConfigGroup | undefined {
  const [transaction] = common.Block.deserializeBinary(block).getData()?.getDataList_asU8() ?? []
  if (transaction === undefined) return undefined
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(transaction).getPayload_asU8())
  return common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()?.getChannelGroup()
}

/** A group's policies and those below it, by their paths from the group on. */
function policiesOf(group: common.ConfigGroup): ReadonlyMap<string, ChannelPolicy> {
  const groups = new Map<string, ReadonlyMap<string, ChannelPolicy>>()
  group.getGroupsMap().forEach((below, name) => groups.set(name, policiesOf(below)))
  const found = new Map<string, ChannelPolicy>()
  group.getPoliciesMap().forEach((entry, name) => {
    const policy = entry.getPolicy()
    if (policy !== undefined) found.set(name, readPolicy(policy, [...groups.values()]))
  })
  for (const [name, below] of groups) for (const [path, policy] of below) found.set(`${name}/${path}`, policy)
  return found
}

function readPolicy(policy: common.Policy, groups: readonly ReadonlyMap<string, ChannelPolicy>[]): ChannelPolicy {
  const value = policy.getValue_asU8()
  if (policy.getType() !== common.Policy.PolicyType.IMPLICIT_META) return decodePolicy(value)
  const { rule, subPolicy } = decodeMetaPolicy(value)
  return { threshold: thresholdOf(rule, groups.length), groups: groups.map((below) => below.get(subPolicy)) }
}

/** Each group looks at all identities: one may count in several. */
function isMet(policy: ChannelPolicy | undefined, identities: readonly Signatory[]): boolean {
  if (policy === undefined) return false
  if (!('groups' in policy)) return satisfies(policy, identities)
  return policy.groups.filter((group) => isMet(group, identities)).length >= policy.threshold
}

function converted(policy: ChannelPolicy | undefined): SignaturePolicy | undefined {
  if (policy === undefined || !('groups' in policy)) return policy
  const parts = policy.groups.map(converted)
  const principals: Principal[] = []
  const rules: PolicyRule[] = []
  for (const part of parts) {
    if (part === undefined) return undefined
    rules.push(shifted(part.rule, principals.length))
    principals.push(...part.principals)
  }
  return { rule: { outOf: policy.threshold, rules }, principals }
}

/** The rule behind so many other principals. */
function shifted(rule: PolicyRule, by: number): PolicyRule {
  if ('signedBy' in rule) return { signedBy: rule.signedBy + by }
  return { outOf: rule.outOf, rules: rule.rules.map((inner) => shifted(inner, by)) }
}

import { common } from '@hyperledger/fabric-protos'
import { PolicyError } from './parse'

const RULES = ['ANY', 'ALL', 'MAJORITY'] as const

/** As in `common.ImplicitMetaPolicy`: so many of the groups below have a policy of this name that is satisfied. */
export interface MetaPolicy {
  readonly rule: (typeof RULES)[number]
  readonly subPolicy: string
}

/** Reads `MAJORITY Endorsement`, as Fabric's `configtx.yaml` has it; undefined for other text. */
export function parseMetaPolicy(text: string): MetaPolicy | undefined {
  const [, name, subPolicy] = /^(\w+) +([\w.-]+)$/.exec(text.trim()) ?? []
  const rule = RULES.find((known) => known === name)
  return rule === undefined || subPolicy === undefined ? undefined : { rule, subPolicy }
}

/** How many of so many groups a rule asks for; none where there are none. */
export function thresholdOf(rule: MetaPolicy['rule'], groups: number): number {
  if (groups === 0) return 0
  if (rule === 'ANY') return 1
  return rule === 'ALL' ? groups : Math.floor(groups / 2) + 1
}

/** `common.ImplicitMetaPolicy` as a message. */
export function metaPolicyMessage({ rule, subPolicy }: MetaPolicy): common.ImplicitMetaPolicy {
  const message = new common.ImplicitMetaPolicy()
  message.setSubPolicy(subPolicy)
  message.setRule(common.ImplicitMetaPolicy.Rule[rule])
  return message
}

/** Reads `common.ImplicitMetaPolicy`. */
export function decodeMetaPolicy(bytes: Uint8Array): MetaPolicy {
  const message = common.ImplicitMetaPolicy.deserializeBinary(bytes)
  const number: number = message.getRule()
  const rule = RULES.find((name) => common.ImplicitMetaPolicy.Rule[name] === number)
  if (rule === undefined) throw new PolicyError(`no rule of an implicit policy has the number ${number}`)
  return { rule, subPolicy: message.getSubPolicy() }
}

import type { common } from '@hyperledger/fabric-protos'
import { hex } from './header'

/** One element of a channel's configuration: a group of elements, a value or a policy. */
export interface ConfigItem {
  readonly kind: 'group' | 'value' | 'policy'
  /** The groups around it, the channel's own first; a group's own name is its last. */
  readonly path: readonly string[]
  readonly version: number
  /** The policy that whoever changes it must satisfy. */
  readonly modPolicy: string
  /** What it says, comparable: for a group the names of what is directly in it. */
  readonly content: string
}

/** The elements of a configuration by their place, such as `value Channel/Orderer/BatchSize`. */
export type ConfigItems = ReadonlyMap<string, ConfigItem>

/** Every element below a group, and the group itself. */
export function configItems(group: common.ConfigGroup | undefined, path: readonly string[] = ['Channel']): ConfigItems {
  const items = new Map<string, ConfigItem>()
  if (group === undefined) return items
  const add = (item: ConfigItem): void => void items.set(`${item.kind} ${item.path.join('/')}`, item)
  const names = {
    groups: namesIn(group.getGroupsMap()),
    values: namesIn(group.getValuesMap()),
    policies: namesIn(group.getPoliciesMap()),
  }
  add({ kind: 'group', path, ...stateOf(group), content: JSON.stringify(names) })
  group.getValuesMap().forEach((value, name) => {
    add({ kind: 'value', path: [...path, name], ...stateOf(value), content: hex(value.getValue_asU8()) })
  })
  group.getPoliciesMap().forEach((policy, name) => {
    const content = hex(policy.getPolicy()?.serializeBinary() ?? new Uint8Array())
    add({ kind: 'policy', path: [...path, name], ...stateOf(policy), content })
  })
  group.getGroupsMap().forEach((inner, name) => {
    for (const [place, item] of configItems(inner, [...path, name])) items.set(place, item)
  })
  return items
}

/** The group at a place; undefined if there is none. */
export function groupAt(channel: common.ConfigGroup, path: readonly string[]): common.ConfigGroup | undefined {
  return path.slice(1).reduce<common.ConfigGroup | undefined>((group, name) => group?.getGroupsMap().get(name), channel)
}

function stateOf(
  item: common.ConfigGroup | common.ConfigValue | common.ConfigPolicy,
): Pick<ConfigItem, 'version' | 'modPolicy'> {
  return { version: item.getVersion(), modPolicy: item.getModPolicy() }
}

function namesIn(map: { keys(): { next(): { done?: boolean | undefined; value?: string } } }): readonly string[] {
  const names: string[] = []
  const keys = map.keys()
  for (let next = keys.next(); next.done !== true; next = keys.next())
    if (next.value !== undefined) names.push(next.value)
  return names.sort()
}

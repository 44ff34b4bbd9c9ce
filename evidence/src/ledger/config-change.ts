import { common } from '@hyperledger/fabric-protos'
import type { ChannelConfig } from './channel-config'
import { configItems } from './config-items'
import type { ConfigItem, ConfigItems } from './config-items'
import { isSatisfied } from './config-policy'
import { signerOf } from './signers'

/**
 * What does not hold of a change of the channel's configuration (`common.ConfigEnvelope`) after another one: that it
 * follows from the update in it, and that the update's signatures satisfy the policy of each element that it changes.
 * Fabric: `common/configtx`, `Validator.Validate`. Empty where all of it holds. @throws Error if it cannot be read.
 */
export function configChangeProblems(envelope: Uint8Array, before: ChannelConfig, time: string): readonly string[] {
  const after = common.ConfigEnvelope.deserializeBinary(envelope)
  const payload = after.getLastUpdate()?.getPayload_asU8()
  if (payload === undefined) return ['it has no update that it could come from']
  const signedUpdate = common.ConfigUpdateEnvelope.deserializeBinary(
    common.Payload.deserializeBinary(payload).getData_asU8(),
  )
  const update = common.ConfigUpdate.deserializeBinary(signedUpdate.getConfigUpdate_asU8())
  const read = configItems(update.getReadSet())
  const changed = new Map(
    [...configItems(update.getWriteSet())].filter(([place, item]) => item.version !== read.get(place)?.version),
  )
  const existing = configItems(before.group)
  return [
    ...[...read]
      .filter(([place, { version }]) => existing.get(place)?.version !== version)
      .map(([place]) => `${place} was another one already`),
    ...versionProblems(changed, existing),
    ...signatureProblems(
      signedUpdate,
      [...changed].flatMap(([place]) => existing.get(place) ?? []),
      before,
      time,
    ),
    ...resultProblems(configItems(after.getConfig()?.getChannelGroup()), new Map([...existing, ...changed])),
  ]
}

function versionProblems(changed: ConfigItems, existing: ConfigItems): readonly string[] {
  if (changed.size === 0) return ['its update changes nothing']
  return [...changed].flatMap(([place, { version }]) => {
    const was = existing.get(place)?.version
    return version === (was === undefined ? 0 : was + 1)
      ? []
      : [`${place} has version ${version} after ${was ?? 'none'}`]
  })
}

// What is new is allowed by whoever may change the group that it is put into.
function signatureProblems(
  update: common.ConfigUpdateEnvelope,
  changed: readonly ConfigItem[],
  before: ChannelConfig,
  time: string,
): readonly string[] {
  const signers = update.getSignaturesList().map((signature) => {
    const header = signature.getSignatureHeader_asU8()
    const creator = common.SignatureHeader.deserializeBinary(header).getCreator_asU8()
    const signed = Buffer.concat([header, update.getConfigUpdate_asU8()])
    return signerOf(creator, signed, signature.getSignature_asU8(), before, time)
  })
  const identities = new Map(
    signers.flatMap(({ identity, problem }) =>
      problem === undefined && identity ? [[identity.certificate.fingerprint256, identity] as const] : [],
    ),
  )
  const signed = { identities: [...identities.values()], msps: before.msps }
  const who =
    signed.identities.length === 0
      ? 'nobody'
      : signed.identities
          .map(({ mspId }) => mspId)
          .sort()
          .join(', ')
  return changed.flatMap(({ kind, path, modPolicy }) => {
    const group = kind === 'group' ? path : path.slice(0, -1)
    if (isSatisfied(before.group, group, modPolicy, signed)) return []
    return [`${kind} ${path.join('/')} asks for ${modPolicy || 'a policy that it does not name'}, ${who} signed`]
  })
}

function resultProblems(after: ConfigItems, expected: ConfigItems): readonly string[] {
  const reachable = new Map([...expected].filter(([, item]) => isReachable(item, expected)))
  const different = [...reachable].filter(([place, item]) => !isSame(after.get(place), item)).map(([place]) => place)
  const more = [...after.keys()].filter((place) => !reachable.has(place))
  return [...different, ...more].map((place) => `${place} does not follow from its update`)
}

/** Whether every group around it still lists it: a group that is changed says anew what is in it. */
function isReachable({ kind, path }: ConfigItem, items: ConfigItems): boolean {
  const name = path.at(-1)
  if (path.length === 1 || name === undefined) return true
  const around = items.get(`group ${path.slice(0, -1).join('/')}`)
  if (around === undefined) return false
  const names = JSON.parse(around.content) as Readonly<Record<'groups' | 'values' | 'policies', readonly string[]>>
  return names[LISTS[kind]].includes(name) && isReachable(around, items)
}

const LISTS = { group: 'groups', value: 'values', policy: 'policies' } as const

function isSame(one: ConfigItem | undefined, other: ConfigItem): boolean {
  return one?.version === other.version && one.modPolicy === other.modPolicy && one.content === other.content
}

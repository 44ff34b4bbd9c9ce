import { join } from 'node:path'
import { common, msp } from '@hyperledger/fabric-protos'
import { blockOf, setPolicies } from '@eco/network/dist/fabric/config-group'
import { metaPolicy } from '@eco/network/dist/fabric/channel-policies'
import { genesisBlock } from '@eco/network/dist/fabric/genesis'
import { openIdentities } from '@eco/network/dist/fabric/identities'
import { openPlan } from '@eco/network/dist/fabric/network-file'
import type { FabricOrganization } from '@eco/network/dist/fabric/network-file'
import { writePrivate } from '@eco/network/dist/fabric/private-file'
import { ONE_MACHINE } from '@eco/network/dist/fabric/settings'
import type { FabricSettings } from '@eco/network/dist/fabric/settings'
import { parseMetaPolicy } from 'embedded-fabric'

/** What the scenarios need in the channel's configuration besides what the network itself puts there. */
export interface GenesisAdditions {
  readonly folder: string
  readonly channelId: string
  readonly organizations: readonly FabricOrganization[]
  readonly settings: Partial<FabricSettings>
  /** Of the group Application, such as `ANY Endorsement`, by name. */
  readonly policies: Readonly<Record<string, string>>
}

/** Writes block 0 into the network's folder before its first start, which then takes it: with more policies, and revocation lists. */
export async function writeGenesis(options: GenesisAdditions): Promise<void> {
  const { organizations, settings, policies } = options
  const plan = await openPlan(options)
  const given = organizations.flatMap(({ mspId, material }) =>
    material === undefined ? [] : [[mspId, material] as const],
  )
  const identities = await openIdentities(plan, new Map(given))
  const block = genesisBlock(plan, identities, { ...ONE_MACHINE, ...settings })
  const lists = new Map(given.map(([mspId, { revocationLists = [] }]) => [mspId, revocationLists]))
  await writePrivate(
    join(plan.folder, 'genesis.block'),
    changed(block, (channel) => {
      const groups = channel.getGroupsMap()
      for (const name of ['Orderer', 'Application']) addLists(groups.get(name), lists)
      const application = groups.get('Application')
      if (application === undefined) throw new Error('the first block has no group Application')
      setPolicies(
        application,
        Object.fromEntries(Object.entries(policies).map(([name, text]) => [name, policyOf(text)])),
      )
    }),
  )
}

function policyOf(text: string): common.Policy {
  const meta = parseMetaPolicy(text)
  if (meta === undefined) throw new Error(`${text} is no policy of the groups below`)
  return metaPolicy(meta.rule, meta.subPolicy)
}

function changed(bytes: Uint8Array, change: (channel: common.ConfigGroup) => void): Uint8Array {
  const [transaction = new Uint8Array()] = common.Block.deserializeBinary(bytes).getData()?.getDataList_asU8() ?? []
  const envelope = common.Envelope.deserializeBinary(transaction)
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const configuration = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8())
  const channel = configuration.getConfig()?.getChannelGroup()
  if (channel === undefined) throw new Error('the first block has no configuration')
  change(channel)
  payload.setData(configuration.serializeBinary())
  envelope.setPayload(payload.serializeBinary())
  return blockOf(envelope)
}

/** The MSPs of a group's organisations stand in two groups, which must not differ. */
function addLists(group: common.ConfigGroup | undefined, lists: ReadonlyMap<string, readonly string[]>): void {
  group?.getGroupsMap().forEach((organization, mspId) => {
    const own = lists.get(mspId) ?? []
    const value = organization.getValuesMap().get('MSP')
    if (own.length === 0 || value === undefined) return
    const config = msp.MSPConfig.deserializeBinary(value.getValue_asU8())
    const definition = msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8())
    definition.setRevocationListList(own.map((list) => Buffer.from(list)))
    config.setConfig(definition.serializeBinary())
    value.setValue(config.serializeBinary())
  })
}

import { createHash } from 'node:crypto'
import { common } from '@hyperledger/fabric-protos'

/** The name of the policy that by default must be satisfied for a change. */
export const ADMINS = 'Admins'

export interface Message {
  serializeBinary(): Uint8Array
}

/** An empty group of the channel's configuration. */
export function group(modPolicy = ADMINS): common.ConfigGroup {
  const result = new common.ConfigGroup()
  result.setModPolicy(modPolicy)
  return result
}

export function setPolicies(
  target: common.ConfigGroup,
  policies: Readonly<Record<string, common.Policy>>,
  modPolicy = ADMINS,
): void {
  for (const [name, policy] of Object.entries(policies)) {
    const entry = new common.ConfigPolicy()
    entry.setModPolicy(modPolicy)
    entry.setPolicy(policy)
    target.getPoliciesMap().set(name, entry)
  }
}

export function setValue(target: common.ConfigGroup, name: string, value: Message, modPolicy = ADMINS): void {
  const entry = new common.ConfigValue()
  entry.setModPolicy(modPolicy)
  entry.setValue(value.serializeBinary())
  target.getValuesMap().set(name, entry)
}

/** Block 0 with one configuration transaction. */
export function blockOf(envelope: common.Envelope): Uint8Array {
  const transaction = envelope.serializeBinary()
  const data = new common.BlockData()
  data.setDataList([transaction])
  const header = new common.BlockHeader()
  header.setNumber(0)
  header.setDataHash(createHash('sha256').update(transaction).digest())
  const metadata = new common.BlockMetadata()
  metadata.setMetadataList(blockMetadata())
  const block = new common.Block()
  block.setHeader(header)
  block.setData(data)
  block.setMetadata(metadata)
  return block.serializeBinary()
}

function blockMetadata(): Uint8Array[] {
  const lastConfig = new common.LastConfig()
  lastConfig.setIndex(0)
  const ordererMetadata = new common.OrdererBlockMetadata()
  ordererMetadata.setLastConfig(lastConfig)
  const list: Uint8Array[] = Object.keys(common.BlockMetadataIndex).map(() => new Uint8Array())
  list[common.BlockMetadataIndex.SIGNATURES] = metadataOf(ordererMetadata)
  list[common.BlockMetadataIndex.LAST_CONFIG] = metadataOf(lastConfig)
  return list
}

function metadataOf(value: Message): Uint8Array {
  const metadata = new common.Metadata()
  metadata.setValue(value.serializeBinary())
  return metadata.serializeBinary()
}

import { common } from '@hyperledger/fabric-protos'
import { identityOf } from './identity'
import type { LedgerIdentity } from './identity'
import { readMsp } from './msp'
import type { Msp } from './msp'

/** What the channel's members have agreed on, as of one of its blocks: whose signatures count. */
export interface ChannelConfig {
  /** How many changes it has seen. */
  readonly sequence: number
  readonly msps: ReadonlyMap<string, Msp>
  /** The organisations whose peers hold the ledger. */
  readonly organisations: readonly string[]
  readonly ordering: Ordering
  /** All of it, as Fabric keeps it. */
  readonly group: common.ConfigGroup
}

/** Who makes the blocks, and whose signatures a block must bear. */
export type Ordering =
  /** SmartBFT: a quorum of consenters, each known by its number. */
  | { readonly kind: 'byzantine'; readonly consenters: ReadonlyMap<number, LedgerIdentity> }
  /** One orderer's signature is enough: crash faults are tolerated, lies are not. */
  | { readonly kind: 'crash-tolerant'; readonly organisations: readonly string[] }
  /** No orderers are configured at all: one operator makes the blocks, as on the embedded channel. */
  | { readonly kind: 'one-operator' }

/** Reads `common.ConfigEnvelope`. @throws Error if it cannot be read. */
export function readChannelConfig(envelope: Uint8Array): ChannelConfig {
  const config = common.ConfigEnvelope.deserializeBinary(envelope).getConfig()
  const channel = config?.getChannelGroup()
  const application = channel?.getGroupsMap().get('Application')
  if (config === undefined || channel === undefined || application === undefined) {
    throw new Error('the configuration has no organisations')
  }
  const ordering = channel.getGroupsMap().get('Orderer')
  const organisations = mspsOf(application)
  return {
    sequence: config.getSequence(),
    msps: new Map([...(ordering === undefined ? [] : mspsOf(ordering)), ...organisations]),
    organisations: [...organisations.keys()],
    ordering: ordering === undefined ? { kind: 'one-operator' } : orderingOf(ordering),
    group: channel,
  }
}

/** How many of n consenters must sign a block: any two such sets share an honest one. */
export function quorumOf(consenters: number): number {
  const faulty = Math.floor((consenters - 1) / 3)
  return Math.ceil((consenters + faulty + 1) / 2)
}

function orderingOf(group: common.ConfigGroup): Ordering {
  const value = group.getValuesMap().get('Orderers')
  const orderers = value && common.Orderers.deserializeBinary(value.getValue_asU8()).getConsenterMappingList()
  if (orderers === undefined || orderers.length === 0) {
    return { kind: 'crash-tolerant', organisations: [...mspsOf(group).keys()] }
  }
  const consenters = orderers.map(
    (consenter) => [consenter.getId(), identityOf(consenter.getMspId(), consenter.getIdentity_asU8())] as const,
  )
  return { kind: 'byzantine', consenters: new Map(consenters) }
}

function mspsOf(group: common.ConfigGroup): ReadonlyMap<string, Msp> {
  const found = new Map<string, Msp>()
  group.getGroupsMap().forEach((organisation) => {
    const value = organisation.getValuesMap().get('MSP')
    if (value === undefined) return
    const msp = readMsp(value.getValue_asU8())
    found.set(msp.mspId, msp)
  })
  return found
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { MEMBERS } from '@eco/domain'
import { Audit, readBlock } from '@eco/evidence'
import { FabricLedger } from '@eco/network'
import type { FabricNetwork } from '@eco/network'
import { common } from '@hyperledger/fabric-protos'
import { alteredBlock, setEnvelope } from '../support/altered-block'
import { blocksAt } from '../support/channel-blocks'
import { newBatchTimeout } from '../support/config-update'
import { eventually } from '../support/settled'
import { startTestNetwork } from '../support/test-network'
import type { TestNetwork } from '../support/test-network'

const MAJORITY = MEMBERS.slice(0, 5).map(({ mspId }) => mspId)

describe('a change of the channel’s configuration', () => {
  let network: TestNetwork
  let fabric: FabricNetwork
  let before: readonly Uint8Array[]

  beforeAll(async () => {
    network = await startTestNetwork()
    const { ledger } = network.network
    if (!(ledger instanceof FabricLedger) || ledger.network === undefined) throw new Error('not on Fabric')
    fabric = ledger.network
    before = await blocks()
  }, 180_000)

  afterAll(() => network.close(), 60_000)

  const blocks = async (): Promise<readonly Uint8Array[]> => {
    const { height } = await fabric.status()
    return blocksAt(network, 'KR', 'auditor', height - 1)
  }

  const change = async (timeout: string, signers: readonly string[]): Promise<void> => {
    const envelope = newBatchTimeout(fabric, channelGroup(before[0]!), timeout, signers)
    await fabric.connection(signers[0]!).submit(fabric.channelId, '', envelope)
  }

  it('is taken by the orderers from a majority of the members’ administrators only', async () => {
    await expect(change('300ms', MAJORITY.slice(1))).rejects.toThrow(/FORBIDDEN|BAD_REQUEST|not authorized|policy/i)
    await change('400ms', MAJORITY)

    const changed = await eventually(async () => {
      const all = await blocks()
      return all.length > before.length ? all : undefined
    }, 'the changed configuration is in a block')
    const { report } = await audited(changed)

    expect(report.findings).toEqual([])
    expect(report.configurations.map(({ sequence }) => sequence)).toEqual([0, 1])
  }, 60_000)

  it('is named by an audit when it stands in the chain without their signatures', async () => {
    const all = await blocks()
    const [, { block: place } = { block: 0 }] = (await audited(all)).report.configurations
    const thinned = alteredBlock(all[place]!, (own) => setEnvelope(own, 0, (envelope) => leaveSignatures(envelope, 4)))

    const { report } = await audited(all.map((bytes, number) => (number === place ? thinned : bytes)))

    const found = report.findings.find(({ rule }) => rule === 'CONFIG_NOT_ALLOWED')
    expect(found).toMatchObject({
      block: place,
      detail: 'value Channel/Orderer/BatchTimeout asks for Admins, AUMSP, CNMSP, IDMSP, JPMSP signed',
    })
  }, 60_000)
})

async function audited(all: readonly Uint8Array[]): Promise<Audit> {
  const checked = new Audit('eco')
  for (const bytes of all) await checked.add(readBlock(bytes))
  return checked
}

function channelGroup(genesis: Uint8Array): common.ConfigGroup {
  const { transaction } = readBlock(genesis).transactions[0]!
  if (transaction.kind !== 'config') throw new Error('block 0 holds no configuration')
  return common.ConfigEnvelope.deserializeBinary(transaction.envelope).getConfig()!.getChannelGroup()!
}

/** Leaves so many administrators' signatures of the update that a configuration names. */
function leaveSignatures(envelope: common.Envelope, count: number): void {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8())
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8())
  const last = config.getLastUpdate()!
  const inner = common.Payload.deserializeBinary(last.getPayload_asU8())
  const update = common.ConfigUpdateEnvelope.deserializeBinary(inner.getData_asU8())
  update.setSignaturesList(update.getSignaturesList().slice(0, count))
  inner.setData(update.serializeBinary())
  last.setPayload(inner.serializeBinary())
  payload.setData(config.serializeBinary())
  envelope.setPayload(payload.serializeBinary())
}

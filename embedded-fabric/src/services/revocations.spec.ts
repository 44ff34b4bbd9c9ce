import { common, msp } from '@hyperledger/fabric-protos'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createOrganization, issueClient } from '../identity/authority'
import type { Credentials, OrganizationMaterial } from '../identity/identity'
import { writeRevocationList } from '../identity/revocation-list'
import { CHANNEL, MEMBERS, TestChannel, materialOf, text } from '../testing/test-channel'

const DENIED = `error validating proposal: access denied: channel [${CHANNEL}] creator org [Org1MSP]`
const NO_READER =
  /Failed evaluating policy on signed data .*\[\/Channel\/Application\/Readers\].*0 sub-policies were satisfied/

let test: TestChannel
let organization: OrganizationMaterial
let revoked: Credentials
let list: string
beforeAll(async () => {
  const created = await createOrganization({ mspId: 'Org1MSP' })
  revoked = await issueClient(created, { name: 'Revoked' })
  list = await writeRevocationList(created.ca, { certificates: [revoked.certificate] })
  organization = { ...created, revocationLists: [list] }
  const others = MEMBERS.slice(1).map(async (mspId) => ({ mspId, material: await materialOf(mspId) }))
  const organizations = [{ mspId: 'Org1MSP', material: organization }, ...(await Promise.all(others))]
  test = await TestChannel.start({ organizations })
})
afterAll(() => test[Symbol.asyncDispose]())

describe('a revoked client', () => {
  it('neither evaluates nor endorses, at any member’s peer', async () => {
    for (const at of ['Org1MSP', 'Org2MSP']) {
      const contract = await test.contract('Org1MSP', { credentials: revoked, at })

      await expect(contract.evaluateTransaction('get', 'a')).rejects.toMatchObject({
        code: 9,
        details: [expect.objectContaining({ mspId: at, message: DENIED })],
      })
      await expect(contract.submitTransaction('put', 'a', '1')).rejects.toMatchObject({
        code: 10,
        details: [expect.objectContaining({ mspId: at, message: DENIED })],
      })
    }
  })

  it('hears no events and gets no blocks', async () => {
    const network = await test.network('Org1MSP', { credentials: revoked })
    const events = await network.getChaincodeEvents('probe')
    const blocks = await network.getBlockEvents({ startBlock: 0n })

    await expect(events[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 7,
      message: expect.stringMatching(NO_READER),
    })
    await expect(blocks[Symbol.asyncIterator]().next()).rejects.toThrow('403')
  })

  it('leaves the organisation’s other clients as they are', async () => {
    const contract = await test.contract()

    await contract.submitTransaction('put', 'b', '1')

    expect(text(await contract.evaluateTransaction('get', 'b'))).toBe('1')
  })
})

describe('block 0', () => {
  it('has the lists in the MSP of their organisation', async () => {
    const query = (await test.network('Org2MSP')).getContract('qscc')
    const block = common.Block.deserializeBinary(await query.evaluateTransaction('GetBlockByNumber', CHANNEL, '0'))

    const [transaction] = block.getData()?.getDataList_asU8() ?? []
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(transaction!).getPayload_asU8())
    const channel = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()?.getChannelGroup()
    const groups = channel?.getGroupsMap().get('Application')?.getGroupsMap()
    const lists = MEMBERS.map((mspId) => {
      const value = groups?.get(mspId)?.getValuesMap().get('MSP')?.getValue_asU8()
      const config = msp.MSPConfig.deserializeBinary(value!).getConfig_asU8()
      return msp.FabricMSPConfig.deserializeBinary(config).getRevocationListList_asU8()
    })

    expect(lists.map((own) => own.map(text))).toEqual([[list], [], []])
  })
})

describe('a channel', () => {
  it('does not start with a list that cannot be read', async () => {
    const broken = { ...organization, revocationLists: ['nothing'] }

    const started = TestChannel.start({ organizations: [{ mspId: 'Org1MSP', material: broken }] })

    await expect(started).rejects.toThrow('revocation lists of Org1MSP: could not parse RevocationList')
  })
})

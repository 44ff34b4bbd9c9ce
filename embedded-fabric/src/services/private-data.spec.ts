import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CollectionDefinition } from '../chaincode/definition'
import { implicitCollectionName } from '../chaincode/definition'
import { parsePolicy } from '../policy/parse'
import { TestChannel, text } from '../testing/test-channel'

const PAIR: CollectionDefinition = {
  name: 'pair12',
  memberPolicy: parsePolicy("OR('Org1MSP.member', 'Org2MSP.member')"),
  endorsementPolicy: parsePolicy("OR('Org1MSP.peer', 'Org2MSP.peer')"),
  requiredPeerCount: 0,
  maxPeerCount: 1,
  blockToLive: 0,
  memberOnlyRead: true,
  memberOnlyWrite: true,
}

let test: TestChannel
beforeAll(async () => {
  test = await TestChannel.start({ chaincode: { collections: [PAIR] } })
})
afterAll(() => test[Symbol.asyncDispose]())

async function putPrivately(key: string, value: string, collection = PAIR.name): Promise<void> {
  const contract = await test.contract('Org1MSP')
  await contract.submit('privatePut', { arguments: [collection, key], transientData: { value } })
}

async function getPrivately(mspId: string, key: string, collection = PAIR.name): Promise<string> {
  return text(await (await test.contract(mspId)).evaluateTransaction('privateGet', collection, key))
}

describe('private data', () => {
  it('reaches both members of its collection, and its hash everybody', async () => {
    await putPrivately('shared', 'between us')

    const hashes = await Promise.all(
      ['Org1MSP', 'Org2MSP', 'Org3MSP'].map(async (mspId) =>
        text(await (await test.contract(mspId)).evaluateTransaction('privateHash', PAIR.name, 'shared')),
      ),
    )

    expect(await getPrivately('Org1MSP', 'shared')).toBe('between us')
    expect(await getPrivately('Org2MSP', 'shared')).toBe('between us')
    expect(new Set(hashes).size).toBe(1)
    expect(hashes[0]).toHaveLength(64)
  })

  it('is refused to a reader and to a writer that is no member', async () => {
    const outsider = await test.contract('Org3MSP')

    await expect(outsider.evaluateTransaction('privateGet', PAIR.name, 'shared')).rejects.toMatchObject({
      message: expect.stringContaining('tx creator does not have read access permission on privatedata'),
    })
    await expect(
      outsider.submit('privatePut', { arguments: [PAIR.name, 'x'], transientData: { value: 'y' } }),
    ).rejects.toMatchObject({
      details: [
        { message: expect.stringContaining('tx creator does not have write access permission on privatedata') },
      ],
    })
  })

  it('never stands in a block in clear', async () => {
    const network = await test.network()
    const startBlock = BigInt(test.channel.height)
    await putPrivately('hidden', 'a very secret value')
    const stream = await network.getBlockEvents({ startBlock })

    for await (const block of stream) {
      expect(Buffer.from(block.serializeBinary()).includes('a very secret value')).toBe(false)
      break
    }
    stream.close()
  })

  it('with transient data is endorsed by members only, or refused when the policy needs others', async () => {
    const contract = await test.contract('Org1MSP')
    const list = JSON.stringify([
      ['privatePut', PAIR.name, 'both', 'x'],
      ['put', 'public', 'y'],
    ])
    const open = await TestChannel.start({
      chaincode: { collections: [{ ...PAIR, endorsementPolicy: parsePolicy("OR('Org3MSP.peer')") }] },
    })

    await contract.submit('all', { arguments: [list], transientData: { any: 'thing' } })
    const refused = (await open.contract('Org1MSP')).submit('privatePut', {
      arguments: [PAIR.name, 'k'],
      transientData: { value: 'v' },
    })

    await expect(refused).rejects.toMatchObject({
      code: 9,
      message: expect.stringContaining(
        'requires endorsement from organisation(s) that are not in the distribution policy',
      ),
    })
    await open[Symbol.asyncDispose]()
  })

  it('that did not arrive with its block is not readable, and arrives by reconciliation', async () => {
    test.channel.controls.privateDelivery('Org2MSP', 'drop')
    await putPrivately('late', 'worth waiting for')

    await expect(getPrivately('Org2MSP', 'late')).rejects.toMatchObject({
      message: expect.stringContaining('private data matching public hash version is not available'),
    })
    test.channel.controls.privateDelivery('Org2MSP', 'normal')
    await test.channel.controls.stopPeer('Org2MSP')
    await test.channel.controls.startPeer('Org2MSP')

    expect(await getPrivately('Org2MSP', 'late')).toBe('worth waiting for')
  })

  it('of an implicit collection stays with its organisation', async () => {
    const collection = implicitCollectionName('Org1MSP')
    const contract = await test.contract('Org1MSP')
    await contract.submit('privatePut', { arguments: [collection, 'own'], transientData: { value: 'mine' } })

    const own = await getPrivately('Org1MSP', 'own', collection)

    expect(own).toBe('mine')
    await expect(getPrivately('Org2MSP', 'own', collection)).rejects.toMatchObject({
      message: expect.stringContaining('private data matching public hash version is not available'),
    })
  })

  it('is gone after a purge, at every member', async () => {
    await putPrivately('purged', 'forget me')
    await (await test.contract('Org2MSP')).submitTransaction('privatePurge', PAIR.name, 'purged')

    expect(await getPrivately('Org1MSP', 'purged')).toBe('')
    expect(await getPrivately('Org2MSP', 'purged')).toBe('')
  })

  it('is delivered with its block to members, and not to others', async () => {
    const startBlock = BigInt(test.channel.height)
    await putPrivately('delivered', 'with the block')

    const values = await Promise.all(
      ['Org2MSP', 'Org3MSP'].map(async (mspId) => {
        const stream = await (await test.network(mspId)).getBlockAndPrivateDataEvents({ startBlock })
        for await (const block of stream) {
          stream.close()
          return block.getPrivateDataMapMap().getLength()
        }
        return -1
      }),
    )

    expect(values).toEqual([1, 0])
  })
})

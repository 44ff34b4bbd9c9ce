import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startChannel } from './channel'
import { spawnTypeScript } from './testing/committing-process'
import { freePort, startChaincodeProcess, startChaincodeServer } from './testing/chaincode-server'
import { ProbeContract } from './testing/probe-contract'
import { CHANNEL, MEMBERS, OBSERVER, TWO_OF_THREE, TestChannel, materialOf, text } from './testing/test-channel'

describe('a channel for one test', () => {
  it('is there in at most 100 ms when identities are reused', async () => {
    const material = await Promise.all(MEMBERS.map(materialOf))
    const organizations = material.map((reused) => ({ mspId: reused.mspId, material: reused }))
    const times: number[] = []

    for (let round = 0; round < 5; round++) {
      const began = performance.now()
      const channel = await startChannel({ channelId: CHANNEL, organizations, chaincodes: [] })
      times.push(performance.now() - began)
      await channel.close()
    }

    expect(Math.min(...times)).toBeLessThanOrEqual(100)
  })

  it('says in its first log line that it is embedded and has one operator', async () => {
    const lines: string[] = []

    const channel = await startChannel({
      channelId: CHANNEL,
      organizations: [{ mspId: 'Org1MSP', material: await materialOf('Org1MSP') }],
      chaincodes: [],
      log: (line) => lines.push(line),
    })
    await channel.close()

    expect(lines[0]).toMatch(/Embedded channel.*one operator.*loopback/)
  })

  it('gives back what it took when a port is taken', async () => {
    const material = await materialOf('Org1MSP')
    const port = await freePort()
    const first = await startChannel({
      channelId: CHANNEL,
      organizations: [{ mspId: 'Org1MSP', material, port }],
      chaincodes: [],
    })

    const second = startChannel({
      channelId: CHANNEL,
      organizations: [{ mspId: 'Org1MSP', material, port }],
      chaincodes: [],
    })

    await expect(second).rejects.toThrow(/EADDRINUSE|No address added/)
    await first.close()
  })
})

describe('a channel on disk', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'embedded-channel-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('finds its data and its identities again', async () => {
    const dataFolder = join(folder, 'again')
    const before = await TestChannel.start({ dataFolder })
    const contract = await before.contract()
    await contract.submitTransaction('put', 'kept', 'yes')
    const height = before.channel.height
    await before[Symbol.asyncDispose]()

    await using after = await TestChannel.start({ dataFolder })

    expect(after.channel.height).toBe(height)
    expect(text(await (await after.contract('Org2MSP')).evaluateTransaction('get', 'kept'))).toBe('yes')
  })

  it('refuses a data folder that a live process holds', async () => {
    const dataFolder = join(folder, 'held')
    await using holder = await TestChannel.start({ dataFolder })

    await expect(TestChannel.start({ dataFolder })).rejects.toThrow(/in use|held/)

    expect(holder.channel.height).toBe(1)
  })

  it('killed while it commits, reopens with every acknowledged transaction', async () => {
    const dataFolder = join(folder, 'killed')
    await using server = await disposableProcess()
    const child = spawnTypeScript(join(__dirname, 'testing', 'channel-process.ts'), [dataFolder, server.address])
    const acknowledged = new Set<string>()
    for await (const key of createInterface(child.stdout)) {
      acknowledged.add(key)
      if (acknowledged.size === 40) child.kill('SIGKILL')
    }

    expect(acknowledged.size).toBeGreaterThanOrEqual(40)
    await using reopened = await TestChannel.start({ dataFolder, chaincode: { address: server.address } })
    const contract = await reopened.contract()
    const found = JSON.parse(text(await contract.evaluateTransaction('range', 'acked-', 'acked-~'))) as [
      string,
      string,
    ][]

    const keys = new Set(found.map(([key]) => key))
    expect([...acknowledged].filter((key) => !keys.has(key))).toEqual([])
  })
})

async function disposableProcess(): Promise<Awaited<ReturnType<typeof startChaincodeProcess>> & AsyncDisposable> {
  const server = await startChaincodeProcess()
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.close() })
}

describe('an observer', () => {
  let test: TestChannel
  beforeAll(async () => {
    test = await TestChannel.start()
  })
  afterAll(() => test[Symbol.asyncDispose]())

  it('reads at its own peer', async () => {
    await (await test.contract()).submitTransaction('put', 'seen', 'by all')

    const value = await (await test.contract(OBSERVER)).evaluateTransaction('get', 'seen')

    expect(text(value)).toBe('by all')
  })

  it('cannot submit: the orderers refuse it as no writer, and nothing is written', async () => {
    const height = test.channel.height
    const contract = await test.contract(OBSERVER)

    const submitted = contract.submitTransaction('put', 'mine', 'x')

    await expect(submitted).rejects.toMatchObject({
      code: 14,
      details: ['Org1MSP', 'Org2MSP'].map((mspId) => ({
        mspId,
        message: expect.stringContaining("'Writers' sub-policies to be satisfied: permission denied"),
      })),
    })
    expect(test.channel.height).toBe(height)
  })
})

describe('the chaincode', () => {
  it('that dies is reported by name and used again when it is back', async () => {
    const server = await startChaincodeProcess()
    await using test = await TestChannel.start({ chaincode: { address: server.address } })
    const contract = await test.contract()
    await contract.submitTransaction('put', 'a', '1')
    await server.kill()

    const during = contract.submitTransaction('put', 'a', '2')
    await expect(during).rejects.toMatchObject({
      code: 10,
      details: [
        { mspId: 'Org1MSP', message: expect.stringMatching(/could not launch chaincode probe|stream terminated/) },
      ],
    })
    const again = await startChaincodeProcess({ port: Number(server.address.split(':')[1]) })

    await contract.submitTransaction('put', 'a', '3')
    expect(text(await contract.evaluateTransaction('get', 'a'))).toBe('3')
    await again.close()
  })

  it('gets a new address, version and policy on a running channel with data', async () => {
    await using test = await TestChannel.start()
    const contract = await test.contract()
    await contract.submitTransaction('put', 'old', '1')
    const other = await startChaincodeServer(new ProbeContract())

    await test.channel.upgradeChaincode({
      name: 'probe',
      address: other.address,
      version: '2.0',
      policy: "OR('Org3MSP.peer')",
    })
    const transaction = await contract.newProposal('put', { arguments: ['new', '2'] }).endorse()
    const status = await (await transaction.submit()).getStatus()

    expect(status.successful).toBe(true)
    expect(text(await contract.evaluateTransaction('get', 'old'))).toBe('1')
    await test[Symbol.asyncDispose]()
    await other.close()
  })

  it('cannot lose a collection by an upgrade', async () => {
    const collection = {
      name: 'secret',
      memberPolicy: { rule: { signedBy: 0 }, principals: [{ mspId: 'Org1MSP', role: 'member' as const }] },
      requiredPeerCount: 0,
      maxPeerCount: 1,
      blockToLive: 0,
      memberOnlyRead: false,
      memberOnlyWrite: false,
    }
    await using test = await TestChannel.start({ chaincode: { collections: [collection], policy: TWO_OF_THREE } })

    const upgrade = test.channel.upgradeChaincode({ name: 'probe', collections: [] })

    await expect(upgrade).rejects.toThrow('chaincode probe: collections cannot be removed: secret')
  })
})

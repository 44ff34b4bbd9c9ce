import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startChannel } from './channel'
import { createOrganization } from './identity/authority'
import type { ChannelOptions } from './options'

let dataFolder: string
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'channel-folder-'))
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

const ORGANIZATIONS = [{ mspId: 'Org1MSP' }, { mspId: 'Org2MSP' }]

/** Starts the channel on the folder, notes what its organisations' certificates are, and ends it. */
async function startOnce(options: Partial<ChannelOptions> = {}): Promise<readonly string[]> {
  const defaults = { channelId: 'first', organizations: ORGANIZATIONS, chaincodes: [], dataFolder }
  const channel = await startChannel({ ...defaults, ...options })
  const certificates = channel.organizations.map(({ material }) => material.ca.certificate)
  await channel.close()
  return certificates
}

describe('a data folder', () => {
  it('gives a second start the certificates of the first', async () => {
    const first = await startOnce()

    expect(await startOnce()).toEqual(first)
  })

  it('keeps private keys where only their owner can read them', async () => {
    await startOnce()
    const folder = join(dataFolder, 'organizations')

    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)

    expect(modes).toEqual([0o600, 0o600])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it.each([
    [
      'other organisations',
      { organizations: [...ORGANIZATIONS, { mspId: 'Org3MSP' }] },
      /of Org1MSP, Org2MSP;.*Org3MSP/,
    ],
    [
      'a member that becomes an observer',
      { organizations: [{ mspId: 'Org1MSP' }, { mspId: 'Org2MSP', observer: true }] },
      /observed by Org2MSP/,
    ],
    ['another channel', { channelId: 'second' }, /holds channel 'first'.*cannot serve channel 'second'/],
  ])('refuses %s, and says what it holds', async (_name, options, sentence) => {
    await startOnce()

    await expect(startOnce(options)).rejects.toThrow(sentence)
  })

  it('takes the same organisations in another order', async () => {
    await startOnce()

    await expect(startOnce({ organizations: [...ORGANIZATIONS].reverse() })).resolves.toHaveLength(2)
  })

  it('refuses another authority than the one its data was signed under', async () => {
    await startOnce()
    const material = await createOrganization({ mspId: 'Org1MSP' })

    const start = startOnce({ organizations: [{ mspId: 'Org1MSP', material }, { mspId: 'Org2MSP' }] })

    await expect(start).rejects.toThrow(/another authority of Org1MSP/)
  })

  it('names the file of an identity that is damaged', async () => {
    await startOnce()
    writeFileSync(join(dataFolder, 'organizations', 'Org1MSP.json'), '{"mspId":')

    await expect(startOnce()).rejects.toThrow(/Org1MSP\.json is damaged/)
  })

  it('keeps a chaincode’s collections: a start without one of them is refused', async () => {
    const collection = {
      name: 'secret',
      memberPolicy: { rule: { signedBy: 0 }, principals: [{ mspId: 'Org1MSP', role: 'member' as const }] },
      requiredPeerCount: 0,
      maxPeerCount: 1,
      blockToLive: 0,
      memberOnlyRead: false,
      memberOnlyWrite: false,
    }
    const chaincode = { name: 'basic', address: '127.0.0.1:1', policy: "OR('Org1MSP.peer')" }
    await startOnce({ chaincodes: [{ ...chaincode, collections: [collection] }] })

    await expect(startOnce({ chaincodes: [chaincode] })).rejects.toThrow(
      'chaincode basic: collections cannot be removed: secret',
    )
    await expect(startOnce({ chaincodes: [{ ...chaincode, collections: [collection] }] })).resolves.toHaveLength(2)
  })
})

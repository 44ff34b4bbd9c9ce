import { join } from 'node:path'
import { startFabricNetwork } from '@eco/network'
import { addressesOf } from './channel-options'
import type { Memory, StartOptions } from './channel-options'
import { parentGone, tellParent, whenAborted } from './child'

/** Runs one network of Hyperledger Fabric as a process of its own: options in by message, address and credentials out. */
async function host(options: StartOptions): Promise<void> {
  const { mspIds, dataFolder, chaincode, policy } = options
  const gone = parentGone()
  const [name, ...args] = chaincode.probe
  const network = await startFabricNetwork({
    signal: gone,
    folder: join(dataFolder, 'network'),
    channelId: 'bench',
    organizations: mspIds.map((mspId) => ({ mspId })),
    chaincodes: [
      {
        name: chaincode.name,
        policy,
        addresses: Object.fromEntries(mspIds.map((mspId, index) => [mspId, chaincode.addresses[index] ?? ''])),
        probe: { name, args },
      },
    ],
  })
  tellParent(await addressesOf(options, (mspId) => network.organization(mspId)))
  process.on('message', (message) => {
    if (message !== 'memory') return
    void network.status().then(({ memoryMb }) => tellParent({ rssMiB: memoryMb } satisfies Memory))
  })
  await whenAborted(gone).catch(() => network.close())
  process.exit(0)
}

process.once('message', (options) => {
  host(options as StartOptions).catch((error: unknown) => {
    if (process.connected) console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  })
})

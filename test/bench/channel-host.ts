import { startChannel } from 'embedded-fabric'
import { addressesOf } from './channel-options'
import type { Memory, StartOptions } from './channel-options'
import { parentGone, tellParent, whenAborted } from './child'

/** Runs one embedded channel as a process of its own: options in by message, address and credentials out. */
async function host(options: StartOptions): Promise<void> {
  const { mspIds, dataFolder, chaincode, policy, blockMs } = options
  const gone = parentGone()
  const channel = await startChannel({
    channelId: 'bench',
    organizations: mspIds.map((mspId) => ({ mspId })),
    chaincodes: [{ name: chaincode.name, address: chaincode.addresses[0] ?? '', policy }],
    cutting: { maxMessages: 500, maxBytes: 8 << 20, timeoutMs: blockMs },
    dataFolder,
  })
  tellParent(await addressesOf(options, (mspId) => channel.organization(mspId)))
  process.on('message', (message) => {
    if (message === 'memory') tellParent({ rssMiB: Math.round(process.memoryUsage().rss / 2 ** 20) } satisfies Memory)
  })
  await whenAborted(gone).catch(() => channel.close())
  process.exit(0)
}

process.once('message', (options) => {
  host(options as StartOptions).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})

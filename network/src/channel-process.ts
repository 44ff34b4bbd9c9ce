import { startChannel } from 'embedded-fabric'
import { readMaterial } from './development-keys'
import { explain } from './launch-error'
import { layoutOf } from './layout'
import type { Cutting } from './ledger'
import { topologyAt } from './topology'

interface ChannelOptions {
  readonly dataFolder: string
  readonly basePort: number
  readonly cutting?: Cutting
}

/** The embedded channel as a process of its own, until SIGTERM or the end of its launcher. */
async function run({ dataFolder, basePort, cutting }: ChannelOptions): Promise<void> {
  const layout = layoutOf(dataFolder)
  const topology = topologyAt(basePort)
  const channel = await startChannel({
    channelId: topology.channel,
    organizations: await Promise.all(
      topology.organisations.map(async (organisation) => ({
        mspId: organisation.mspId,
        observer: organisation.observer,
        port: organisation.peerPort,
        material: await readMaterial(layout, organisation),
      })),
    ),
    chaincodes: [
      {
        name: topology.chaincode,
        address: `127.0.0.1:${topology.chaincodePort}`,
        policy: topology.policy,
        collections: [...topology.collections],
      },
    ],
    dataFolder: layout.channel,
    ...(cutting && { cutting }),
    // As the peers of the real network: a wait for a commit and an event stream hold a place each.
    limits: { gatewayCalls: 1000 },
    log: (line) => console.log(line),
  })
  const stop = (): void => {
    void channel.close().finally(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.once('disconnect', stop)
  process.send?.({ ready: { height: channel.height } })
  // A block that cannot be kept, as on a full disk: the launcher tells why, from the end of the log.
  void channel.failed.then((error) => {
    console.error(error.message)
    process.exit(1)
  })
}

const options = JSON.parse(process.argv[2] ?? '{}') as ChannelOptions
run(options).catch((error: unknown) => {
  console.error(error)
  process.send?.({ error: explain(error, options.dataFolder).message }, () => process.exit(1))
})

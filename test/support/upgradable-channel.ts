import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OrganisationCode } from '@eco/domain'
import { freeBasePort, NodeProcess, packageOf, PROJECT_ROOT, startFabricNetwork, topologyAt } from '@eco/network'
import type { LedgerName, Topology } from '@eco/network'
import { startChannel } from 'embedded-fabric'
import type { Credentials } from 'embedded-fabric'
import { LedgerClient } from './ledger-client'
import type { Connect } from './model-stage'

interface Organisation {
  readonly mspId: string
  readonly endpoint: string
  readonly tlsRootCertificate: string
  newClient(options: {
    readonly name: string
    readonly attributes: Readonly<Record<string, string>>
  }): Promise<Credentials>
}

/** A channel without gateways, whose contract can be put in the place of another one while it runs. */
export interface UpgradableChannel {
  readonly connect: Connect
  /** Starts new services of the contract, makes this version the channel's, and ends the services of the former one. */
  upgrade(version: string): Promise<void>
  close(): Promise<void>
}

/** What the two networks have in common here. */
interface Channel {
  organization(mspId: string): Organisation
  /** Makes a version the channel's whose services listen at these addresses, by MSP id. */
  define(version: string, addresses: Readonly<Record<string, string>>): Promise<void>
  close(): Promise<void>
}

/** Starts the product's channel, members and observer, with this version of the contract. */
export async function startUpgradable(ledger: LedgerName, version: string): Promise<UpgradableChannel> {
  const folder = await mkdtemp(join(tmpdir(), 'eco-upgrade-'))
  const topology = topologyAt(await freeBasePort('fabric'))
  let services = await startServices(ledger, topology, version, folder)
  const channel = await OPEN[ledger]({ topology, version, folder, addresses: services.addresses })
  const organisationOf = (code: OrganisationCode): Organisation =>
    channel.organization(topology.organisations.find((organisation) => organisation.code === code)?.mspId ?? '')
  return {
    connect: async (code, attributes) => {
      const organisation = organisationOf(code)
      const credentials = await organisation.newClient({ name: 'a user of the model', attributes })
      return LedgerClient.at(organisation, { mspId: organisation.mspId, credentials }, topology.chaincode)
    },
    upgrade: async (next) => {
      const former = services
      services = await startServices(ledger, topology, next, folder)
      await channel.define(next, services.addresses)
      await former.stop()
    },
    close: async () => {
      await channel.close()
      await services.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Services {
  readonly addresses: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** On Fabric each member has a service of its own, on the embedded channel they share one. */
async function startServices(
  ledger: LedgerName,
  { chaincode, organisations }: Topology,
  version: string,
  folder: string,
): Promise<Services> {
  const ports = await freeBasePort('fabric')
  const members = organisations.filter(({ observer }) => !observer)
  const id = ledger === 'fabric' ? packageOf({ name: chaincode, version }).id : chaincode
  const addressOf = (index: number): string => `127.0.0.1:${ports + (ledger === 'fabric' ? index : 0)}`
  const addresses = Object.fromEntries(members.map(({ mspId }, index) => [mspId, addressOf(index)]))
  const processes = await Promise.all(
    [...new Set(Object.values(addresses))].map((address, index) =>
      NodeProcess.start(
        {
          name: `The contract ${version}`,
          script: join(PROJECT_ROOT, 'chaincode/dist/main.js'),
          logFile: join(folder, `contract-${version}-${index}.log`),
          environment: { CHAINCODE_ID: id, CHAINCODE_SERVER_ADDRESS: address },
        },
        { timeoutMs: 30_000 },
      ),
    ),
  )
  return {
    addresses,
    stop: async () => {
      await Promise.all(processes.map((process) => process.stop()))
    },
  }
}

interface Opening {
  readonly topology: Topology
  readonly version: string
  readonly folder: string
  readonly addresses: Readonly<Record<string, string>>
}

const OPEN: Readonly<Record<LedgerName, (opening: Opening) => Promise<Channel>>> = {
  embedded: async ({ topology, version, folder, addresses }) => {
    const { channel: channelId, chaincode: name, policy, collections } = topology
    const [address = ''] = Object.values(addresses)
    const channel = await startChannel({
      channelId,
      organizations: topology.organisations.map(({ mspId, observer }) => ({ mspId, observer })),
      chaincodes: [{ name, version, address, policy, collections }],
      dataFolder: join(folder, 'channel'),
    })
    return {
      organization: (mspId) => channel.organization(mspId),
      define: (next, to) => {
        const [first = ''] = Object.values(to)
        return channel.upgradeChaincode({ name, version: next, address: first })
      },
      close: () => channel.close(),
    }
  },
  fabric: async ({ topology, version, folder, addresses }) => {
    const { channel: channelId, chaincode: name, policy, collections } = topology
    const probe = { name: 'member', args: ['AU'] }
    const network = await startFabricNetwork({
      folder: join(folder, 'channel'),
      channelId,
      organizations: topology.organisations.map(({ mspId, observer }) => ({ mspId, observer })),
      chaincodes: [{ name, version, policy, collections, addresses, probe }],
    })
    return {
      organization: (mspId) => network.organization(mspId),
      define: (next, to) => network.defineChaincode({ name, version: next, policy, collections, addresses: to, probe }),
      close: () => network.close(),
    }
  },
}

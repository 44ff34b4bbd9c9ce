import { startFabricNetwork } from '@eco/network'
import type { FabricBinaries, FabricChaincode, FabricNetwork } from '@eco/network'
import { packageOf, writeConnections } from '@eco/network/dist/fabric/fabric-network'
import { agree, install } from '@eco/network/dist/fabric/lifecycle'
import { openPlan } from '@eco/network/dist/fabric/network-file'
import { until } from '@eco/network/dist/fabric/wait'
import { parseApplicationPolicy } from 'embedded-fabric'
import { startChaincodes } from 'embedded-fabric/conformance/dist/chaincode-process'
import type { ChaincodeProcess } from 'embedded-fabric/conformance/dist/chaincode-process'
import { CHANNEL, CHANNEL_POLICIES, DEFINITIONS, MEMBERS, OBSERVER } from 'embedded-fabric/conformance/dist/definitions'
import type { Definition } from 'embedded-fabric/conformance/dist/definitions'
import { BLOCK_MESSAGES } from 'embedded-fabric/conformance/dist/ledger'
import type { ConformanceLedger, LedgerOrganization } from 'embedded-fabric/conformance/dist/ledger'
import { createRevocations } from 'embedded-fabric/conformance/dist/revoked'
import type { Revocations } from 'embedded-fabric/conformance/dist/revoked'
import { Stage } from 'embedded-fabric/conformance/dist/stage'
import { writeGenesis } from './genesis'

const READY_MS = 60_000
const AT_ONCE = 4
const SETTINGS = {
  blockMaxMessages: BLOCK_MESSAGES,
  // Long enough for what belongs in one block to be sent, short enough for the orderers to trust their leader.
  blockInterval: '1s',
}

/** A network of real Fabric with every chaincode of the scenarios, in a folder of its own. */
export class RecordingNetwork implements ConformanceLedger, AsyncDisposable {
  readonly channelId = CHANNEL
  readonly revoked: Revocations['revoked']
  readonly #network: FabricNetwork
  readonly #chaincodes: ChaincodeProcess

  private constructor(network: FabricNetwork, chaincodes: ChaincodeProcess, revoked: Revocations['revoked']) {
    this.revoked = revoked
    this.#network = network
    this.#chaincodes = chaincodes
  }

  static async start(options: {
    readonly folder: string
    readonly binaries: FabricBinaries
    readonly log: (line: string) => void
  }): Promise<RecordingNetwork> {
    const { folder, binaries, log } = options
    const { materials, revoked } = await createRevocations()
    const organizations = [
      ...MEMBERS.map((mspId) => {
        const material = materials.get(mspId)
        return { mspId, ...(material !== undefined && { material }) }
      }),
      { mspId: OBSERVER, observer: true },
    ]
    await writeGenesis({ folder, channelId: CHANNEL, organizations, settings: SETTINGS, policies: CHANNEL_POLICIES })
    const chaincodes = await startChaincodes(
      DEFINITIONS.map(({ name }) => ({ name, chaincodeId: packageOf({ name }).id })),
    )
    try {
      const network = await startFabricNetwork({
        folder,
        channelId: CHANNEL,
        organizations,
        chaincodes: [],
        binaries,
        log,
        settings: SETTINGS,
      })
      const started = new RecordingNetwork(network, chaincodes, revoked)
      try {
        await started.#define(folder)
        log('chaincodes defined')
        await started.#found()
        log('every gateway finds every endorser')
        return started
      } catch (error) {
        await network.close()
        throw error
      }
    } catch (error) {
      await chaincodes[Symbol.asyncDispose]()
      throw error
    }
  }

  get organizations(): readonly LedgerOrganization[] {
    return this.#network.organizations
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#network.close()
    await this.#chaincodes[Symbol.asyncDispose]()
  }

  /** Installs and agrees on every definition; unlike the network's own way, also on those whose policy no peers can satisfy. */
  async #define(folder: string): Promise<void> {
    const organizations = this.#network.organizations.map(({ mspId, observer }) => ({ mspId, observer }))
    const plan = await openPlan({ folder, channelId: CHANNEL, organizations })
    const connections = MEMBERS.map((mspId) => this.#network.connection(mspId))
    await inTurns(DEFINITIONS, async (definition) => {
      const chaincode = this.#chaincodeOf(definition)
      const package_ = packageOf(chaincode)
      await writeConnections(plan, chaincode)
      await Promise.all(connections.map((connection) => install(connection, package_)))
      const { name, policy, collections = [] } = definition
      const agreed = parseApplicationPolicy(policy)
      await agree(CHANNEL, connections, { name, version: '1.0', policy: agreed, collections }, package_)
    })
  }

  /** Waits until every gateway has heard of every endorser of every chaincode. */
  async #found(): Promise<void> {
    const stage = new Stage(this)
    const limits = { timeoutMs: READY_MS }
    const members = MEMBERS.flatMap((mspId) => DEFINITIONS.map(({ name }) => ({ mspId, name })))
    await inTurns(members, ({ mspId, name }) =>
      until(
        `the endorsers of ${name} through ${mspId}`,
        async () => {
          const contract = (await stage.network(mspId)).getContract(name)
          await contract.newProposal('echo', { endorsingOrganizations: [...MEMBERS] }).endorse()
        },
        limits,
      ),
    )
    await inTurns(DEFINITIONS, ({ name }) =>
      until(
        `an answer of ${name} through ${OBSERVER}`,
        async () => {
          await (await stage.network(OBSERVER)).getContract(name).evaluate('echo')
        },
        limits,
      ),
    )
    stage.close()
  }

  #chaincodeOf({ name, policy }: Definition): FabricChaincode {
    const address = this.#chaincodes.addresses[name] ?? ''
    return { name, policy, addresses: Object.fromEntries(MEMBERS.map((mspId) => [mspId, address])) }
  }
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items]
  const take = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}

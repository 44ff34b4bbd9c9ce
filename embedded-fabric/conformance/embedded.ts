import { startChannel } from 'embedded-fabric'
import type { Channel } from 'embedded-fabric'
import { startChaincodes } from './chaincode-process'
import type { ChaincodeProcess } from './chaincode-process'
import { CHANNEL, DEFINITIONS, MEMBERS, OBSERVER } from './definitions'
import { BLOCK_MESSAGES } from './ledger'
import type { ConformanceLedger, LedgerOrganization } from './ledger'

const CUT_MS = 2

/** The embedded channel with every chaincode of the scenarios. */
export class EmbeddedLedger implements ConformanceLedger, AsyncDisposable {
  readonly channelId = CHANNEL
  readonly organizations: readonly LedgerOrganization[]
  readonly #channel: Channel
  readonly #chaincodes: ChaincodeProcess

  private constructor(channel: Channel, chaincodes: ChaincodeProcess) {
    this.#channel = channel
    this.#chaincodes = chaincodes
    this.organizations = channel.organizations.map((organization) => ({
      ...organization,
      observer: organization.mspId === OBSERVER,
      serverName: `peer0.${organization.material.domain}`,
    }))
  }

  static async start(): Promise<EmbeddedLedger> {
    const chaincodes = await startChaincodes(DEFINITIONS.map(({ name }) => ({ name, chaincodeId: `${name}:1.0` })))
    try {
      const channel = await startChannel({
        channelId: CHANNEL,
        organizations: [...MEMBERS.map((mspId) => ({ mspId })), { mspId: OBSERVER, observer: true }],
        cutting: { maxMessages: BLOCK_MESSAGES, maxBytes: 8 << 20, maxMessageBytes: 8 << 20, timeoutMs: CUT_MS },
        // Shorter than the network's, but in the same order: a gateway gives up a little before a peer that began a little later.
        limits: { executeTimeoutMs: 2_000, endorsementTimeoutMs: 1_900 },
        chaincodes: DEFINITIONS.map((definition) => ({
          ...definition,
          address: chaincodes.addresses[definition.name] ?? '',
        })),
      })
      return new EmbeddedLedger(channel, chaincodes)
    } catch (error) {
      await chaincodes[Symbol.asyncDispose]()
      throw error
    }
  }

  async inOneBlock(order: () => Promise<void>): Promise<void> {
    this.#channel.controls.pauseOrdering()
    try {
      await order()
    } finally {
      this.#channel.controls.resumeOrdering()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#channel.close()
    await this.#chaincodes[Symbol.asyncDispose]()
  }
}

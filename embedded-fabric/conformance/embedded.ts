import { startChannel } from 'embedded-fabric'
import type { Channel, OrganizationMaterial } from 'embedded-fabric'
import { startChaincodes } from './chaincode-process'
import type { ChaincodeProcess } from './chaincode-process'
import { CHANNEL, CHANNEL_POLICIES, DEFINITIONS, MEMBERS, OBSERVER } from './definitions'
import { BLOCK_MESSAGES } from './ledger'
import type { ConformanceLedger, LedgerOrganization } from './ledger'
import { createRevocations } from './revoked'
import type { Revocations } from './revoked'

const CUT_MS = 2

/** The embedded channel with every chaincode of the scenarios. */
export class EmbeddedLedger implements ConformanceLedger, AsyncDisposable {
  readonly channelId = CHANNEL
  readonly organizations: readonly LedgerOrganization[]
  readonly revoked: Revocations['revoked']
  readonly #channel: Channel
  readonly #chaincodes: ChaincodeProcess

  private constructor(channel: Channel, chaincodes: ChaincodeProcess, revoked: Revocations['revoked']) {
    this.revoked = revoked
    this.#channel = channel
    this.#chaincodes = chaincodes
    this.organizations = channel.organizations.map((organization) => ({
      ...organization,
      observer: organization.mspId === OBSERVER,
      serverName: `peer0.${organization.material.domain}`,
    }))
  }

  static async start(): Promise<EmbeddedLedger> {
    const { materials, revoked } = await createRevocations()
    const chaincodes = await startChaincodes(DEFINITIONS.map(({ name }) => ({ name, chaincodeId: `${name}:1.0` })))
    try {
      const channel = await startChannel({
        channelId: CHANNEL,
        organizations: [
          ...MEMBERS.map((mspId) => ({ mspId, ...materialOf(materials.get(mspId)) })),
          { mspId: OBSERVER, observer: true },
        ],
        policies: CHANNEL_POLICIES,
        cutting: { maxMessages: BLOCK_MESSAGES, maxBytes: 8 << 20, maxMessageBytes: 8 << 20, timeoutMs: CUT_MS },
        // Shorter than the network’s, but in the same order: a gateway gives up a little before a peer that began a little later.
        // Long enough for the largest ranges on a machine that has other things to do.
        limits: { executeTimeoutMs: 6_000, endorsementTimeoutMs: 5_800 },
        chaincodes: DEFINITIONS.map((definition) => ({
          ...definition,
          address: chaincodes.addresses[definition.name] ?? '',
        })),
      })
      return new EmbeddedLedger(channel, chaincodes, revoked)
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

function materialOf(material: OrganizationMaterial | undefined): { readonly material?: OrganizationMaterial } {
  return material === undefined ? {} : { material }
}

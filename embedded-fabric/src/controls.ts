import type { Ledger, PrivateDelivery } from './ledger/ledger'
import type { Endpoint } from './services/endpoint'
import type { Ordering } from './services/orderer'
import type { Peer } from './services/peer'

/** Faults that a test can cause. */
export interface Controls {
  stopPeer(mspId: string): Promise<void>
  startPeer(mspId: string): Promise<void>
  privateDelivery(mspId: string, delivery: PrivateDelivery): void
  /** Alters the bytes that an organisation endorses; undefined: no more. */
  alterEndorsements(mspId: string, alter: ((payload: Uint8Array) => Uint8Array) | undefined): void
  /** Makes an organisation simulate on the state of some blocks ago. */
  drift(mspId: string, blocks: number): void
  pauseOrdering(): void
  resumeOrdering(): void
}

interface ControlledParts {
  readonly channelId: string
  readonly peers: ReadonlyMap<string, Peer>
  readonly endpoints: ReadonlyMap<string, Endpoint>
  readonly ledger: Ledger
  readonly ordering: Ordering
  /** The port at which an organisation's endpoint comes back. */
  readonly portOf: (mspId: string) => number
}

/** The switches of a channel's faults. */
export function createControls({ channelId, peers, endpoints, ledger, ordering, portOf }: ControlledParts): Controls {
  const peerOf = (mspId: string): Peer => {
    const peer = peers.get(mspId)
    if (peer === undefined) throw new Error(`${mspId} is not an organisation of channel ${channelId}`)
    return peer
  }
  return {
    stopPeer: async (mspId) => {
      const peer = peerOf(mspId)
      peer.running = false
      endpoints.get(mspId)?.stop()
      await peer.disconnect()
    },
    startPeer: async (mspId) => {
      const peer = peerOf(mspId)
      await endpoints.get(mspId)?.listen(portOf(mspId))
      peer.running = true
      ledger.reconcile(mspId)
    },
    privateDelivery: (mspId, delivery) => {
      ledger.setPrivateDelivery(mspId, delivery)
    },
    alterEndorsements: (mspId, alter) => {
      peerOf(mspId).alter = alter
    },
    drift: (mspId, blocks) => {
      peerOf(mspId).drift = blocks
    },
    pauseOrdering: () => {
      ordering.pause()
    },
    resumeOrdering: () => {
      ordering.resume()
    },
  }
}

import type { CollectionDefinition } from './chaincode/definition'
import type { OrganizationMaterial } from './identity/identity'
import type { ApplicationPolicy } from './policy/signature-policy'
import type { PeerLimits } from './services/limits'
import type { BlockCutting } from './services/orderer'

export interface OrganizationOptions {
  readonly mspId: string
  /** Reads the channel, and neither writes nor endorses. */
  readonly observer?: boolean
  /** Its keys and certificates; absent: those in the data folder, else new ones. */
  readonly material?: OrganizationMaterial
  /** Default: a free one. */
  readonly port?: number
}

export interface ChaincodeOptions {
  readonly name: string
  /** `host:port` of its chaincode server. */
  readonly address: string
  /** Default: `1.0`. */
  readonly version?: string
  /** Endorsement policy, in Fabric's language, as the name of a policy of the channel (`/Channel/Application/…`), or as a value. */
  readonly policy: string | ApplicationPolicy
  readonly collections?: readonly CollectionDefinition[]
}

export interface ChannelOptions {
  readonly channelId: string
  readonly organizations: readonly OrganizationOptions[]
  readonly chaincodes: readonly ChaincodeOptions[]
  /**
   * Policies of `/Channel/Application` besides Fabric's own, by name: of the organisations' policies of one name (`ANY
   * Endorsement`, `ALL …`, `MAJORITY …`), or in Fabric's language. Stand in block 0: an existing data folder keeps its own.
   */
  readonly policies?: Readonly<Record<string, string>>
  /** Default: blocks of at most 500 transactions and 8 MiB, cut after 50 ms. */
  readonly cutting?: BlockCutting
  /** Where ledger and identities are kept; absent: in memory. */
  readonly dataFolder?: string
  /** What each peer takes at most; default: the values of Fabric's sample configuration. */
  readonly limits?: Partial<PeerLimits>
  /** Clients must show a TLS certificate of one of the organisations. */
  readonly requireClientCertificates?: boolean
  /** Gets a line when something worth knowing happens; default: nothing is written. */
  readonly log?: (line: string) => void
}

export const DEFAULT_CUTTING: BlockCutting = { maxMessages: 500, maxBytes: 8 << 20, timeoutMs: 50 }

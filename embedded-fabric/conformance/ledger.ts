import type { OrganizationMaterial } from 'embedded-fabric'
import type { Revocations } from './revoked'

/** How one organisation's peer is reached, and its keys. */
export interface LedgerOrganization {
  readonly mspId: string
  readonly observer?: boolean
  /** `host:port`. */
  readonly endpoint: string
  /** The name in its TLS certificate, when it is not the host of the endpoint. */
  readonly serverName?: string
  /** PEM. */
  readonly tlsRootCertificate: string
  readonly material: OrganizationMaterial
}

/** Any channel with the policies and the chaincodes of `definitions.ts` and the lists of `revoked.ts`, which cuts blocks after `BLOCK_MESSAGES`. */
export interface ConformanceLedger {
  readonly channelId: string
  readonly organizations: readonly LedgerOrganization[]
  /** Identities of `Org1MSP` that revocation lists name. */
  readonly revoked: Revocations['revoked']
  /** Makes one block of what is ordered meanwhile; absent: blocks are filled up with transactions that nobody looks at. */
  readonly inOneBlock?: (order: () => Promise<void>) => Promise<void>
}

/** Transactions that fill a block, on every ledger. */
export const BLOCK_MESSAGES = 3

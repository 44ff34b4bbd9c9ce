import type { ApplicationPolicy, SignaturePolicy } from '../policy/signature-policy'

/** A private data collection, as in Fabric's collection configuration. */
export interface CollectionDefinition {
  readonly name: string
  /** Whose organisations hold the data. */
  readonly memberPolicy: SignaturePolicy
  readonly requiredPeerCount: number
  readonly maxPeerCount: number
  /** Blocks after which the data is purged; 0: never. */
  readonly blockToLive: number
  readonly memberOnlyRead: boolean
  readonly memberOnlyWrite: boolean
  /** Endorsement policy of writes to the collection; undefined: the chaincode's. */
  readonly endorsementPolicy?: ApplicationPolicy
}

/** A chaincode definition, as the channel has agreed on it. */
export interface ChaincodeDefinition {
  readonly name: string
  readonly version: string
  readonly sequence: number
  readonly endorsementPolicy: ApplicationPolicy
  readonly collections: readonly CollectionDefinition[]
}

/** Name of the implicit collection of an organisation: everybody may write to it, its peers alone hold the data. */
export function implicitCollectionName(mspId: string): string {
  return `_implicit_org_${mspId}`
}

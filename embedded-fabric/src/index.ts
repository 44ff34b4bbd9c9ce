export { startChannel } from './channel'
export type { Channel, Organization } from './channel'
export type { Controls } from './controls'
export type { ChaincodeOptions, ChannelOptions, OrganizationOptions } from './options'
export { implicitCollectionName } from './chaincode/definition'
export type { ChaincodeDefinition, CollectionDefinition } from './chaincode/definition'
export { createOrganization, issueClient, issueTlsClient, issueTlsServer } from './identity/authority'
export type { ClientOptions } from './identity/authority'
export type { Credentials, NodeRole, OrganizationMaterial } from './identity/identity'
export { writeRevocationList } from './identity/revocation-list'
export type { RevocationListFields } from './identity/revocation-list'
export { createSigner, serializeIdentity } from './identity/signing'
export type { Signer } from './identity/identity'
export { LedgerError } from './ledger/store'
export { PolicyError, parseApplicationPolicy, parsePolicy } from './policy/parse'
export { encodePolicy, policyMessage, applicationPolicyMessage } from './policy/encode'
export { metaPolicyMessage, parseMetaPolicy } from './policy/meta-policy'
export type { MetaPolicy } from './policy/meta-policy'
export type {
  ApplicationPolicy,
  PolicyReference,
  PolicyRule,
  Principal,
  SignaturePolicy,
} from './policy/signature-policy'
export type { PeerLimits } from './services/limits'
export type { BlockCutting } from './services/orderer'

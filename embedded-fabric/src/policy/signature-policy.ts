import type { NodeRole } from '../identity/identity'

export interface Principal {
  readonly mspId: string
  readonly role: 'member' | NodeRole
}

/** As in `common.SignaturePolicy`: one signature of a principal, or n of several rules. */
export type PolicyRule =
  { readonly signedBy: number } | { readonly outOf: number; readonly rules: readonly PolicyRule[] }

/** As in `common.SignaturePolicyEnvelope`. */
export interface SignaturePolicy {
  readonly rule: PolicyRule
  readonly principals: readonly Principal[]
}

/** Names a policy of the channel's configuration, such as `/Channel/Application/Endorsement`. */
export interface PolicyReference {
  readonly channelPolicy: string
}

/** As in `protos.ApplicationPolicy`: what a chaincode or a collection asks of its endorsers. */
export type ApplicationPolicy = SignaturePolicy | PolicyReference

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
